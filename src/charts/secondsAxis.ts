import * as l10n from '@vscode/l10n';
import { EMPTY_SERIES } from '../domain/series.ts';
import type { RunSeries } from '../domain/series.ts';
import type { FigureDefinition } from '../kinds/figureDefinition.ts';
import type { CurveRun } from './curveRun.ts';
import { interpolateSeries } from './smoothing.ts';

/** Whether curves can be drawn over the seconds of training: all runs that are shown and have measured a loss say when they did. */
export function canShowSeconds(
  runs: readonly Pick<CurveRun, 'variant' | 'series'>[],
  hidden: readonly string[],
): boolean {
  const measured = runs.filter(({ variant, series }) => !hidden.includes(variant) && has(series, 'loss'));
  return measured.length > 0 && measured.every(({ series }) => has(series, 'seconds'));
}

/** A figure with the seconds of training in place of its steps or epochs. What was published was not timed, and has no place there. */
export function overSeconds(definition: FigureDefinition): FigureDefinition {
  const { x } = definition;
  if (x.kind === 'rate') return definition;
  return { ...definition, x: { ...x, kind: 'seconds', title: l10n.t('seconds of training') }, published: [] };
}

/** The seconds of training up to a step, which not every step says of itself; null after the last one that does. */
export function secondsAt(step: number, { seconds = EMPTY_SERIES }: RunSeries): number | null {
  const { steps, values } = seconds;
  if (steps.length > 0 && step < steps[0]) return (values[0] * step) / steps[0];
  return interpolateSeries(steps, values, step);
}

function has(series: RunSeries, metric: string): boolean {
  return (series[metric]?.steps.length ?? 0) > 0;
}
