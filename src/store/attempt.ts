import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { toJson } from '../domain/json.ts';
import type { RunResult } from '../domain/run.ts';
import { noteChange } from './changes.ts';
import { writeFileAtomically, writeJson } from './files.ts';
import { ownedBy, SILENCE } from './ownership.ts';
import type { Claim, Continuation, Owner } from './ownership.ts';
import { tryReadRecord } from './recordFile.ts';
import { OWNER, RESULT, SERIES } from './schema.ts';

/** One try of a run: the newest one counts, with what it continues. */
export class Attempt {
  #lastBeat = Date.now();

  constructor(
    readonly folder: string,
    /** From 1. */
    readonly number: number,
  ) {}

  get metricsFile(): string {
    return path.join(this.folder, 'metrics.jsonl');
  }

  get checkpointFile(): string {
    return path.join(this.folder, 'checkpoint.bin');
  }

  get processFile(): string {
    return path.join(this.folder, 'process.json');
  }

  get #resultFile(): string {
    return path.join(this.folder, 'result.json');
  }

  get #seriesFile(): string {
    return path.join(this.folder, 'series.json');
  }

  get #runsFolder(): string {
    return path.resolve(this.folder, '..', '..');
  }

  /** Says whose the attempt is, and what it continues, if anything. */
  async claim(claim: Claim, continues: Continuation | null): Promise<void> {
    await writeJson(this.processFile, await ownedBy(claim, continues));
    await noteChange(this.#runsFolder);
  }

  /**
   * Shows that the attempt is being trained. Call it more often than once in SILENCE. It never fails: an attempt without heartbeat
   * is at worst taken for dead by those who cannot see its process.
   */
  async beat(): Promise<void> {
    const now = Date.now();
    // Lists that took it for dead have to look again.
    if (now - this.#lastBeat > SILENCE) await noteChange(this.#runsFolder);
    this.#lastBeat = now;
    await utimes(this.processFile, now / 1000, now / 1000).catch(() => undefined);
  }

  /**
   * Writes or replaces the result: series.json and then result.json, each atomically. With the second one the attempt is over.
   * @throws Error if it cannot be written
   */
  async writeResult({ series, ...result }: RunResult): Promise<void> {
    const columns = Object.entries(series).flatMap(([metric, known]) =>
      known ? [[metric, { steps: Array.from(known.steps), values: Array.from(known.values) }]] : [],
    );
    await writeFileAtomically(this.#seriesFile, `${toJson(Object.fromEntries(columns))}\n`);
    await writeJson(this.#resultFile, result);
    await noteChange(this.#runsFolder);
  }

  /** Whether the attempt is over. */
  async hasResult(): Promise<boolean> {
    return (await this.result({ series: false })) !== null;
  }

  /**
   * Null while the attempt runs, when its owner died, and when result.json is damaged.
   * @param series whether to read the series, too; they are empty otherwise, and when series.json is damaged
   */
  async result({ series = true }: { series?: boolean } = {}): Promise<RunResult | null> {
    const result = tryReadRecord(this.#resultFile, RESULT);
    return result && { ...result, series: (series && tryReadRecord(this.#seriesFile, SERIES)) || {} };
  }

  /** Null if process.json is missing or damaged. */
  async owner(): Promise<Owner | null> {
    return tryReadRecord(this.processFile, OWNER);
  }

  /** Null if the attempt began at the beginning. */
  async continues(): Promise<Continuation | null> {
    const { continues = null } = (await this.owner()) ?? {};
    return continues && continues.attempt < this.number ? continues : null;
  }
}
