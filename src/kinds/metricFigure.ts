import * as l10n from '@vscode/l10n';
import type { StepUnit } from '../domain/runFacts.ts';
import type { Metric, SampleMetric } from '../domain/series.ts';
import { stepTitle } from '../domain/stepText.ts';
import type { FigureDefinition } from './figureDefinition.ts';

/** How charts of what every sample can measure are named and drawn; other metrics are numbers that have their own names. */
const KNOWN: Readonly<Record<SampleMetric, () => readonly [title: string, y: FigureDefinition['y']]>> = {
  loss: () => [l10n.t('Training loss'), { title: l10n.t('training loss'), kind: 'loss' }],
  validationLoss: () => [l10n.t('Validation loss'), { title: l10n.t('validation loss'), kind: 'loss' }],
  accuracy: () => [l10n.t('Training accuracy'), { title: l10n.t('training accuracy'), kind: 'share' }],
  validationAccuracy: () => [l10n.t('Validation accuracy'), { title: l10n.t('validation accuracy'), kind: 'share' }],
  rate: () => [l10n.t('Learning rate'), { title: l10n.t('learning rate'), kind: 'rate' }],
  gradientNorm: () => [l10n.t('Gradient norm'), { title: l10n.t('gradient norm'), kind: 'number', scale: 'log' }],
  updateRatio: () => [l10n.t('Update ratio'), { title: l10n.t('update ratio'), kind: 'number', scale: 'log' }],
  deadShare: () => [l10n.t('Dead ReLU units'), { title: l10n.t('share of dead units'), kind: 'share', best: 'low' }],
  seconds: () => [l10n.t('Seconds of training'), { title: l10n.t('seconds of training'), kind: 'number' }],
};

/** The title of a metric's chart: "Gradient norm"; one that only its program knows has the name that is written there. */
export function metricName(metric: Metric): string {
  return known(metric)?.[0] ?? metric;
}

/** A chart of any metric, step by step. */
export function metricFigure(metric: Metric, unit: StepUnit): FigureDefinition {
  const [title, y] = known(metric) ?? [metric, { title: metric, kind: 'number' }];
  return {
    name: figureName(metric),
    title,
    help: '',
    caption: l10n.t('The measurements as they were recorded.'),
    x: { kind: 'step', title: stepTitle(unit), scale: 'linear' },
    y,
    points: 'samples',
    lines: [{ metric, label: y.title, ...(metric === 'rate' && { isHeld: true as const }) }],
    reference: null,
    published: [],
    article: null,
    marks: [],
  };
}

/** The name of a metric's chart. It is used in pages too, where names have no spaces. */
export function figureName(metric: Metric): string {
  return `metric-${metric.replace(/[^\w-]/g, (character) => `_${character.charCodeAt(0).toString(16)}`)}`;
}

function known(metric: Metric) {
  return Object.hasOwn(KNOWN, metric) ? KNOWN[metric as SampleMetric]() : null;
}
