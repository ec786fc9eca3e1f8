import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { serializeSchedule } from '../../domain/scheduleText.ts';
import { formatCount } from '../../domain/format.ts';
import { presetWith, SLOW_FAST_FURIOUS } from '../../domain/presets.ts';
import { formatRate, inTwoDigits, summarizeRates } from '../../domain/rate.ts';
import { describeNetwork, epochCount, rateCount, trainingImages } from '../builtIn.ts';
import { commandLine } from '../commandLine.ts';
import type { Description } from '../kind.ts';
import { modelOptions } from '../sweep/command.ts';
import type { EdgeChoice } from './choice.ts';
import type { EdgeSummary, RunEdge } from './summary.ts';

/** Describes a measurement of the edge. */
export function describeEdge({ record }: ExperimentOverview, { edges }: EdgeSummary, isRunning: boolean): Description {
  const choice = record.choice as EdgeChoice;
  const measured = edges.filter(({ points }) => points.length > 0);
  return {
    title: l10n.t('Edge of stability, {0}', summarizeRates(choice.learningRates)),
    subject: describeNetwork(choice),
    amounts: [trainingImages(choice), epochCount(choice.epochs), rateCount(choice.learningRates.length)],
    outcome: measured.length > 0 ? l10n.t('lowest limit {0}', limitText(measured)) : null,
    answer: answerOf(measured, isRunning),
    scales: [],
    notes: measured.map(sentenceOf),
    caveat: l10n.t(
      'The limit applies to steps on all images at once. With small batches, a training can become unstable below it, and one above it may move to where the limit is higher.',
    ),
    command: edgeCommand(choice),
  };
}

function answerOf(measured: readonly RunEdge[], isRunning: boolean): Description['answer'] {
  const title = l10n.t('Lowest limit of the learning rate');
  if (measured.length > 0) {
    return {
      title,
      value: limitText(measured),
      detail: l10n.t('Above its limit, steps along the steepest direction grow, so the loss can rise.'),
    };
  }
  const detail = isRunning ? l10n.t('The limit appears when the first run finishes.') : l10n.t('No run was measured.');
  return { title, value: null, detail };
}

/** The lowest limit of all runs, in two digits. */
function limitText(measured: readonly RunEdge[]): string {
  return formatLimit(Math.min(...measured.flatMap(({ points }) => points.map(({ limit }) => limit))));
}

/** Whether a rate stayed below its limit. */
function sentenceOf({ rate, points }: RunEdge): string {
  const above = points.filter((point) => point.rate > point.limit);
  if (above.length === 0) return l10n.t('{0} was below its limit at every point measured.', formatRate(rate));
  const [{ step, limit }] = above;
  return above.length === points.length
    ? l10n.t('{0} was above its limit at all points measured.', formatRate(rate))
    : l10n.t(
        '{0} was above its limit at {1} of {2} points, first at step {3} (limit {4}).',
        formatRate(rate),
        above.length,
        points.length,
        formatCount(step),
        formatLimit(limit),
      );
}

function formatLimit(limit: number): string {
  return formatRate(inTwoDigits(limit));
}

/** The command line that measures the same; files of the user's own appear as DIR and FILE.json. Null if it is unsafe. */
function edgeCommand(choice: EdgeChoice): string | null {
  const { learningRates, schedule, epochs, seed, points, images } = choice;
  const base = presetWith(choice.network);
  return commandLine([
    ...['goldilocks', 'edge'],
    ...(base && base !== SLOW_FAST_FURIOUS ? ['--preset', base.name] : []),
    ...['--rates', learningRates.join(',')],
    ...modelOptions(choice, base !== undefined),
    ...(schedule ? ['--schedule', serializeSchedule(schedule)] : []),
    ...['--epochs', epochs, '--seed', seed, '--points', points, '--images', images],
  ]);
}
