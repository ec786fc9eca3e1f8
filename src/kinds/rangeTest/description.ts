import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, ExperimentRecord } from '../../domain/experiment.ts';
import { rangeFor } from '../../domain/finder/rateRange.ts';
import { PRESETS, presetWith, SLOW_FAST_FURIOUS } from '../../domain/presets.ts';
import { formatRate, inTwoDigits } from '../../domain/rate.ts';
import { illustrationCaveat, describeNetwork, stepCount, trainingImages } from '../builtIn.ts';
import type { Description } from '../kind.ts';
import { commandLine } from '../commandLine.ts';
import { engineWords, modelOptions } from '../sweep/command.ts';
import { DEFAULT_RANGE_TEST, DEFAULT_REPEATS } from './choice.ts';
import type { RangeTestChoice } from './choice.ts';
import { otherNotes } from './otherNotes.ts';
import type { RangeTestSummary, RepeatsSummary } from './summary.ts';

/** Names that say less of a range test than its rates do. */
const GENERIC_NAMES: readonly string[] = ['range-test', ...PRESETS.map(({ name }) => name)];

/** Describes a range test. */
export function describeRangeTest(
  { record }: ExperimentOverview,
  summary: RangeTestSummary,
  isRunning: boolean,
): Description {
  const choice = record.choice as RangeTestChoice;
  const { suggestion, others } = summary;
  return {
    title: titleOf(record, choice),
    subject: describeNetwork(choice),
    amounts: [trainingImages(choice), stepCount(choice.steps), repeatCount(choice.seeds)],
    outcome: suggestion
      ? l10n.t('suggests {0}', formatRate(suggestion.rate))
      : summary.refusal && l10n.t('no suitable rate'),
    answer: rangeTestAnswer(choice, summary, isRunning),
    scales: [],
    notes: others ? [costNote(summary), ...otherNotes(others)] : [],
    caveat: illustrationCaveat(),
    command: rangeTestCommand(choice),
  };
}

/** The preset's title, the name that the user gave, or the rates. */
function titleOf({ preset, name }: ExperimentRecord, { from, to }: RangeTestChoice): string {
  const known = PRESETS.find((each) => each.name === preset);
  if (known) return l10n.t('{0}: range test', known.title);
  return GENERIC_NAMES.includes(name) ? l10n.t('Range test, {0} to {1}', formatRate(from), formatRate(to)) : name;
}

/** What a range test answers, of the built-in networks or of a program. */
export function rangeTestAnswer(
  choice: Pick<RangeTestChoice, 'from' | 'to' | 'seeds'>,
  summary: RepeatsSummary,
  isRunning: boolean,
): Description['answer'] {
  const { suggestion, refusal } = summary;
  const suggested = l10n.t('Suggested learning rate');
  if (suggestion) {
    const sentences = [
      l10n.t(
        'The middle of the Goldilocks zone is likely between {0} and {1}.',
        formatRate(suggestion.low),
        formatRate(suggestion.high),
      ),
      // A single repeat has nothing to agree with.
      ...(choice.seeds > 1
        ? [
            l10n.t(
              'In tests on small networks, rates from repeats that agree this well were in the zone {0}% of the time.',
              Math.round(100 * suggestion.confidence),
            ),
          ]
        : []),
      rangeSentence(choice, summary),
    ];
    return { title: suggested, value: formatRate(suggestion.rate), detail: sentences.join(' ') };
  }
  if (isRunning || !refusal) {
    return { title: suggested, value: null, detail: l10n.t('The suggestion appears when the range test finishes.') };
  }
  const detail = summary.repeats.length > 0 ? `${refusal.message} ${rangeSentence(choice, summary)}` : refusal.message;
  return { title: l10n.t('No suggested rate'), value: null, detail };
}

/** Which rates were tried, and where the loss diverged. */
function rangeSentence({ from, to }: Pick<RangeTestChoice, 'from' | 'to'>, { repeats }: RepeatsSummary): string {
  const ends = repeats.flatMap(({ stopped, points }) => (stopped && points.length > 0 ? points.at(-1)![0] : []));
  return ends.length > 0
    ? l10n.t(
        'Tried from {0}; stopped at {1}, where the loss had diverged.',
        formatRate(from),
        formatRate(inTwoDigits(Math.max(...ends))),
      )
    : l10n.t('Tried from {0} to {1}.', formatRate(from), formatRate(to));
}

/** "1 repeat", "3 repeats" */
export function repeatCount(count: number): string {
  return count === 1 ? l10n.t('1 repeat') : l10n.t('{0} repeats', count);
}

/** What the test cost. */
export function costNote({ cost: { steps, share } }: Pick<RepeatsSummary, 'cost'>): string {
  if (share === null) return l10n.t('Cost: {0}.', stepCount(steps));
  return l10n.t('Cost: {0}, {1}% of one full run.', stepCount(steps), Math.round(100 * share));
}

/** The command line that runs the same range test; files of the user's own appear as DIR and FILE.json. Null if it is unsafe. */
function rangeTestCommand(choice: RangeTestChoice): string | null {
  const { preset, seeds } = choice;
  const base = presetWith(choice.network);
  const [from, to] = rangeFor(choice.optimizer.name);
  const usual = { ...DEFAULT_RANGE_TEST, from, to };
  const changed = (['from', 'to', 'steps'] as const).filter((name) => choice[name] !== usual[name]);
  const shown = preset ?? (base && base !== SLOW_FAST_FURIOUS ? base.name : null);
  return commandLine([
    'goldilocks',
    'find',
    ...(shown === null ? [] : ['--preset', shown]),
    ...changed.flatMap((name) => [`--${name}`, choice[name]]),
    ...(preset === null ? modelOptions(choice, base !== undefined) : []),
    ...(seeds === DEFAULT_REPEATS ? [] : ['--seeds', seeds]),
    ...engineWords(choice),
  ]);
}
