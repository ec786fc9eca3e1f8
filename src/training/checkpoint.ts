import { createHash } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { fromJson, toJson } from '../domain/json.ts';
import type { RunSpec } from '../domain/run.ts';
import type { TrainingState } from './trainingState.ts';

/*
 * checkpoint.bin, all numbers little-endian:
 *
 *   8 bytes   "GLDLOCKS"
 *   uint32    version of the format
 *   uint32    bytes of the header, a multiple of 4
 *   32 bytes  SHA-256 of all that follows
 *   header    JSON, spaces at its end
 *   blocks    the order (uint32), the weights, then each kind of moments (float32), one tensor after the other
 */
const MAGIC = 'GLDLOCKS';
const VERSION = 1;
const [VERSION_AT, HEADER_BYTES_AT, CHECKSUM_AT, HEADER_AT] = [8, 12, 16, 48];

/** A checkpoint that a run cannot be continued from; the message says why in a sentence. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

/** What decides the numbers of a run: only a checkpoint of the same can be continued without a trace. */
export interface CheckpointOrigin {
  readonly spec: RunSpec;
  /** Name and build, for example "wasm simd". */
  readonly engine: string;
}

interface Header {
  /** Digest of the run's spec. */
  readonly spec: string;
  readonly engine: string;
  readonly state: Omit<TrainingState, 'order' | 'engine'> & { readonly engineSteps: number };
  /** Numbers of each block. */
  readonly lengths: {
    readonly order: number;
    readonly weights: readonly number[];
    readonly moments: readonly (readonly number[])[];
  };
}

/** Replaces a checkpoint so that, whatever happens on the way, either the old or the new one is whole. */
export async function writeCheckpoint(file: string, origin: CheckpointOrigin, state: TrainingState): Promise<void> {
  const temporary = temporaryName(file);
  const handle = await open(temporary, 'w');
  try {
    for (const part of encode(origin, state)) await handle.writeFile(part);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/**
 * Reads the checkpoint of a run.
 * @returns null if there is none
 * @throws CheckpointError if it is damaged, or of another run, engine or format
 */
export async function readCheckpoint(file: string, origin: CheckpointOrigin): Promise<TrainingState | null> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new CheckpointError(`The checkpoint ${file} cannot be read: ${error.message}.`);
  });
  return bytes && decode(file, bytes, origin);
}

/** Deletes a checkpoint, and what an interrupted write of it has left. */
export async function deleteCheckpoint(file: string): Promise<void> {
  await Promise.all([file, temporaryName(file)].map((name) => rm(name, { force: true })));
}

/** A run has one writer, so one name will do. */
function temporaryName(file: string): string {
  return `${file}.tmp`;
}

function encode(origin: CheckpointOrigin, { order, engine, ...rest }: TrainingState): Buffer[] {
  const header: Header = {
    spec: digestOf(origin.spec),
    engine: origin.engine,
    state: { ...rest, engineSteps: engine.steps },
    lengths: {
      order: order.length,
      weights: engine.weights.map(lengthOf),
      moments: engine.moments.map((tensors) => tensors.map(lengthOf)),
    },
  };
  const json = Buffer.from(toJson(header));
  const padding = Buffer.alloc(-json.length & 3, ' ');
  const blocks = [order, ...engine.weights, ...engine.moments.flat()].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  const body = [json, padding, ...blocks];
  const head = Buffer.alloc(HEADER_AT);
  head.write(MAGIC, 'latin1');
  head.writeUInt32LE(VERSION, VERSION_AT);
  head.writeUInt32LE(json.length + padding.length, HEADER_BYTES_AT);
  checksumOf(body).copy(head, CHECKSUM_AT);
  return [head, ...body];
}

function decode(file: string, bytes: Buffer, origin: CheckpointOrigin): TrainingState {
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new CheckpointError(`${file} is no checkpoint.`);
  if (bytes.length < HEADER_AT) throw new CheckpointError(`The checkpoint ${file} is damaged.`);
  const version = bytes.readUInt32LE(VERSION_AT);
  if (version > VERSION)
    throw new CheckpointError(
      `The checkpoint ${file} was written by a newer Goldilocks (format ${version}, this one reads ${VERSION}).`,
    );
  if (!checksumOf([bytes.subarray(HEADER_AT)]).equals(bytes.subarray(CHECKSUM_AT, HEADER_AT)))
    throw new CheckpointError(`The checkpoint ${file} is damaged.`);
  let at = HEADER_AT + bytes.readUInt32LE(HEADER_BYTES_AT);
  const { spec, engine, state, lengths } = fromJson(bytes.toString('utf8', HEADER_AT, at)) as Header;
  if (spec !== digestOf(origin.spec))
    throw new CheckpointError(`The checkpoint ${file} is of a run with other settings.`);
  if (engine !== origin.engine)
    throw new CheckpointError(
      `The checkpoint ${file} is of the engine "${engine}", whose numbers differ in their last digits from those of "${origin.engine}".`,
    );
  // A copy each, because a view must begin at a multiple of four bytes.
  const take = (length: number): ArrayBuffer => new Uint8Array(bytes.subarray(at, (at += length * 4))).buffer;
  const takeTensors = (all: readonly number[]): Float32Array[] => all.map((length) => new Float32Array(take(length)));
  const { engineSteps, ...rest } = state;
  return {
    ...rest,
    order: new Uint32Array(take(lengths.order)),
    engine: { steps: engineSteps, weights: takeTensors(lengths.weights), moments: lengths.moments.map(takeTensors) },
  };
}

function digestOf(spec: RunSpec): string {
  return createHash('sha256').update(toJson(spec)).digest('hex');
}

function checksumOf(parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function lengthOf({ length }: Float32Array): number {
  return length;
}
