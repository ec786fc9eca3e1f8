import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { formatAll, formatCount, formatLoss } from '../../domain/format.ts';
import { formatOptimizer } from '../../domain/optimizer.ts';
import { serializeOptimizer } from '../../domain/optimizerText.ts';
import { formatRate } from '../../domain/rate.ts';
import type { ZoneWidth } from '../../domain/zoneWidth.ts';
import { describeNetwork, epochCount, illustrationCaveat, seedCount, trainingImages } from '../builtIn.ts';
import { commandLine } from '../commandLine.ts';
import type { Description, ResultTable } from '../kind.ts';
import { engineWords, trainingWords, withoutOption } from '../sweep/command.ts';
import { isPartial, scaleOf, zoneText } from '../sweep/description.ts';
import { ratesAround } from './choice.ts';
import type { OptimizersChoice } from './choice.ts';
import type { OptimizerOutcome, OptimizersSummary } from './summary.ts';

/** Describes a comparison of optimizers. */
export function describeOptimizers(
  experiment: ExperimentOverview,
  { outcomes }: OptimizersSummary,
  isRunning: boolean,
): Description {
  const choice = experiment.record.choice as OptimizersChoice;
  const names = choice.optimizers.map(({ optimizer }) => formatOptimizer(optimizer));
  const rates = choice.optimizers.reduce((sum, { learningRates }) => sum + learningRates.length, 0);
  const [widest] = outcomes;
  const isOver = !isRunning && !isPartial(experiment.runs);
  return {
    title: l10n.t('Optimizers: {0}', names.join(', ')),
    subject: describeNetwork(choice, { optimizer: formatAll(names) }),
    amounts: [
      trainingImages(choice),
      epochCount(choice.epochs),
      l10n.t('{0} optimizers', names.length),
      l10n.t('{0} rates in all', rates),
      ...(choice.seeds > 1 ? [seedCount(choice.seeds)] : []),
    ],
    outcome: widest?.width && isOver ? l10n.t('widest zone: {0}', formatOptimizer(widest.optimizer)) : null,
    answer: answerOf(outcomes, isRunning, isOver),
    scales: choice.optimizers.flatMap(({ optimizer }) => {
      const text = serializeOptimizer(optimizer);
      const outcome = outcomes.find((each) => serializeOptimizer(each.optimizer) === text);
      return outcome ? scaleOf(outcome.group, experiment, isRunning, formatOptimizer(optimizer)) : [];
    }),
    table: outcomes.some(({ width }) => width) ? tableOf(outcomes) : null,
    notes: isRunning ? [] : notesOf(choice, outcomes),
    caveat: illustrationCaveat(),
    command: commandOf(choice),
  };
}

function answerOf(outcomes: readonly OptimizerOutcome[], isRunning: boolean, isOver: boolean): Description['answer'] {
  const [widest, ...others] = outcomes;
  const zone = widest?.group.zone;
  if (!zone || !widest.width) {
    const title = l10n.t('Most forgiving optimizer');
    const detail = isRunning
      ? l10n.t('Available when the first runs finish.')
      : l10n.t('None of the rates tried learned enough to be just right.');
    return { title, value: null, detail };
  }
  const certain = widest.width.atLeast;
  const alike = others.filter(({ width }) => width && (width.below === null || width.below > certain));
  return {
    title: isOver ? l10n.t('Most forgiving optimizer') : l10n.t('Most forgiving optimizer so far'),
    value: formatOptimizer(widest.optimizer),
    detail: [
      zone.low === zone.high
        ? l10n.t('Only one of the tested rates, {0}, was just right.', zoneText(zone))
        : l10n.t(
            'Rates from {0} were just right; the highest is {1} times the lowest.',
            zoneText(zone),
            formatCount(Number((zone.high / zone.low).toPrecision(2))),
          ),
      ...(alike.length > 0
        ? [
            l10n.t(
              'The tested rates are so far apart that the zone of {0} may be just as wide.',
              formatAll(alike.map(({ optimizer }) => formatOptimizer(optimizer))),
            ),
          ]
        : []),
    ].join(' '),
  };
}

/** "1.5 to 2.5": what is certain, and what is possible. */
function widthText({ atLeast, below }: ZoneWidth): string {
  const low = decades(atLeast);
  return below === null ? l10n.t('at least {0}', low) : l10n.t('{0} to {1}', low, decades(below));
}

function decades(width: number): string {
  return String(Number(width.toFixed(1)));
}

function tableOf(outcomes: readonly OptimizerOutcome[]): ResultTable {
  return {
    title: l10n.t('Width of the zones'),
    columns: [
      l10n.t('Optimizer'),
      l10n.t('Goldilocks zone'),
      l10n.t('Width in decades'),
      l10n.t('Suggested rate'),
      l10n.t('Best final loss'),
    ],
    rows: outcomes.map(({ optimizer, group: { variants, zone, suggestion }, width }) => ({
      variant: variants[0]?.id ?? null,
      cells: [
        formatOptimizer(optimizer),
        zone ? zoneText(zone) : l10n.t('none'),
        width ? widthText(width) : '–',
        suggestion ? formatRate(suggestion.rate) : '–',
        zone ? formatLoss(zone.bestScore) : '–',
      ],
    })),
    note: l10n.t(
      'A decade is a factor of 10 of the rate. The width lies between that of the rates in the zone and that of the next rates tried outside of it. Each zone is relative to the best loss of its own optimizer.',
    ),
  };
}

function notesOf({ seeds }: OptimizersChoice, outcomes: readonly OptimizerOutcome[]): string[] {
  const open = outcomes.filter(({ width }) => width && width.below === null);
  return [
    ...(open.length > 0
      ? [
          l10n.t(
            'These zones reach the end of the rates tried and may be wider: {0}. Try a wider range.',
            formatAll(open.map(({ optimizer }) => formatOptimizer(optimizer))),
          ),
        ]
      : []),
    ...(seeds === 1 ? [l10n.t('With a single seed, the ends of a zone may be chance.')] : []),
  ];
}

function commandOf(choice: OptimizersChoice): string | null {
  const [{ learningRates }] = choice.optimizers;
  const isUsual = choice.optimizers.every((each) => String(each.learningRates) === String(ratesAround(each.optimizer)));
  const isShared = choice.optimizers.every((each) => String(each.learningRates) === String(learningRates));
  if (!isUsual && !isShared) return null;
  const words = trainingWords(choice, [
    ...['--optimizers', choice.optimizers.map(({ optimizer }) => serializeOptimizer(optimizer)).join(',')],
    ...(isUsual ? [] : ['--rates', learningRates.join(',')]),
  ]);
  return commandLine([
    'goldilocks',
    'compare',
    ...withoutOption(words, '--optimizer'),
    '--seeds',
    choice.seeds,
    ...engineWords(choice),
  ]);
}
