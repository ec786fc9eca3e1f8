import * as l10n from '@vscode/l10n';
import type { RunFacts } from '../domain/runFacts.ts';
import { EMPTY_SERIES } from '../domain/series.ts';
import type { RunSeries } from '../domain/series.ts';
import type { FigureDefinition } from '../kinds/figureDefinition.ts';
import { commonStepsPerEpoch } from './curveRun.ts';
import type { CurveRun } from './curveRun.ts';
import { interpolateSeries } from './smoothing.ts';

/**
 * What the progress of a training is counted in along the horizontal axes: 'step' is each figure's own unit, steps or epochs; 'samples'
 * are the training samples so far, steps times batch size.
 */
export const PROGRESS_UNITS = ['step', 'epoch', 'samples', 'seconds'] as const;

export type ProgressUnit = (typeof PROGRESS_UNITS)[number];

/** The units that all runs which are shown and have measured a loss know. */
export function offeredUnits(
  runs: readonly Pick<CurveRun, 'variant' | 'facts' | 'series'>[],
  hidden: readonly string[],
): ProgressUnit[] {
  const hiddenIds = new Set(hidden);
  const measured = runs.filter(({ variant, series }) => !hiddenIds.has(variant) && has(series, 'loss'));
  const countsSteps = measured.length > 0 && measured.every(({ facts: { unit } }) => unit === 'step');
  const isKnown: Readonly<Record<ProgressUnit, boolean>> = {
    step: true,
    // An axis has one length of an epoch.
    epoch: countsSteps && commonStepsPerEpoch(runs) !== null,
    samples: countsSteps && measured.every(({ facts }) => facts.batchSize !== null),
    seconds: measured.length > 0 && measured.every(({ series }) => has(series, 'seconds')),
  };
  return PROGRESS_UNITS.filter((unit) => isKnown[unit]);
}

/**
 * A figure along another unit in place of its steps or epochs. What was published was neither timed nor are its samples known, and has no
 * place there.
 */
export function alongUnit(definition: FigureDefinition, unit: ProgressUnit): FigureDefinition {
  const { x } = definition;
  if (unit === 'step' || x.kind === 'rate' || x.kind === unit) return definition;
  const title = { epoch: l10n.t('epoch'), samples: l10n.t('training samples'), seconds: l10n.t('seconds of training') };
  return {
    ...definition,
    x: { ...x, kind: unit, title: title[unit] },
    published: unit === 'epoch' ? definition.published : [],
  };
}

/** The seconds of training up to a step, which not every step says of itself; null after the last one that does. */
export function secondsAt(step: number, { seconds = EMPTY_SERIES }: RunSeries): number | null {
  const { steps, values } = seconds;
  if (steps.length > 0 && step < steps[0]) return (values[0] * step) / steps[0];
  return interpolateSeries(steps, values, step);
}

/** The training samples up to a step; null where the batch size is not known. */
export function samplesAt(step: number, { batchSize }: Pick<RunFacts, 'batchSize'>): number | null {
  return batchSize === null ? null : step * batchSize;
}

function has(series: RunSeries, metric: string): boolean {
  return (series[metric]?.steps.length ?? 0) > 0;
}
