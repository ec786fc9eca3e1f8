import * as l10n from '@vscode/l10n';
import { formatAll } from './format.ts';
import type { CosineSchedule } from './schedules/cosine.ts';
import type { CosineRestartsSchedule } from './schedules/cosineRestarts.ts';
import type { ExponentialSchedule } from './schedules/exponential.ts';
import { formatLength } from './schedules/length.ts';
import type { LinearSchedule } from './schedules/linear.ts';
import type { MultiStepSchedule } from './schedules/multiStep.ts';
import type { OneCycleSchedule } from './schedules/oneCycle.ts';
import type { PolynomialSchedule } from './schedules/polynomial.ts';
import type { ReduceOnPlateauSchedule } from './schedules/reduceOnPlateau.ts';
import type { StepSchedule } from './schedules/step.ts';
import type { WarmUp } from './schedules/warmUp.ts';
import type { WsdSchedule } from './schedules/wsd.ts';

/** The learning rate throughout. */
export interface ConstantSchedule {
  readonly name: 'constant';
}

/**
 * How the learning rate changes from update to update: plain JSON, as it is kept in experiment.json. All heights are shares of
 * the run's learning rate, so that one schedule serves every rate of a sweep.
 */
export type Schedule =
  | (WarmUp &
      (
        | ConstantSchedule
        | StepSchedule
        | MultiStepSchedule
        | ExponentialSchedule
        | CosineSchedule
        | CosineRestartsSchedule
        | LinearSchedule
        | PolynomialSchedule
        | WsdSchedule
        | ReduceOnPlateauSchedule
      ))
  | OneCycleSchedule;

export type ScheduleName = Schedule['name'];

/** The schedule as a person writes it: "cosine after a warm-up of 100 steps", "step (× 0.1 every 50 steps)". */
export function formatSchedule(schedule: Schedule): string {
  const words = formatShape(schedule);
  return 'warmup' in schedule && schedule.warmup !== undefined
    ? l10n.t('{0} after a warm-up of {1}', words, formatLength(schedule.warmup))
    : words;
}

/** The schedule without its warm-up. A fall that ends at 0 does not say so. */
function formatShape(schedule: Schedule): string {
  switch (schedule.name) {
    case 'constant':
      return l10n.t('constant');
    case 'step':
      return schedule.every === undefined
        ? l10n.t('step (× {0} every third of the run)', schedule.factor)
        : l10n.t('step (× {0} every {1})', schedule.factor, formatLength(schedule.every));
    case 'multi-step':
      return l10n.t('multi-step (× {0} after {1})', schedule.factor, formatAll(schedule.at.map(formatLength)));
    case 'exponential':
      return schedule.every === undefined
        ? l10n.t('exponential (× {0} over the run)', schedule.factor)
        : l10n.t('exponential (× {0} every {1})', schedule.factor, formatLength(schedule.every));
    case 'cosine':
      return schedule.end === 0 ? l10n.t('cosine') : l10n.t('cosine to {0} of the rate', schedule.end);
    case 'cosine-restarts':
      return schedule.end === 0
        ? l10n.t('cosine with restarts')
        : l10n.t('cosine with restarts to {0} of the rate', schedule.end);
    case 'linear':
      return formatLinear(schedule);
    case 'polynomial':
      return schedule.end === 0
        ? l10n.t('polynomial of power {0}', schedule.power)
        : l10n.t('polynomial of power {0} to {1} of the rate', schedule.power, schedule.end);
    case 'one-cycle':
      return l10n.t('one-cycle');
    case 'wsd':
      return schedule.end === 0
        ? l10n.t('stable, then decay over {0}', formatLength(schedule.decay))
        : l10n.t('stable, then decay over {0} to {1} of the rate', formatLength(schedule.decay), schedule.end);
    case 'reduce-on-plateau':
      return l10n.t('reduce-on-plateau (× {0})', schedule.factor);
  }
}

function formatLinear({ start, end }: LinearSchedule): string {
  if (start === 1) return end === 0 ? l10n.t('linear') : l10n.t('linear to {0} of the rate', end);
  return end === 0 ? l10n.t('linear from {0}', start) : l10n.t('linear from {0} to {1} of the rate', start, end);
}
