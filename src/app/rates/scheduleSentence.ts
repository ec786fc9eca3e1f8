import * as l10n from '@vscode/l10n';
import { scheduleLength } from '../../charts/scheduleSketch.ts';
import type { ScheduleUnit } from '../../charts/scheduleSketch.ts';
import { formatAll } from '../../domain/format.ts';
import { formatRate } from '../../domain/rate.ts';
import type { ScheduledRate } from './rateCurve.ts';
import { readSchedule } from './readSchedule.ts';
import type { CodeSchedule } from './readSchedule.ts';

/** One sentence on what a scheduler does to the rate, with its numbers where the code shows them. */
export function scheduleSentence(scheduled: ScheduledRate): string {
  const { scheduler, base, unit } = scheduled;
  // The numbers of a schedule that scales an unknown rate are shares of it, and its end is an absolute one.
  const found = readSchedule(scheduler, base ?? 1);
  return (found && withNumbers(found, base, unit)) ?? inGeneral(scheduler.name);
}

/** Null if its numbers say no more than its name. */
function withNumbers(
  { schedule, rate, steps }: CodeSchedule,
  base: number | null,
  unit: ScheduleUnit | null,
): string | null {
  const at = (share: number): string => formatRate(Number((share * rate).toPrecision(4)));
  const isRateKnown = base !== null || rate !== 1;
  switch (schedule.name) {
    case 'step':
    case 'exponential': {
      const { factor, every } = schedule;
      return typeof every === 'number' ? decayText(factor, every, unit) : null;
    }
    case 'multi-step':
      return l10n.t(
        'Multiplies the rate by {0} after {1}.',
        schedule.factor,
        lengthText(formatAll(schedule.at.map(String)), unit),
      );
    case 'cosine': {
      if (typeof schedule.over !== 'number') return null;
      const over = lengthText(schedule.over, unit);
      if (typeof schedule.warmup === 'number')
        return l10n.t(
          'Raises the rate from {0} to {1}, then lowers it to {2} following a cosine curve over {3}.',
          at(schedule.warmupStart ?? 0),
          at(1),
          at(schedule.end),
          over,
        );
      return isRateKnown
        ? l10n.t('Lowers the rate from {0} to {1} following a cosine curve over {2}.', at(1), at(schedule.end), over)
        : l10n.t('Lowers the rate to {0} following a cosine curve over {1}.', at(schedule.end), over);
    }
    case 'cosine-restarts':
      return typeof schedule.period === 'number'
        ? l10n.t(
            'Lowers the rate following a cosine curve and starts again from the top, the first time after {0}.',
            lengthText(schedule.period, unit),
          )
        : null;
    case 'linear':
      return isRateKnown && typeof schedule.over === 'number'
        ? l10n.t(
            'Changes the rate linearly from {0} to {1} over {2}.',
            at(schedule.start),
            at(schedule.end),
            lengthText(schedule.over, unit),
          )
        : null;
    case 'polynomial':
      return isRateKnown && typeof schedule.over === 'number'
        ? l10n.t('Lowers the rate from {0} to {1} over {2}.', at(1), at(schedule.end), lengthText(schedule.over, unit))
        : null;
    case 'one-cycle':
      return steps === null
        ? l10n.t('Raises the rate from {0} to {1}, then lowers it to {2}.', at(schedule.start), at(1), at(schedule.end))
        : l10n.t(
            'Raises the rate from {0} to {1}, then lowers it to {2}, over {3}.',
            at(schedule.start),
            at(1),
            at(schedule.end),
            lengthText(steps, unit),
          );
    default:
      return null;
  }
}

/** "30 epochs"; where the code doesn't show what the steps of a scheduler are, they are calls to its method. */
function lengthText(count: number | string, unit: ScheduleUnit | null): string {
  if (unit !== null) return scheduleLength(count, unit);
  return count === 1 ? l10n.t('1 call to step()') : l10n.t('{0} calls to step()', count);
}

function decayText(factor: number, every: number, unit: ScheduleUnit | null): string {
  if (every !== 1) return l10n.t('Multiplies the rate by {0} every {1}.', factor, lengthText(every, unit));
  if (unit === null) return l10n.t('Multiplies the rate by {0} with every call to step().', factor);
  return unit === 'epoch'
    ? l10n.t('Multiplies the rate by {0} after every epoch.', factor)
    : l10n.t('Multiplies the rate by {0} after every step.', factor);
}

/** What the name of a scheduler says. */
function inGeneral(name: string): string {
  return GENERAL.find(([pattern]) => pattern.test(name))?.[1]() ?? l10n.t('Changes the rate during training.');
}

/** By a pattern of the scheduler's name; the first one that fits counts. */
const GENERAL: readonly (readonly [pattern: RegExp, text: () => string])[] = [
  [/plateau/i, () => l10n.t('Lowers the rate when the loss, or another value that it watches, no longer improves.')],
  [/one_?cycle/i, () => l10n.t('Raises the rate to its peak, then lowers it almost to 0.')],
  [/^CyclicLR$/, () => l10n.t('Moves the rate up and down between base_lr and max_lr.')],
  [/^SWALR$/, () => l10n.t('Moves the rate to swa_lr and keeps it there.')],
  [/restarts|sgdr/i, () => l10n.t('Lowers the rate following a cosine curve, with restarts.')],
  [
    /cosine.*warm_?up|warm_?up.*cosine/i,
    () => l10n.t('Raises the rate in a warm-up, then lowers it following a cosine curve.'),
  ],
  [/warm_?up/i, () => l10n.t('Raises the rate in a warm-up before the schedule goes on.')],
  [/cosine/i, () => l10n.t('Lowers the rate following a cosine curve.')],
  [/^(Multi)?StepLR$|piecewise_?constant/i, () => l10n.t('Lowers the rate in steps.')],
  [/exponential|natural_exp/i, () => l10n.t('Multiplies the rate by the same factor at regular intervals.')],
  [/inverse_?time/i, () => l10n.t('Lowers the rate quickly at first, then more and more slowly.')],
  [/polynomial/i, () => l10n.t('Lowers the rate following a polynomial.')],
  [/linear/i, () => l10n.t('Changes the rate linearly.')],
  [/^ConstantLR$/, () => l10n.t('Multiplies the rate by a factor at first, then restores it.')],
  [/constant/i, () => l10n.t('Keeps the rate as it is.')],
  [/^LambdaLR$/, () => l10n.t('Multiplies the initial rate by the value that a function returns.')],
  [
    /^MultiplicativeLR$/,
    () => l10n.t('Multiplies the current rate by the value that a function returns, at every step.'),
  ],
  [/^SequentialLR$/, () => l10n.t('Runs several schedules one after the other.')],
  [/^ChainedScheduler$/, () => l10n.t('Applies several schedules at the same time.')],
];
