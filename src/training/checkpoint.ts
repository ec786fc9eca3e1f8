import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fromJson, toJson } from '../domain/json.ts';
import type { RunSpec } from '../domain/run.ts';
import { writeFileAtomically } from '../store/files.ts';
import type { TrainingState } from './trainingState.ts';

/*
 * checkpoint.bin, all numbers little-endian:
 *
 *   8 bytes   "GLDLOCKS"
 *   32 bytes  SHA-256 of everything that follows
 *   uint32    version of the format
 *   uint32    length of the header in bytes, a multiple of 4
 *   header    JSON, padded with spaces
 *   arrays    the order (uint32), the weights, then each kind of moments (float32), one tensor after another
 */
const MAGIC = 'GLDLOCKS';
const VERSION = 2;
const CHECKSUM_OFFSET = 8;
const VERSION_OFFSET = 40;
const HEADER_LENGTH_OFFSET = 44;
const HEADER_OFFSET = 48;

/** A checkpoint that cannot be used to continue a run; the message says why in a sentence. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

/** What decides the numbers of a run. A run continues bit for bit only from a checkpoint with the same origin. */
export interface CheckpointOrigin {
  readonly spec: RunSpec;
  /** Engine and build, for example "wasm simd". */
  readonly engine: string;
}

interface Header {
  /** SHA-256 of the run's spec. */
  readonly spec: string;
  readonly engine: string;
  readonly state: Omit<TrainingState, 'order' | 'engine'> & { readonly engineSteps: number };
  /** Number of elements in each array. */
  readonly lengths: {
    readonly order: number;
    readonly weights: readonly number[];
    readonly moments: readonly (readonly number[])[];
  };
}

/**
 * Replaces a checkpoint atomically: at any time either the old or the new one is on the disk, complete.
 * @throws Error if it cannot be written; the old one stays
 */
export async function writeCheckpoint(file: string, origin: CheckpointOrigin, state: TrainingState): Promise<void> {
  await writeFileAtomically(file, encode(origin, state));
}

/**
 * Reads the checkpoint of a run.
 * @returns null if the file does not exist
 * @throws CheckpointError if it is damaged, or belongs to another run, engine or format
 */
export async function readCheckpoint(file: string, origin: CheckpointOrigin): Promise<TrainingState | null> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new CheckpointError(l10n.t('The checkpoint {0} cannot be read: {1}.', file, error.message));
  });
  return bytes && decode(file, bytes, origin);
}

function encode(origin: CheckpointOrigin, { order, engine, ...rest }: TrainingState): Uint8Array[] {
  const header: Header = {
    spec: digestOf(origin.spec),
    engine: origin.engine,
    state: { ...rest, engineSteps: engine.steps },
    lengths: {
      order: order.length,
      weights: engine.weights.map(({ length }) => length),
      moments: engine.moments.map((tensors) => tensors.map(({ length }) => length)),
    },
  };
  const json = Buffer.from(toJson(header));
  const padding = Buffer.alloc(-json.length & 3, ' ');
  const arrays = [order, ...engine.weights, ...engine.moments.flat()].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  const start = Buffer.alloc(HEADER_OFFSET);
  start.write(MAGIC, 'latin1');
  start.writeUInt32LE(VERSION, VERSION_OFFSET);
  start.writeUInt32LE(json.length + padding.length, HEADER_LENGTH_OFFSET);
  const parts = [start, json, padding, ...arrays];
  checksumOf(parts).copy(start, CHECKSUM_OFFSET);
  return parts;
}

function decode(file: string, bytes: Buffer, origin: CheckpointOrigin): TrainingState {
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new CheckpointError(l10n.t('{0} is no checkpoint.', file));
  const damaged = new CheckpointError(l10n.t('The checkpoint {0} is damaged.', file));
  if (bytes.length < HEADER_OFFSET) throw damaged;
  if (!checksumOf([bytes]).equals(bytes.subarray(CHECKSUM_OFFSET, VERSION_OFFSET))) throw damaged;
  const version = bytes.readUInt32LE(VERSION_OFFSET);
  if (version !== VERSION) {
    throw new CheckpointError(
      l10n.t(
        'The checkpoint {0} has format {1}, but this version of Goldilocks reads format {2}.',
        file,
        version,
        VERSION,
      ),
    );
  }
  const header = readHeader(bytes);
  if (!header) throw damaged;
  const { spec, engine, state, lengths, end } = header;
  if (spec !== digestOf(origin.spec))
    throw new CheckpointError(l10n.t('The checkpoint {0} belongs to a run with other settings.', file));
  if (engine !== origin.engine)
    throw new CheckpointError(
      l10n.t(
        'The checkpoint {0} was written by the engine "{1}"; "{2}" computes slightly different numbers and cannot continue it.',
        file,
        engine,
        origin.engine,
      ),
    );
  let offset = end;
  // Copies, because a typed array must begin at a multiple of four bytes.
  const next = (length: number): ArrayBuffer => new Uint8Array(bytes.subarray(offset, (offset += length * 4))).buffer;
  const nextTensors = (all: readonly number[]): Float32Array[] => all.map((length) => new Float32Array(next(length)));
  const { engineSteps, ...rest } = state;
  return {
    ...rest,
    order: new Uint32Array(next(lengths.order)),
    engine: {
      steps: engineSteps,
      weights: nextTensors(lengths.weights),
      moments: lengths.moments.map(nextTensors),
    },
  };
}

/** The header and the offset of its end; null if it is not JSON or its lengths do not add up to the length of the file. */
function readHeader(bytes: Buffer): (Header & { readonly end: number }) | null {
  const end = HEADER_OFFSET + bytes.readUInt32LE(HEADER_LENGTH_OFFSET);
  if (end > bytes.length) return null;
  try {
    const header = fromJson(bytes.toString('utf8', HEADER_OFFSET, end)) as Header;
    const { order, weights, moments } = header.lengths;
    const lengths = [order, ...weights, ...moments.flat()];
    const areValid = lengths.every((length) => Number.isInteger(length) && length >= 0);
    const elements = lengths.reduce((sum, length) => sum + length, 0);
    return areValid && end + elements * 4 === bytes.length ? { ...header, end } : null;
  } catch {
    return null;
  }
}

function digestOf(spec: RunSpec): string {
  return createHash('sha256').update(toJson(spec)).digest('hex');
}

/** SHA-256 of all bytes behind the checksum itself. */
function checksumOf([start, ...rest]: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256').update(start.subarray(VERSION_OFFSET));
  for (const part of rest) hash.update(part);
  return hash.digest();
}
