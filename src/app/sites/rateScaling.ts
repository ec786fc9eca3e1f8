import type { RunSite } from '../../domain/runSite.ts';

/** How a program multiplies the rate that is written in it. */
export interface RateScaling {
  /** The batch size that the rate is written for, where it is multiplied by the actual one divided by that: `lr * batch / 256`. */
  readonly baseBatch: number | null;
  /** Whether it is multiplied by the number of processes or devices: `lr * world_size`. */
  readonly byDevices: boolean;
}

/** Strings and comments of Python: what they say, the program doesn't do. */
const NO_CODE = /("""|''')[^]*?\1|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|#.*/g;
/** What a rate is set to: `args.lr = …`, `scaled_lr: float = …`, `lr *= …`, `SGD(parameters, lr=…)`. */
const ASSIGNED =
  /(?:^|[(,])[ \t]*[\w.]*(?<![a-z\d])(?:lr|learning_?rate)\d?[ \t]*(?::[ \t]*\w+[ \t]*)?(\*?=(?!=)[^,;\n]*)/gim;
const BATCH = /batch_?size|batch(?![a-z\d_])|\bbs\b/i;
const DIVISOR = /\/\s*(\d+)(?:\.0*)?(?![\w.])/;
/** A product with the number of processes or devices, by the names that PyTorch, Horovod, Accelerate, TensorFlow and JAX give it. */
const DEVICES =
  /(?:\*=?\s*(?:\w+\.)*|\b)(?:(?:get_)?world_?size|hvd\.size|n_?gpus?|num_(?:gpus|devices|processes|replicas(?:_in_sync)?)|(?:local_)?device_count)\b(?:\(\))?(?:\s*\*)?/i;

/** Processes or devices at most: more than programs on one rate usually have. */
const MAX_DEVICES = 1024;
/** Examples in a batch of all devices at most, by the same token. */
const MAX_BATCH = 65_536;
/** Relative difference up to which a logged rate is a multiple of the number: logs have four digits. */
const SAME_MULTIPLE = 1e-3;

/** How a program in Python multiplies its rate, as far as what a rate is set to shows it; null if nothing does. */
export function scalingIn(text: string): RateScaling | null {
  const products = ratesAssigned(codeOf(text)).filter((one) => one.includes('*'));
  const divisors = products.flatMap((one) => (BATCH.test(one) ? (DIVISOR.exec(one)?.[1] ?? []) : [])).map(Number);
  const baseBatch = divisors.find((divisor) => isUsualCount(divisor, MAX_BATCH)) ?? null;
  const byDevices = products.some((one) => DEVICES.exec(one)?.[0].includes('*'));
  return baseBatch !== null || byDevices ? { baseBatch, byDevices } : null;
}

/** A text of Python without its strings and comments; the key of a setting becomes a name: `args.lr` for `args["lr"]`. */
export function codeOf(text: string): string {
  return text.replace(/\[["'](\w+)["']\]/g, '.$1').replace(NO_CODE, '');
}

/** What a program sets rates to: `= LR * 2` for `lr=LR * 2`. */
export function ratesAssigned(code: string): readonly string[] {
  return Array.from(code.matchAll(ASSIGNED), ([, assigned]) => assigned);
}

/** How many times a number a rate is, if the program may have multiplied it so; null otherwise. @param batchSize null if it is unknown */
export function multipleOf(
  value: number,
  rate: number,
  { baseBatch }: RateScaling,
  batchSize: number | null,
): number | null {
  const unit = baseBatch === null ? 1 : (batchSize ?? 1) / baseBatch;
  const count = Math.round(rate / value / unit);
  const isUsual = isUsualCount(count, baseBatch !== null && batchSize === null ? MAX_BATCH : MAX_DEVICES);
  const multiple = count * unit;
  return isUsual && multiple !== 1 && Math.abs(multiple * value - rate) <= SAME_MULTIPLE * rate ? multiple : null;
}

/** Whether there are so many devices, or examples in a batch: if every number counted, any rate would be a multiple of any other. */
function isUsualCount(count: number, max: number): boolean {
  const isPower = (number: number): boolean => Number.isInteger(Math.log2(number));
  return count >= 1 && count <= max && (count <= 8 || isPower(count) || isPower(count / 3));
}

/** The number to write where a run was trained with a number, so that the next one has a rate. */
export function numberFor(rate: number, { multiple = 1 }: Pick<RunSite, 'multiple'>): number {
  return rate / multiple;
}
