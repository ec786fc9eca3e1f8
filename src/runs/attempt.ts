import path from 'node:path';
import type { RunResult } from '../domain/run.ts';
import { readJson, writeJson } from '../store/files.ts';
import { ownedBy } from './ownership.ts';
import type { Owner } from './ownership.ts';

/** Where an attempt goes on from: the checkpoint that an earlier one left after this step. */
export interface Continuation {
  /** The earlier attempt's number. */
  readonly attempt: number;
  readonly step: number;
}

/** One try of a run: the newest one counts, with what it continues. */
export class Attempt {
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

  /** Says whose the attempt is, and what it continues, if anything. */
  async claim(window: string, continues: Continuation | null): Promise<void> {
    await writeJson(this.processFile, { ...ownedBy(window), ...(continues ? { continues } : {}) });
  }

  /** Writes or replaces result.json, atomically: with it the attempt is over. */
  async writeResult(result: RunResult): Promise<void> {
    await writeJson(path.join(this.folder, 'result.json'), result);
  }

  /** Null while the attempt runs, or when its owner died. */
  async result(): Promise<RunResult | null> {
    const result = (await readJson(path.join(this.folder, 'result.json'))) as RunResult | null;
    return result && Array.isArray(result.findings) && Array.isArray(result.series) ? result : null;
  }

  /** Null if process.json is missing or damaged. */
  async owner(): Promise<Owner | null> {
    const owner = (await readJson(this.processFile)) as Owner | null;
    return owner && typeof owner.pid === 'number' && typeof owner.host === 'string' ? owner : null;
  }

  /** Null if the attempt began at the beginning. */
  async continues(): Promise<Continuation | null> {
    const { continues } = ((await readJson(this.processFile)) ?? {}) as { continues?: Continuation };
    return continues && continues.attempt < this.number && typeof continues.step === 'number' ? continues : null;
  }
}
