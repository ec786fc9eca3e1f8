import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import type { FigureDefinition, FigureGuide } from '../figureDefinition.ts';
import { scoreText } from '../../domain/scoreText.ts';
import { finalLossByRate, lossByStep } from '../sweep/figures.ts';
import { measureFigures } from '../sweep/measureFigures.ts';
import type { BatchSizesChoice } from './choice.ts';
import { scaledRate, scalingRules } from './scaling.ts';
import type { BatchSizesSummary } from './summary.ts';

/** The final loss over rate and batch size; at each rate, a line a batch size with its zone shaded; the curves behind it. */
export function batchSizeFigures({ record }: ExperimentOverview, summary: BatchSizesSummary): FigureDefinition[] {
  const choice = record.choice as BatchSizesChoice;
  return [
    heatMap(summary, choice),
    {
      ...finalLossByRate(),
      help: l10n.t('One line per batch size; the thick part is its Goldilocks zone. See how it moves with the batch.'),
      zones: summary.outcomes.flatMap(({ group: { id, zone } }) =>
        zone ? { group: id, low: zone.low, high: zone.high } : [],
      ),
    },
    lossByStep(),
    ...measureFigures(choice),
  ];
}

function heatMap(summary: BatchSizesSummary, choice: BatchSizesChoice): FigureDefinition {
  const { bests, line } = summary;
  return {
    name: 'lossByRateAndBatchSize',
    title: l10n.t('Final loss by rate and batch size'),
    help: l10n.t('The stronger the color, the lower the final loss. Points: the best rate of each batch size.'),
    caption: [
      `${scoreText(true)}.`,
      choice.equal === 'images'
        ? l10n.t('All batch sizes see the same images, so small ones take more steps.')
        : l10n.t('All batch sizes take the same steps, so small ones see fewer images.'),
      line
        ? l10n.t('Solid: the fitted slope; dashed: the linear rule; dotted: the square-root rule.')
        : l10n.t('A slope is fitted once two batch sizes have a best rate between others.'),
    ].join(' '),
    x: { kind: 'rate', title: l10n.t('learning rate'), scale: 'log' },
    y: { title: l10n.t('batch size'), kind: 'number', scale: 'log' },
    points: 'cells',
    lines: [{ metric: 'loss', label: l10n.t('training') }],
    reference: null,
    published: [],
    article: null,
    marks: [],
    guides: guidesOf(summary, choice),
    bests: bests.map(({ batchSize, rate }) => ({ x: rate, y: batchSize })),
  };
}

/** The fitted line, and both rules from the best rate of the smallest batch that has one. */
function guidesOf({ line, outcomes }: BatchSizesSummary, { batchSizes }: BatchSizesChoice): FigureGuide[] {
  const first = outcomes.find(({ best }) => best !== null);
  if (!line || !first || first.best === null) return [];
  const known = { batchSize: first.batchSize, rate: first.best };
  const ends = [Math.min(...batchSizes), Math.max(...batchSizes)];
  const guide = (style: FigureGuide['style'], rateAt: (batchSize: number) => number): FigureGuide => {
    const [from, to] = ends.map((y) => ({ x: rateAt(y), y }));
    return { style, from, to };
  };
  return [
    guide('solid', (batchSize) => 10 ** (line.intercept + line.slope * Math.log10(batchSize))),
    ...scalingRules().map((rule) =>
      guide(rule.exponent === 1 ? 'dashed' : 'dotted', (batchSize) => scaledRate(rule, known, batchSize)),
    ),
  ];
}
