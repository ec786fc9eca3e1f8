import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { PRESETS } from '../../domain/presets.ts';
import type { PublishedResult } from '../../domain/presets.ts';
import type { FigureDefinition, PublishedPoint } from '../figureDefinition.ts';
import type { SweepChoice } from './choice.ts';

/** The curves of a sweep: step by step, which grow from the start, and by epoch as articles print them. */
export function sweepFigures(experiment: ExperimentOverview): FigureDefinition[] {
  const choice = experiment.record.choice as SweepChoice;
  const epoch = { kind: 'epoch', title: l10n.t('epoch'), scale: 'linear' } as const;
  const loss: FigureDefinition = {
    name: 'lossByEpoch',
    title: l10n.t('Training loss'),
    help: l10n.t(
      'Just right: falls fast and stays low. Slow: falls slowly. Furious: jumps up, or stays at the level of guessing.',
    ),
    caption: l10n.t('The mean loss over each epoch’s training images; epoch 0 is the loss before training.'),
    x: epoch,
    y: { title: l10n.t('mean training loss'), kind: 'loss' },
    points: 'epochs',
    lines: [{ metric: 'loss', label: l10n.t('training') }],
    reference: null,
    published: publishedPoints(experiment, ({ loss: values }) => values),
    marks: [],
  };
  const chance = 1 / choice.network.outputs;
  const accuracy: FigureDefinition = {
    name: 'accuracyByEpoch',
    title: l10n.t('Test accuracy'),
    help: l10n.t(
      'The share of unseen images classified correctly. Higher sooner is better; a line on the dashed line is no better than guessing.',
    ),
    caption: l10n.t('The share of test images classified correctly after each epoch.'),
    x: epoch,
    y: { title: l10n.t('test accuracy'), kind: 'share' },
    points: 'epochs',
    lines: [{ metric: 'validationAccuracy', label: l10n.t('test') }],
    reference: { y: chance, label: l10n.t('guessing, {0}%', Math.round(100 * chance)) },
    published: publishedPoints(experiment, ({ accuracy: values }) => values),
    marks: [],
  };
  const steps: FigureDefinition = {
    name: 'lossByStep',
    title: l10n.t('Loss per step'),
    help: l10n.t('At a good rate, the loss drops within the first steps; at a furious one, it shoots off the chart.'),
    caption: l10n.t('The loss of each batch before its update.'),
    x: { kind: 'step', title: l10n.t('step'), scale: 'linear' },
    y: { title: l10n.t('training loss'), kind: 'loss' },
    points: 'samples',
    lines: [{ metric: 'loss', label: l10n.t('training') }],
    reference: null,
    published: [],
    marks: [],
  };
  return [steps, loss, ...(choice.dataset.test > 0 ? [accuracy] : [])];
}

function publishedPoints(
  { record, variants }: ExperimentOverview,
  valuesOf: (result: PublishedResult) => readonly number[],
): PublishedPoint[] {
  const published = PRESETS.find(({ name }) => name === record.preset)?.published ?? [];
  return published.flatMap((result) => {
    const variant = variants.find(({ values }) => values.rate === result.learningRate)?.id;
    return variant === undefined ? [] : valuesOf(result).map((y, index) => ({ variant, x: index + 1, y }));
  });
}
