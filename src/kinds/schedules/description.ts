import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { formatAll, formatLoss } from '../../domain/format.ts';
import { CONFIDENCE } from '../../domain/pairedDifference.ts';
import { formatRate } from '../../domain/rate.ts';
import { isEndState } from '../../domain/run.ts';
import { serializeSchedule } from '../../domain/scheduleText.ts';
import { describeNetwork, epochCount, illustrationCaveat, seedCount, trainingImages } from '../builtIn.ts';
import { commandLine } from '../commandLine.ts';
import type { Description, ResultTable } from '../kind.ts';
import { engineWords, trainingWords } from '../sweep/command.ts';
import type { SchedulesChoice } from './choice.ts';
import type { RankedVariant, Standing } from './ranking.ts';
import type { SchedulesSummary } from './summary.ts';

/** Describes a comparison of schedules. */
export function describeSchedules(
  { record, runs }: ExperimentOverview,
  { ranking }: SchedulesSummary,
  isRunning: boolean,
): Description {
  const choice = record.choice as SchedulesChoice;
  const best = bestOf(ranking);
  const isPartial = runs.some(({ state }) => state !== 'finished');
  return {
    title: l10n.t('Schedules at {0}', formatRate(choice.learningRate)),
    subject: describeNetwork(choice),
    amounts: [
      trainingImages(choice),
      epochCount(choice.epochs),
      l10n.t('{0} schedules', choice.schedules.length),
      seedCount(choice.seeds),
    ],
    outcome: best && !isPartial ? l10n.t('lowest: {0}', best.label) : null,
    answer: answerOf(ranking, isRunning, isPartial),
    scales: [],
    table: ranking.length > 0 ? tableOf(ranking) : null,
    notes: isRunning ? [] : notesOf(choice, runs.every(({ state }) => isEndState(state)) ? ranking : []),
    caveat: illustrationCaveat(),
    command: commandLine([
      'goldilocks',
      'compare',
      ...trainingWords(choice, [
        ...['--schedules', choice.schedules.map(serializeSchedule).join(',')],
        ...['--rate', choice.learningRate],
      ]),
      ...['--seeds', choice.seeds],
      ...engineWords(choice),
    ]),
  };
}

function bestOf([first]: readonly RankedVariant[]): RankedVariant | null {
  return first?.standing === 'best' ? first : null;
}

function answerOf(ranking: readonly RankedVariant[], isRunning: boolean, isPartial: boolean): Description['answer'] {
  const best = bestOf(ranking);
  if (!best) {
    const title = l10n.t('Lowest final loss');
    if (isRunning) return { title, value: null, detail: l10n.t('Available when the first runs finish.') };
    const detail =
      ranking.length > 0
        ? l10n.t('Most runs of every schedule diverged. Try a lower rate.')
        : l10n.t('Too few runs finished.');
    return { title, value: null, detail };
  }
  const named = (standing: Standing): string[] =>
    ranking.flatMap((each) => (each.standing === standing ? inProse(each.label) : []));
  const [worse, unclear] = [named('worse'), named('unclear')];
  return {
    title: isPartial ? l10n.t('Lowest final loss so far') : l10n.t('Lowest final loss'),
    value: best.label,
    detail: [
      best.seeds === 1
        ? l10n.t('{0} with 1 seed.', formatLoss(best.score))
        : l10n.t('{0}, the median of {1} seeds.', formatLoss(best.score), best.seeds),
      ...(worse.length > 0 ? [l10n.t('Clearly better than {0}.', formatAll(worse))] : []),
      ...(unclear.length > 0 ? [l10n.t('No clear difference from {0}.', formatAll(unclear))] : []),
    ].join(' '),
  };
}

/** "cosine (warmup=5%)": among others in a sentence, its options would read as names of their own. */
function inProse(schedule: string): string {
  const [name, ...options] = schedule.split(',');
  return options.length > 0 ? `${name} (${options.join(', ')})` : name;
}

function tableOf(ranking: readonly RankedVariant[]): ResultTable {
  const words: Readonly<Record<Standing, string>> = {
    best: l10n.t('lowest'),
    worse: l10n.t('worse'),
    unclear: l10n.t('no clear difference'),
    diverged: l10n.t('diverged'),
    unknown: l10n.t('not known with 1 seed'),
  };
  return {
    title: l10n.t('Final losses'),
    columns: [
      l10n.t('Schedule'),
      l10n.t('Final loss'),
      l10n.t('Lowest to highest seed'),
      l10n.t('Above the lowest'),
      l10n.t('Compared with the lowest'),
    ],
    rows: ranking.map(({ variant, label, score, lowest, highest, standing, difference }) => ({
      variant,
      cells: [
        label,
        lossText(score),
        lowest === highest ? '–' : l10n.t('{0} to {1}', lossText(lowest), lossText(highest)),
        difference
          ? l10n.t('{0} ({1} to {2})', ...[difference.mean, difference.low, difference.high].map(formatLoss))
          : '–',
        words[standing],
      ],
    })),
    note: l10n.t(
      'Final loss: the median over the seeds. Each schedule is compared with the lowest one, seed by seed. It counts as worse if the {0}% confidence interval of the mean difference, in parentheses, lies above 0. By chance, 1 in 20 equal schedules or more looks worse.',
      100 * CONFIDENCE,
    ),
  };
}

function lossText(loss: number): string {
  return Number.isFinite(loss) ? formatLoss(loss) : l10n.t('diverged');
}

function notesOf({ learningRate, schedules, seeds }: SchedulesChoice, ranking: readonly RankedVariant[]): string[] {
  return [
    ...(seeds === 1 ? [l10n.t('With a single seed, differences may be chance: use at least 3 seeds.')] : []),
    ...(ranking.some(({ standing }) => standing === 'unclear')
      ? [l10n.t('Differences that are not clear may become so with more seeds.')]
      : []),
    l10n.t(
      'All schedules start from or rise to the same rate, {0}. At another rate, another schedule may be best.',
      formatRate(learningRate),
    ),
    ...(schedules.some(({ name }) => name === 'wsd')
      ? [l10n.t('wsd is short for warm-up, stable, decay: the rate rises, stays, and falls near the end.')]
      : []),
  ];
}
