import * as l10n from '@vscode/l10n';
import { createdObject } from '../outline/createdObject.ts';
import type { Program } from '../program/program.ts';
import { setsRates } from '../rates/rateSetting.ts';
import type { SourceRange } from '../rateSite.ts';
import type { ReadProgram } from '../readProgram.ts';
import type { CodeFix } from './codeFix.ts';
import { callAt } from './callAt.ts';
import { scheduleHuggingFace } from './scheduleHuggingFace.ts';
import { scheduleKeras } from './scheduleKeras.ts';
import { scheduleLightning } from './scheduleLightning.ts';
import { scheduleOptax } from './scheduleOptax.ts';
import type { Shape } from './scheduleShape.ts';
import { scheduleTorch } from './scheduleTorch.ts';

/**
 * Adds a schedule in the framework's own way, with the call that steps it where one is needed. In Keras a warm-up goes over
 * into a cosine, because its only schedule with a warm-up does.
 * @param place where the rate is written
 * @returns null in programs without an optimizer that is known, and where it is unclear which one is meant
 */
export function addSchedule(read: ReadProgram, place: SourceRange, shape: Shape): CodeFix | null {
  const { program } = read;
  if (program.isSettings) return null;
  const optimizer = callAt(read, place, 'optimizer');
  const settings = optimizer ? null : callAt(read, place, 'settings');
  if (!optimizer && !settings) return null;
  if (program.isScript) return { refusal: l10n.t('TensorFlow.js has no learning rate schedules.') };
  if (shape.kind === 'warm-up' && shape.unit === 'row')
    return { refusal: l10n.t('It is not known how many steps a row of the log stands for.') };
  if (settings) return scheduleHuggingFace(read, settings, shape);
  if (hasSchedule(program)) return { refusal: l10n.t('There is a schedule already.') };
  if (setsRates(program)) return { refusal: l10n.t('The program already changes the learning rate while it trains.') };
  switch (optimizer!.entry.framework) {
    case 'torch':
      return optimizer!.site.scope?.name === 'configure_optimizers'
        ? scheduleLightning(read, optimizer!, shape)
        : scheduleTorch(read, optimizer!, shape);
    case 'keras':
      return scheduleKeras(read, optimizer!, shape);
    case 'optax':
      return scheduleOptax(read, optimizer!, shape);
    default:
      return null;
  }
}

function hasSchedule(program: Program): boolean {
  return program.symbols.some(({ calls }) =>
    calls.some((site) => {
      const created = createdObject(program, site);
      return created !== null && created.entry?.kind !== 'optimizer' && created.entry?.kind !== 'settings';
    }),
  );
}
