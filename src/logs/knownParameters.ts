import { readNumber } from './logNumber.ts';
import type { LogOptions } from './logOptions.ts';

/** Names of parameters that say what they seem to say. */
const RATE = /^(?:lr|learning_rate)$/i;
const BATCH_SIZE = /^(?:batch_size|per_device_train_batch_size|train_batch_size)$/i;
const OPTIMIZER = /^(?:optimizer|optimizer_name|optim)$/i;

/** What is known of a training after another parameter of its configuration. */
export function addParameter(known: LogOptions, name: string, value: unknown): LogOptions {
  const number = readNumber(value);
  const isPositive = typeof number === 'number' && number > 0;
  if (RATE.test(name) && isPositive) return { ...known, rate: number };
  if (BATCH_SIZE.test(name) && isPositive) return { ...known, batchSize: number };
  if (OPTIMIZER.test(name) && typeof value === 'string' && value !== '') return { ...known, optimizer: value };
  return known;
}
