import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import * as v from 'valibot';
import { MAX_BUCKETS } from '../domain/boundedSeries.ts';
import { BUCKET_COLUMNS, bucketsOf, joinBuckets, joinFactor } from '../domain/buckets.ts';
import type { Buckets } from '../domain/buckets.ts';
import type { RunBuckets } from '../domain/seriesRecorder.ts';
import { MAX_POINTS } from '../domain/thinning.ts';
import { writeFileAtomically } from './files.ts';
import type { Schema } from './schema.ts';

/*
 * series.pyramid keeps the metrics of a run at two levels of detail, so that one with millions of steps opens and is zoomed into
 * without reading its metrics.jsonl:
 *
 *   bytes 0..3   "GLPY"
 *   bytes 4..7   version of the format, and
 *   bytes 8..11  length of the header in bytes, both as unsigned little-endian numbers
 *   header       JSON, filled up with spaces to a multiple of 8 from the start of the file: for each level its metrics with the
 *                counts of their values and the sizes of their buckets
 *   columns      of each metric of each level in that order, as little-endian 64-bit numbers
 */

const MAGIC = 'GLPY';
const VERSION = 1;
const PREFIX_BYTES = 12;
/** Bytes that are read at once at the start: the header and the coarse level of two metrics, which most runs have. */
const START_BYTES = 128 * 1024;
/** Of a header that is read: no run has so many metrics. */
const MAX_HEADER_BYTES = 1 << 20;
const NUMBER_BYTES = 8;

/** The levels of detail and the most buckets of a metric in each; the coarse one comes first, so that it can be read alone. */
const LEVELS = { overview: MAX_POINTS / 2, detail: MAX_BUCKETS } as const;
export type Level = keyof typeof LEVELS;

interface StoredMetric {
  readonly name: string;
  readonly count: number;
  readonly size: number;
}

const positive = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER));
const metrics: Schema<readonly StoredMetric[]> = v.array(
  v.object({ name: v.string(), count: positive, size: positive }),
);
const HEADER: Schema<Readonly<Record<Level, readonly StoredMetric[]>>> = v.object({
  overview: metrics,
  detail: metrics,
});

/** Whether so much was measured that series.json cannot hold all of it. */
export function needsPyramid(series: RunBuckets): boolean {
  return Object.values(series).some(({ count }) => count > MAX_POINTS);
}

/**
 * Writes or replaces a series.pyramid, atomically.
 * @throws Error if it cannot be written
 */
export async function writePyramid(file: string, series: RunBuckets): Promise<void> {
  const measured = Object.entries(series).filter(([, { count }]) => count > 0);
  const levels = Object.values(LEVELS).map((max) =>
    measured.map(([name, buckets]) => {
      return { name, buckets: joinBuckets(buckets, joinFactor(buckets.means.length, max)) };
    }),
  );
  const [overview, detail] = levels.map((level) =>
    level.map(({ name, buckets: { count, size } }) => ({ name, count, size })),
  );
  const header = Buffer.from(JSON.stringify({ overview, detail }));
  const length = Math.ceil((PREFIX_BYTES + header.length) / NUMBER_BYTES) * NUMBER_BYTES - PREFIX_BYTES;
  const start = Buffer.alloc(PREFIX_BYTES + length, ' ');
  start.write(MAGIC, 'latin1');
  start.writeUInt32LE(VERSION, 4);
  start.writeUInt32LE(length, 8);
  header.copy(start, PREFIX_BYTES);
  const columns = levels.flat().flatMap(({ buckets }) => columnsOf(buckets).map((name) => bytesOf(buckets[name])));
  await writeFileAtomically(file, [start, ...columns]);
}

/**
 * What a series.pyramid says of a run at a level of detail.
 * @param names of the metrics that are read; by default all
 * @returns null if the file is missing, damaged, or of another version
 */
export async function readPyramid(
  file: string,
  level: Level,
  names: readonly string[] | null = null,
): Promise<RunBuckets | null> {
  const handle = await open(file).catch(() => null);
  if (!handle) return null;
  try {
    const read = await createReader(handle);
    const prefix = await read(0, PREFIX_BYTES);
    if (prefix?.toString('latin1', 0, 4) !== MAGIC || prefix.readUInt32LE(4) !== VERSION) return null;
    const headerLength = prefix.readUInt32LE(8);
    if (headerLength > MAX_HEADER_BYTES) return null;
    const text = await read(PREFIX_BYTES, headerLength);
    const header = text && v.safeParse(HEADER, JSON.parse(text.toString()));
    if (!header?.success) return null;
    const { overview, detail } = header.output;
    const skipped = level === 'overview' ? 0 : numbersIn(overview);
    let start = PREFIX_BYTES + headerLength + skipped * NUMBER_BYTES;
    const series: Record<string, Buckets> = {};
    for (const metric of level === 'overview' ? overview : detail) {
      const length = numbersIn([metric]) * NUMBER_BYTES;
      if (!names || names.includes(metric.name)) {
        const bytes = await read(start, length);
        const buckets = bytes && bucketsFrom(metric, bytes);
        if (!buckets) return null;
        series[metric.name] = buckets;
      }
      start += length;
    }
    return series;
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}

/** Buckets of one value need only their steps and their values. */
function columnsOf({ size }: Pick<Buckets, 'size'>): readonly (typeof BUCKET_COLUMNS)[number][] {
  return size === 1 ? ['lastSteps', 'lows'] : BUCKET_COLUMNS;
}

function bucketsIn({ count, size }: StoredMetric): number {
  return Math.ceil(count / size);
}

function numbersIn(level: readonly StoredMetric[]): number {
  return level.reduce((sum, metric) => sum + bucketsIn(metric) * columnsOf(metric).length, 0);
}

/** Null if the columns cannot be those of a run. */
function bucketsFrom({ name, count, size }: StoredMetric, bytes: Buffer): Buckets | null {
  const numbers = new Float64Array(new Uint8Array(bytes).buffer);
  const length = bucketsIn({ name, count, size });
  const columns = columnsOf({ size }).map(
    (column, place) => [column, numbers.subarray(place * length, (place + 1) * length)] as const,
  );
  const { lastSteps, lows, ...others } = Object.fromEntries(columns) as unknown as Buckets;
  if (!lastSteps.every((step, index) => index === 0 || step >= lastSteps[index - 1])) return null;
  return size === 1 ? bucketsOf({ steps: lastSteps, values: lows }) : { ...others, count, size, lastSteps, lows };
}

/** Reads some bytes; null if the file ends before. */
type Reader = (position: number, length: number) => Promise<Buffer | null>;

/** Reads the start of a file at once: many files are opened one after the other, and each read waits for the disk and for others. */
async function createReader(handle: FileHandle): Promise<Reader> {
  const { size } = await handle.stat();
  const start = await readBytes(handle, 0, Math.min(START_BYTES, size));
  return async (position, length) => {
    const end = position + length;
    if (end > size) return null;
    return start && end <= start.length ? start.subarray(position, end) : readBytes(handle, position, length);
  };
}

/** Null if fewer bytes can be read. */
async function readBytes(handle: FileHandle, position: number, length: number): Promise<Buffer | null> {
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return bytesRead === length ? bytes : null;
}

function bytesOf(numbers: Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
