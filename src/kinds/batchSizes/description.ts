import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { formatAll, formatLoss } from '../../domain/format.ts';
import { formatOptimizer } from '../../domain/optimizer.ts';
import { CONFIDENCE } from '../../domain/pairedDifference.ts';
import { formatRate, inTwoDigits } from '../../domain/rate.ts';
import { totalSteps } from '../../domain/steps.ts';
import {
  describeNetwork,
  epochCount,
  illustrationCaveat,
  rateCount,
  seedCount,
  stepCount,
  trainingImages,
} from '../builtIn.ts';
import { commandLine } from '../commandLine.ts';
import type { Description, ResultTable } from '../kind.ts';
import { engineWords, trainingWords, withoutOption } from '../sweep/command.ts';
import { isPartial, zoneText } from '../sweep/description.ts';
import type { BatchSizesChoice } from './choice.ts';
import { scaledRate, scalingRules } from './scaling.ts';
import type { BatchOutcome, BatchSizesSummary } from './summary.ts';

/** With fewer points than this, a line fits almost anything. */
const FEW_POINTS = 6;

/** Describes a comparison of batch sizes. */
export function describeBatchSizes(
  experiment: ExperimentOverview,
  summary: BatchSizesSummary,
  isRunning: boolean,
): Description {
  const choice = experiment.record.choice as BatchSizesChoice;
  const { line, outcomes } = summary;
  const sizes = choice.batchSizes.map(String);
  const isOver = !isRunning && !isPartial(experiment.runs);
  return {
    title: l10n.t('Batch size against rate with {0}', formatOptimizer(choice.optimizer)),
    subject: describeNetwork(choice, { batchSize: formatAll(sizes) }),
    amounts: [
      trainingImages(choice),
      choice.equal === 'images'
        ? l10n.t('{0} each (equal images)', epochCount(choice.epochs))
        : l10n.t('{0} each (equal steps)', stepCount(totalSteps(choice))),
      rateCount(choice.learningRates.length),
      ...(choice.seeds > 1 ? [seedCount(choice.seeds)] : []),
    ],
    outcome: line && isOver ? l10n.t('{0} times the rate for twice the batch', perDoubling(line.slope)) : null,
    answer: answerOf(summary, isRunning, isOver),
    scales: [],
    table: outcomes.length > 0 ? tableOf(outcomes) : null,
    notes: isRunning ? [] : notesOf(summary),
    caveat: illustrationCaveat(),
    command: commandOf(choice),
  };
}

function answerOf({ line, bests }: BatchSizesSummary, isRunning: boolean, isOver: boolean): Description['answer'] {
  const title = isOver
    ? l10n.t('Best rate for twice the batch size')
    : l10n.t('Best rate for twice the batch size, so far');
  if (!line) {
    const detail = isRunning
      ? l10n.t('Available when two batch sizes have finished.')
      : l10n.t('The best rate of at least two batch sizes must lie between other rates.');
    return { title, value: null, detail };
  }
  const { slope, interval } = line;
  const value = l10n.t('{0} times as high', perDoubling(slope));
  const slopeOnAxes = l10n.t('Slope {0} on logarithmic axes.', slopeText(slope));
  if (!interval) return { title, value, detail: slopeOnAxes };
  const [low, high] = interval;
  const fits = scalingRules().filter(({ exponent }) => exponent >= low && exponent <= high);
  const range = l10n.t(
    'From {0} best rates: {1} to {2} times, with {3}% confidence.',
    bests.length,
    ...[low, high].map((end) => perDoubling(end, 3)),
    100 * CONFIDENCE,
  );
  const rules =
    fits.length === 0
      ? l10n.t('Neither the linear rule (2 times) nor the square-root rule (1.4 times) fits.')
      : fits.length === 2
        ? l10n.t('Both the linear rule (2 times) and the square-root rule (1.4 times) fit.')
        : fits[0].exponent === 1
          ? l10n.t('The linear rule (2 times) fits, the square-root rule (1.4 times) does not.')
          : l10n.t('The square-root rule (1.4 times) fits, the linear rule (2 times) does not.');
  return { title, value, detail: [range, rules, slopeOnAxes].join(' ') };
}

/** How many times the rate twice the batch size has. */
function perDoubling(slope: number, digits = 2): number {
  return Number((2 ** slope).toPrecision(digits));
}

function slopeText(slope: number): string {
  return slope.toFixed(2);
}

function tableOf(outcomes: readonly BatchOutcome[]): ResultTable {
  const known = outcomes.find(({ best }) => best !== null);
  const rules = scalingRules();
  return {
    title: l10n.t('Best rates'),
    columns: [
      l10n.t('Batch size'),
      l10n.t('Best rate'),
      l10n.t('Goldilocks zone'),
      l10n.t('Best final loss'),
      ...rules.map(({ name }) => name),
    ],
    rows: outcomes.map(({ batchSize, best, group: { variants, zone } }) => ({
      variant: variants[0]?.id ?? null,
      cells: [
        String(batchSize),
        best === null ? '–' : rounded(best),
        zone ? zoneText(zone) : l10n.t('none'),
        zone ? formatLoss(zone.bestScore) : '–',
        ...rules.map((rule) =>
          known && known.best !== null
            ? rounded(scaledRate(rule, { batchSize: known.batchSize, rate: known.best }, batchSize))
            : '–',
        ),
      ],
    })),
    note: l10n.t(
      'Best rate: the lowest point of a parabola through the lowest final loss and its neighbors, the median of the seeds; – where it is the lowest or the highest rate tried. The rules start from the smallest batch size with a best rate.',
    ),
  };
}

function rounded(rate: number): string {
  return formatRate(inTwoDigits(rate));
}

function notesOf({ line, bests, outcomes }: BatchSizesSummary): string[] {
  const open = outcomes.filter(({ best, group: { zone } }) => zone && best === null);
  return [
    ...(open.length > 0
      ? [
          l10n.t(
            'The best rate of batch {0} is the lowest or the highest tried, so it does not count for the slope: try a wider range.',
            formatAll(open.map(({ batchSize }) => String(batchSize))),
          ),
        ]
      : []),
    ...(line && bests.length < FEW_POINTS
      ? [l10n.t('{0} best rates are few for a slope: use more seeds or batch sizes.', bests.length)]
      : []),
  ];
}

function commandOf(choice: BatchSizesChoice): string | null {
  const words = trainingWords(choice, [
    ...['--batches', choice.batchSizes.join(',')],
    ...['--rates', choice.learningRates.join(',')],
    ...(choice.equal === 'images' ? [] : ['--equal', choice.equal]),
  ]);
  return commandLine([
    'goldilocks',
    'compare',
    ...withoutOption(words, '--batch'),
    '--seeds',
    choice.seeds,
    ...engineWords(choice),
  ]);
}
