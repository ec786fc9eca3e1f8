import * as l10n from '@vscode/l10n';
import type { RateSite } from '../../code/rateSite.ts';
import type { OptimizerFamily } from '../../domain/optimizerFamily.ts';
import { formatRate } from '../../domain/rate.ts';
import { rateCurve } from './rateCurve.ts';
import type { SiteScheduler } from './siteSchedulers.ts';

/** A rate and what is seen around it. */
export interface NoteContext {
  readonly site: RateSite;
  readonly family: OptimizerFamily | null;
  /** Of the training; null if it is not to be seen. */
  readonly batchSize: number | null;
}

/** Schedules that set the rate from their own settings, whatever the optimizer was given. */
const OVERRIDING = /^(OneCycleLR|CyclicLR)$/;

/** A sentence beside the main one: a trap, or something to know. */
export interface RateNote {
  readonly kind: 'trap' | 'tip';
  readonly text: string;
}

/** What trips people up here, and what to know when something else is changed. */
export function rateNotes(around: NoteContext): RateNote[] {
  return [adadeltaNote(around), batchSizeNote(around)].filter((note) => note !== null);
}

/** Tells of a schedule that sets the rate by itself; null if the optimizer's rate counts. */
export function overridingSchedule(schedulers: readonly SiteScheduler[]): string | null {
  const found = schedulers.find(
    ({ scheduler, effect, isSetting }) => effect === 'overrides' && !isSetting && OVERRIDING.test(scheduler.name),
  );
  if (!found) return null;
  const { name } = found.scheduler;
  const course = rateCurve(found.scheduler, found.base);
  if (!course) return l10n.t('{0} overrides this rate: what counts is its max_lr.', name);
  const { rates } = course;
  return l10n.t(
    '{0} overrides this rate: it climbs from {1} to {2} and falls to {3}.',
    name,
    formatRate(rates[0]),
    formatRate(Math.max(...rates)),
    formatRate(rates[rates.length - 1]),
  );
}

/** Adadelta as published has no rate, which is a rate of 1: PyTorch's default. Keras and TensorFlow.js have 0.001. */
function adadeltaNote({ site, family }: NoteContext): RateNote | null {
  if (family?.name !== 'Adadelta' || site.value >= family.usual[0] || !/^(keras|tfjs)$/.test(site.framework))
    return null;
  const owner = site.framework === 'keras' ? 'Keras' : 'TensorFlow.js';
  return {
    kind: 'trap',
    text: l10n.t(
      "{0}'s default of 0.001 is a thousandth of what Adadelta was published with; PyTorch's default is 1.",
      owner,
    ),
  };
}

/** Goyal et al. 2017 (1706.02677) for SGD; Malladi et al. 2022 (2205.10287) for Adam and its kin. */
function batchSizeNote({ site, family, batchSize }: NoteContext): RateNote | null {
  if (batchSize === null || !family?.scaling || site.assessment !== 'typical') return null;
  const text =
    family.scaling === 'linear'
      ? l10n.t('Batch size {0}: for twice the batch take twice the rate (Goyal et al. 2017).', batchSize)
      : l10n.t('Batch size {0}: for twice the batch take √2 times the rate (Malladi et al. 2022).', batchSize);
  return { kind: 'tip', text };
}
