import type { RunSite } from '../../domain/runSite.ts';

/** How a program multiplies the rate that is written in it. */
export interface RateScaling {
  /** The batch size that the rate is written for, where it is multiplied by the actual one divided by that: `lr * batch / 256`. */
  readonly baseBatch: number | null;
  /** Whether it is multiplied by the number of processes or devices: `lr * world_size`. */
  readonly byDevices: boolean;
}

const RATE = /lr|learning_?rate/i;
const BATCH = /batch|\bbs\b/i;
const DIVISOR = /\/\s*(\d+)(?:\.0*)?(?![\w.])/;
/** A product with the number of processes or devices, by the names that PyTorch, Horovod, Accelerate, TensorFlow and JAX give it. */
const DEVICES =
  /(?:\*\s*(?:\w+\.)*|\b)(?:(?:get_)?world_?size|hvd\.size|n_?gpus?|num_(?:gpus|devices|processes|replicas(?:_in_sync)?)|(?:local_)?device_count)\b(?:\(\))?(?:\s*\*)?/i;

/** How a program multiplies its rate, as far as a line of its text shows it; null if none does. */
export function scalingIn(text: string): RateScaling | null {
  const lines = text.split(/\r?\n/).filter((line) => line.includes('*') && RATE.test(line));
  const bases = lines.flatMap((line) => (BATCH.test(line) ? (DIVISOR.exec(line)?.[1] ?? []) : []));
  const byDevices = lines.some((line) => DEVICES.exec(line)?.[0].includes('*'));
  return bases.length > 0 || byDevices ? { baseBatch: bases.length > 0 ? Number(bases[0]) : null, byDevices } : null;
}

/** Processes or devices at most. */
const MAX_DEVICES = 4096;
/** What a batch size is a multiple of, where it is not known. */
const USUAL_BATCH = 8;
/** Relative difference up to which a logged rate is a multiple of the number. */
const SAME_MULTIPLE = 1e-3;

/** How many times a number a rate is, if the program may have multiplied it so; null otherwise. @param batchSize null if it is unknown */
export function multipleOf(
  value: number,
  rate: number,
  { baseBatch, byDevices }: RateScaling,
  batchSize: number | null,
): number | null {
  const unit = baseBatch === null ? 1 : (batchSize ?? USUAL_BATCH) / baseBatch;
  const count = Math.round(rate / value / unit);
  const multiple = count * unit;
  const isPossible = count >= 1 && (baseBatch !== null || (byDevices && count <= MAX_DEVICES));
  return isPossible && multiple !== 1 && Math.abs(multiple * value - rate) <= SAME_MULTIPLE * rate ? multiple : null;
}

/** The number to write where a run was trained with a number, so that the next one has a rate. */
export function numberFor(rate: number, { multiple = 1 }: Pick<RunSite, 'multiple'>): number {
  return rate / multiple;
}
