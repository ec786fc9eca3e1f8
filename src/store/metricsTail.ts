import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import * as v from 'valibot';
import type { Sample } from '../domain/sample.ts';
import { SAMPLE } from './schema.ts';

/** Bytes that are read and parsed at once; this takes a few milliseconds. */
const CHUNK_SIZE = 64 * 1024;

/**
 * Reads a metrics.jsonl that another process appends to: each read continues where the last one ended. Lines that are not samples are
 * skipped; an incomplete last line is kept until the rest has been written.
 */
export class MetricsTail {
  #samples: Sample[];
  #offset = 0;
  #line = '';
  #decoder = new StringDecoder('utf8');

  /** @param earlier what was measured before the file begins */
  constructor(
    readonly file: string,
    private readonly earlier: readonly Sample[] = [],
  ) {
    this.#samples = [...earlier];
  }

  /** What was measured before, and the samples read so far; another array when the file was rewritten. */
  get samples(): readonly Sample[] {
    return this.#samples;
  }

  /** Reads new samples. A missing file has none; a file that became shorter is read from the start. */
  async read(): Promise<void> {
    const handle = await open(this.file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (!handle) return;
    try {
      const { size } = await handle.stat();
      if (size < this.#offset) this.#reset();
      const buffer = Buffer.allocUnsafe(CHUNK_SIZE);
      while (this.#offset < size) {
        const { bytesRead } = await handle.read(buffer, 0, Math.min(CHUNK_SIZE, size - this.#offset), this.#offset);
        if (bytesRead === 0) return;
        this.#offset += bytesRead;
        this.#take(this.#decoder.write(buffer.subarray(0, bytesRead)));
      }
    } finally {
      await handle.close();
    }
  }

  #take(text: string): void {
    const lines = (this.#line + text).split('\n');
    // What follows the last line end is a line that is still being written.
    this.#line = lines.pop()!;
    for (const line of lines) {
      const sample = parseSample(line);
      if (sample) this.#samples.push(sample);
    }
  }

  #reset(): void {
    this.#samples = [...this.earlier];
    this.#offset = 0;
    this.#line = '';
    this.#decoder = new StringDecoder('utf8');
  }
}

/** A line of metrics.jsonl; null if it is none. */
export function parseSample(line: string): Sample | null {
  try {
    const outcome = v.safeParse(SAMPLE, JSON.parse(line));
    return outcome.success ? outcome.output : null;
  } catch {
    return null;
  }
}
