import * as l10n from '@vscode/l10n';
import { createRateSchedule } from '../../domain/rateSchedule.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { parseSchedule, serializeSchedule } from '../../domain/scheduleText.ts';
import { totalSteps } from '../../domain/steps.ts';
import { requireValidTraining } from '../sweep/choice.ts';
import type { SweepChoice, TrainingChoice } from '../sweep/choice.ts';

/** What a comparison of schedules is planned from. */
export interface SchedulesChoice extends TrainingChoice {
  /** What the heights of the schedules are shares of. */
  readonly learningRate: number;
  readonly schedules: readonly Schedule[];
}

/** What is compared unless others are asked for: those of the articles, the two that are common since, and a warm-up. */
export const DEFAULT_SCHEDULES: readonly Schedule[] = [
  'constant',
  'step',
  'cosine',
  'cosine,warmup=5%',
  'linear',
  'one-cycle',
  'wsd',
].map(parseSchedule);

/** The comparison that trains as a sweep would, without the sweep's rates, schedule and pruning. */
export function schedulesChoice(
  training: SweepChoice,
  schedules: readonly Schedule[],
  learningRate: number,
): SchedulesChoice {
  const { learningRates: _, prune: __, schedule: ___, secondEngine: ____, ...rest } = training;
  return { ...rest, name: 'schedules', preset: null, schedules, learningRate };
}

/**
 * Checks what can be checked without looking at the data set.
 * @throws RangeError with a sentence that names what is out of range
 */
export function requireValid(choice: SchedulesChoice): void {
  const { schedules, learningRate } = choice;
  if (schedules.length < 2) throw new RangeError(l10n.t('A comparison needs at least two schedules.'));
  const written = schedules.map(serializeSchedule);
  const twice = written.find((text, index) => written.indexOf(text) < index);
  if (twice !== undefined) throw new RangeError(l10n.t('The schedule {0} is given twice.', twice));
  if (!(learningRate > 0 && Number.isFinite(learningRate)))
    throw new RangeError(l10n.t('The learning rate must be a positive number, not {0}.', learningRate));
  requireValidTraining(choice);
  for (const schedule of schedules) createRateSchedule(schedule, learningRate, totalSteps(choice));
}
