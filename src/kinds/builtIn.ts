import * as l10n from '@vscode/l10n';
import { formatOptimizer } from '../domain/optimizer.ts';
import { formatCount } from '../domain/format.ts';
import type { RunSpec } from '../domain/run.ts';
import { formatExtras } from '../domain/runExtras.ts';
import { formatSchedule } from '../domain/schedule.ts';

/** A spec without the rate, seed and engine, in which the runs of an experiment may differ. */
type Described = Omit<RunSpec, 'learningRate' | 'seed' | 'engine'>;

/**
 * Describes what was trained: "MNIST CNN with Adam, batch 64, schedule cosine".
 * @param varied what stands for a setting that several values are tried of
 */
export function describeNetwork(
  spec: Described,
  varied: { readonly optimizer?: string; readonly batchSize?: string } = {},
): string {
  const { network, dataset, optimizer, batchSize, schedule } = spec;
  const kind =
    network.blocks.length > 0
      ? l10n.t('CNN')
      : network.hidden.length > 0
        ? l10n.t('MLP')
        : l10n.t('logistic regression');
  return [
    l10n.t('{0} {1} with {2}', dataset.name, kind, varied.optimizer ?? formatOptimizer(optimizer)),
    ...(network.loss === 'squared' ? [l10n.t('squared loss')] : []),
    l10n.t('batch {0}', varied.batchSize ?? batchSize),
    ...(schedule ? [l10n.t('schedule {0}', formatSchedule(schedule))] : []),
    ...formatExtras(spec),
  ].join(', ');
}

/** "1 training image", "10,000 training images" */
export function trainingImages({ dataset }: Pick<RunSpec, 'dataset'>): string {
  return dataset.train === 1 ? l10n.t('1 training image') : l10n.t('{0} training images', formatCount(dataset.train));
}

/** A result of the built-in networks says nothing certain about another program. */
export function illustrationCaveat(): string {
  return l10n.t('An illustration; your model may need a different rate.');
}

/** "1 epoch", "3 epochs" */
export function epochCount(count: number): string {
  return count === 1 ? l10n.t('1 epoch') : l10n.t('{0} epochs', count);
}

/** "1 rate", "7 rates" */
export function rateCount(count: number): string {
  return count === 1 ? l10n.t('1 rate') : l10n.t('{0} rates', count);
}

/** "1 seed", "3 seeds" */
export function seedCount(count: number): string {
  return count === 1 ? l10n.t('1 seed') : l10n.t('{0} seeds', count);
}

/** "1 step", "2,000 steps" */
export function stepCount(count: number): string {
  return count === 1 ? l10n.t('1 step') : l10n.t('{0} steps', formatCount(count));
}
