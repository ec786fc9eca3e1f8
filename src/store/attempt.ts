import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { toJson } from '../domain/json.ts';
import type { RunResult } from '../domain/run.ts';
import type { RunBuckets } from '../domain/seriesRecorder.ts';
import { markChanged } from './changes.ts';
import { writeFileAtomically, writeJson } from './files.ts';
import { createOwner, HEARTBEAT_TIMEOUT } from './ownership.ts';
import type { Claim, CheckpointReference, Owner } from './ownership.ts';
import { needsPyramid, writePyramid } from './pyramidFile.ts';
import { tryReadRecord } from './recordFile.ts';
import { OWNER, RESULT, SERIES } from './schema.ts';

/** One attempt to train a run. The newest attempt counts, together with the earlier ones that it continues. */
export class Attempt {
  #lastHeartbeat = Date.now();

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

  get pyramidFile(): string {
    return path.join(this.folder, 'series.pyramid');
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

  /** Writes process.json: who owns the attempt and which checkpoint it continues, if any. */
  async claim(claim: Claim, continues: CheckpointReference | null): Promise<void> {
    await writeJson(this.processFile, await createOwner(claim, continues));
    await markChanged(this.#runsFolder);
  }

  /**
   * Writes a heartbeat. Call it more often than every HEARTBEAT_TIMEOUT. It never fails: without heartbeats, other machines consider
   * the attempt dead.
   */
  async writeHeartbeat(): Promise<void> {
    const now = Date.now();
    // Lists that considered it dead have to read it again.
    if (now - this.#lastHeartbeat > HEARTBEAT_TIMEOUT) await markChanged(this.#runsFolder);
    this.#lastHeartbeat = now;
    await utimes(this.processFile, now / 1000, now / 1000).catch(() => undefined);
  }

  /**
   * Writes or replaces the result: the series and then result.json, each file atomically. result.json marks the attempt as ended.
   * @param measured all that was measured; kept in series.pyramid where it is more than the series of the result hold
   * @throws Error if it cannot be written
   */
  async writeResult({ series, ...result }: RunResult, measured: RunBuckets = {}): Promise<void> {
    const columns = Object.entries(series).flatMap(([metric, known]) =>
      known ? [[metric, { steps: Array.from(known.steps), values: Array.from(known.values) }]] : [],
    );
    if (needsPyramid(measured)) await writePyramid(this.pyramidFile, measured);
    await writeFileAtomically(this.#seriesFile, `${toJson(Object.fromEntries(columns))}\n`);
    await writeJson(this.#resultFile, result);
    await markChanged(this.#runsFolder);
  }

  /** Whether the attempt has ended. */
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

  /** Null if the attempt started from step 0. */
  async continues(): Promise<CheckpointReference | null> {
    const { continues = null } = (await this.owner()) ?? {};
    return continues && continues.attempt < this.number ? continues : null;
  }
}
