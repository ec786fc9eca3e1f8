import path from 'node:path';
import * as vscode from 'vscode';
import { COUNTS, readCount, readField } from '../app/trainingRequest.ts';
import type { CountName } from '../app/trainingRequest.ts';
import type { Measure } from '../domain/measure.ts';
import type { OptimizerName } from '../domain/optimizer.ts';
import type { Schedule } from '../domain/schedule.ts';

/** More workers than this gain nothing; the manifest says the same. */
const MAX_WORKERS = 8;

/** A setting with a value that cannot be used; the message names the setting and says what is wrong, in a sentence. */
export class SettingError extends Error {
  override readonly name = 'SettingError';

  constructor(
    /** The full name of the setting. */
    readonly setting: string,
    reason: string,
  ) {
    super(vscode.l10n.t('The setting {0} cannot be used: {1}', setting, reason));
  }
}

/** What the questions of a custom sweep start from, and its answers. */
export interface SweepAnswers extends Readonly<Record<CountName, number>> {
  readonly rates: readonly number[];
  /** The rates as the user has typed them. */
  readonly ratesText: string;
  readonly optimizer: OptimizerName;
  /** Absent for a constant rate. */
  readonly schedule?: Schedule;
  /** Absent if only the loss is measured. */
  readonly measures?: readonly Measure[];
  /** Whether runs that cannot become good any more are stopped. */
  readonly prune: boolean;
}

/**
 * Workers at the same time; 0 for one a processor.
 * @throws SettingError
 */
export function readWorkers(): number {
  return readSetting('workers', (value) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_WORKERS) return value;
    throw new RangeError(vscode.l10n.t('it must be a whole number from 0 to {0}.', MAX_WORKERS));
  });
}

/**
 * The absolute path of the folder with the images to train on; null for MNIST.
 * @throws SettingError
 */
export function readDatasetFolder(): string | null {
  return readSetting('dataset', (value) => {
    if (value === '') return null;
    if (typeof value === 'string' && path.isAbsolute(value)) return path.normalize(value);
    throw new RangeError(vscode.l10n.t('it must be the absolute path of a folder, or empty for MNIST.'));
  });
}

/**
 * The defaults of a custom sweep.
 * @throws SettingError for the first one that cannot be used
 */
export function readDefaults(): SweepAnswers {
  const counts = (Object.keys(COUNTS) as CountName[]).map(
    (name) => [name, readSetting(`defaults.${name}`, (value) => readCount(name, value))] as const,
  );
  return {
    ...(Object.fromEntries(counts) as Record<CountName, number>),
    ...readSetting('defaults.rates', (value) => ({ rates: readField('rates', value), ratesText: String(value) })),
    optimizer: readSetting('defaults.optimizer', (value) => readField('optimizer', value).name),
    prune: true,
  };
}

/** @param read throws RangeError with a sentence for a value that cannot be used */
export function readSetting<T>(name: string, read: (value: unknown) => T): T {
  const value = vscode.workspace.getConfiguration('goldilocks').get<unknown>(name);
  try {
    return read(value);
  } catch (error) {
    if (error instanceof RangeError) throw new SettingError(`goldilocks.${name}`, error.message);
    throw error;
  }
}
