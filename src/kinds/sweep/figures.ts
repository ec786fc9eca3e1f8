import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { PRESETS } from '../../domain/presets.ts';
import type { Preset, PublishedResult } from '../../domain/presets.ts';
import { formatRate } from '../../domain/rate.ts';
import { scoreText } from '../../domain/scoreText.ts';
import type { FigureDefinition, FigureMark, PublishedPoint } from '../figureDefinition.ts';
import type { SweepChoice, TrainingChoice } from './choice.ts';
import { zoneWords } from './description.ts';
import type { GroupSummary } from './groupSummary.ts';
import { measureFigures } from './measureFigures.ts';
import type { SweepSummary } from './summary.ts';

/** The shaded zone reaches beyond its outermost rates by this share of the axis, so that a zone of a single rate can be seen. */
const ZONE_MARGIN = 0.02;

/**
 * What a sweep shows: the final loss at each rate, the curves behind it, step by step and by epoch as articles print them, and what was
 * measured beside the loss.
 */
export function sweepFigures(experiment: ExperimentOverview, summary: SweepSummary): FigureDefinition[] {
  const choice = experiment.record.choice as SweepChoice;
  const preset = PRESETS.find(({ name }) => name === experiment.record.preset);
  const byRate = {
    ...finalLossByRate(),
    marks: summary.groups.flatMap((group) => zoneMarks(group, experiment, summary.groups.length > 1)),
  };
  const loss: FigureDefinition = {
    name: 'lossByEpoch',
    title: l10n.t('Training loss'),
    help: l10n.t(
      'Just right: falls fast and stays low. Slow: falls slowly. Furious: jumps up, or stays at the level of guessing.',
    ),
    caption: l10n.t('The mean loss over each epoch’s training images; epoch 0 is the loss before training.'),
    x: { kind: 'epoch', title: l10n.t('epoch'), scale: 'linear' },
    y: { title: l10n.t('mean loss of the epoch'), kind: 'loss' },
    points: 'epochs',
    lines: [{ metric: 'loss', label: l10n.t('training') }],
    reference: null,
    published: publishedPoints(preset, experiment, ({ loss: values }) => values),
    article: preset?.article ?? null,
    marks: [],
  };
  const published = publishedPoints(preset, experiment, ({ accuracy }) => accuracy);
  const accuracy = accuracyByEpoch(choice, published, preset?.article ?? null);
  return [byRate, lossByStep(), loss, ...(choice.dataset.test > 0 ? [accuracy] : []), ...measureFigures(choice)];
}

/**
 * The test accuracy of all runs, epoch by epoch.
 * @param article the title of the article that published the points
 */
export function accuracyByEpoch(
  { network }: Pick<TrainingChoice, 'network'>,
  published: readonly PublishedPoint[],
  article: string | null,
): FigureDefinition {
  const guessing = 1 / network.outputs;
  return {
    name: 'accuracyByEpoch',
    title: l10n.t('Test accuracy'),
    help: l10n.t(
      'The share of unseen images classified correctly. Higher sooner is better; a line on the dashed line is no better than guessing.',
    ),
    caption: l10n.t('The share of test images classified correctly after each epoch.'),
    x: { kind: 'epoch', title: l10n.t('epoch'), scale: 'linear' },
    y: { title: l10n.t('test accuracy'), kind: 'share' },
    points: 'epochs',
    lines: [{ metric: 'validationAccuracy', label: l10n.t('test') }],
    reference: { y: guessing, label: l10n.t('guessing, {0}%', Math.round(100 * guessing)) },
    published,
    article,
    marks: [],
  };
}

/** The final loss at each rate, without marks. */
export function finalLossByRate(): FigureDefinition {
  return {
    name: 'finalLossByRate',
    title: l10n.t('Final loss by learning rate'),
    help: l10n.t('The lower the better. Left of the valley the rate is too low, right of it too high.'),
    caption: `${scoreText(true)}.`,
    x: { kind: 'rate', title: l10n.t('learning rate'), scale: 'log' },
    y: { title: l10n.t('final training loss'), kind: 'loss' },
    points: 'runs',
    lines: [{ metric: 'loss', label: l10n.t('training') }],
    reference: null,
    published: [],
    article: null,
    marks: [],
  };
}

/** The curves of all runs, step by step, with what was found in them. */
export function lossByStep(): FigureDefinition {
  return {
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
    article: null,
    marks: [],
    showsFindings: true,
  };
}

/** The zone of a group, and the rate that is suggested. */
export function zoneMarks(
  { variants: members, zone, suggestion }: GroupSummary,
  { variants, runs }: ExperimentOverview,
  isNamed: boolean,
): FigureMark[] {
  if (!zone) return [];
  const rates = variants.flatMap(({ values: { rate } }) => rate ?? []);
  const margin = (Math.max(...rates) / Math.min(...rates)) ** ZONE_MARGIN;
  const engine = isNamed ? members[0]?.values.engine : undefined;
  const named = (text: string): string => (engine === undefined ? text : l10n.t('{0}: {1}', engine, text));
  return [
    { from: zone.low / margin, to: zone.high * margin, label: named(zoneWords(runs)), severity: 'good' },
    ...(suggestion
      ? [
          {
            from: suggestion.rate,
            to: suggestion.rate,
            label: named(l10n.t('suggested: {0}', formatRate(suggestion.rate))),
            severity: 'hint' as const,
          },
        ]
      : []),
  ];
}

function publishedPoints(
  preset: Preset | undefined,
  { variants }: ExperimentOverview,
  valuesOf: (result: PublishedResult) => readonly number[],
): PublishedPoint[] {
  return (preset?.published ?? []).flatMap((result) => {
    const variant = variants.find(({ values }) => values.rate === result.learningRate)?.id;
    return variant === undefined ? [] : valuesOf(result).map((y, index) => ({ variant, x: index + 1, y }));
  });
}
