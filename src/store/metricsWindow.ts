import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Sample } from '../domain/sample.ts';
import { parseSample } from './metricsTail.ts';
import { TimeSlices } from './timeSlices.ts';

/** Bytes in which the end of a line is looked for; lines are far shorter. */
const PROBE_SIZE = 4096;
const LINE_END = '\n'.charCodeAt(0);

/**
 * The samples of a metrics.jsonl between two steps, both included: finds where they begin and end by halving, so that the rest of a large
 * file is not read.
 * @param maxBytes the most to read
 * @returns null if there is no file, or more than that between the steps
 */
export async function samplesBetween(
  file: string,
  [from, to]: readonly [number, number],
  maxBytes: number,
): Promise<Sample[] | null> {
  const handle = await open(file).catch(() => null);
  if (!handle) return null;
  try {
    const { size } = await handle.stat();
    const start = await firstLine(handle, size, (step) => step >= from);
    const end = await firstLine(handle, size, (step) => step > to);
    if (end - start > maxBytes) return null;
    return await parseLines(await readBytes(handle, start, end - start));
  } finally {
    await handle.close();
  }
}

/** Where the first line begins whose step is far enough; the end of the file if there is none. Steps ascend. */
async function firstLine(handle: FileHandle, size: number, isFarEnough: (step: number) => boolean): Promise<number> {
  let [low, high, start] = [0, size, size];
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = await lineFrom(handle, middle, size);
    if (line && !isFarEnough(line.step)) {
      low = line.start + 1;
    } else {
      start = line?.start ?? size;
      high = middle;
    }
  }
  return start;
}

/** The first sample whose line begins at a place or after it; null if there is none. */
async function lineFrom(
  handle: FileHandle,
  place: number,
  size: number,
): Promise<{ readonly start: number; readonly step: number } | null> {
  // A line begins at the place itself if the one before ends there.
  const from = Math.max(0, place - 1);
  for (let length = PROBE_SIZE; ; length *= 2) {
    const bytes = await readBytes(handle, from, Math.min(length, size - from));
    let start = place === 0 ? 0 : bytes.indexOf(LINE_END) + 1 || bytes.length;
    for (let end; (end = bytes.indexOf(LINE_END, start)) >= 0; start = end + 1) {
      const sample = parseSample(bytes.toString('utf8', start, end));
      if (sample) return { start: from + start, step: sample.step };
    }
    if (from + length >= size) return null;
  }
}

async function parseLines(bytes: Buffer): Promise<Sample[]> {
  const slices = new TimeSlices();
  const samples: Sample[] = [];
  for (const line of bytes.toString().split('\n')) {
    const sample = parseSample(line);
    if (sample) samples.push(sample);
    await slices.yieldIfDue();
  }
  return samples;
}

async function readBytes(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}
