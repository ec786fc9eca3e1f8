import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { optimizerTitle } from '../domain/optimizerFamily.ts';
import { formatRate } from '../domain/rate.ts';
import { NO_FACTS } from '../domain/runFacts.ts';
import type { RunFacts } from '../domain/runFacts.ts';
import { variantId } from '../domain/variant.ts';
import type { Variant } from '../domain/variant.ts';
import { stepCount } from './builtIn.ts';
import type { Description, Kind, Plan, PlannedRun } from './kind.ts';
import { siteOfRun } from './program.ts';
import { firstRepeats, requireValid } from './programTest/choice.ts';
import type { ProgramTestChoice } from './programTest/choice.ts';
import { programRefusalFor } from './programTest/refusal.ts';
import { lossByRate } from './rangeTest.ts';
import { costNote, rangeTestAnswer, repeatCount } from './rangeTest/description.ts';
import { otherNotes } from './rangeTest/otherNotes.ts';
import { summarizeRepeats } from './rangeTest/summary.ts';
import type { RepeatsSummary } from './rangeTest/summary.ts';

/** The outcome of a range test of a program. */
export interface ProgramTestSummary extends RepeatsSummary {
  readonly kind: 'program-test';
}

/** Short runs of a program of the user's, in which the probe raises the rate with each step. */
export const programTest: Kind<ProgramTestChoice, ProgramTestSummary> = {
  plural: () => l10n.t('Range tests of programs'),
  needsSeries: true,
  plan: planProgramTest,
  next: nextRepeat,
  summarize: summarizeProgramTest,
  figures: (_, summary) => [lossByRate(summary)],
  describe: describeProgramTest,
};

/** One run for each seed of the first repeats. */
function planProgramTest(choice: ProgramTestChoice): Plan {
  requireValid(choice);
  const variant = variantOf(choice);
  const runs = Array.from({ length: firstRepeats(choice) }, (_, index) => plannedRepeat(choice, variant, index + 1));
  return { name: choice.name, preset: null, variants: [variant], runs };
}

function variantOf({ from, to }: ProgramTestChoice): Variant {
  return { id: variantId({}), label: l10n.t('{0} to {1}', formatRate(from), formatRate(to)), values: {} };
}

function plannedRepeat({ program, optimizer }: ProgramTestChoice, variant: Variant, seed: number): PlannedRun {
  return { variant, seed, facts: { ...NO_FACTS, optimizer }, spec: null, ...siteOfRun(program, null) };
}

/** A further repeat where those so far suggest no rate, or don't agree on it; null also where too many have failed for any answer. */
function nextRepeat(experiment: ExperimentOverview): PlannedRun | null {
  const choice = experiment.record.choice as ProgramTestChoice;
  const { seeds } = choice;
  const { runs } = experiment;
  const finished = runs.filter(({ state }) => state === 'finished').length;
  const left = seeds - runs.length;
  if (left <= 0 || runs.some(({ state }) => state === 'cancelled') || 2 * (finished + left) <= seeds) return null;
  const { suggestion, refusal } = summarizeProgramTest(experiment);
  const isClear = suggestion?.agree === true || refusal?.reason === 'finds-steps';
  return isClear ? null : plannedRepeat(choice, variantOf(choice), runs.length + 1);
}

function summarizeProgramTest(experiment: ExperimentOverview): ProgramTestSummary {
  const { seeds, steps } = experiment.record.choice as ProgramTestChoice;
  const { optimizer, total } = knownFacts(experiment);
  const test = { optimizer: optimizer ?? '', seeds, lastStep: steps - 1, total, stopsEarly: true } as const;
  const summary = summarizeRepeats(experiment, test);
  return { ...summary, kind: 'program-test', refusal: summary.refusal && programRefusalFor(summary.refusal.reason) };
}

function describeProgramTest(
  experiment: ExperimentOverview,
  summary: ProgramTestSummary,
  isRunning: boolean,
): Description {
  const choice = experiment.record.choice as ProgramTestChoice;
  const { optimizer } = knownFacts(experiment);
  const { suggestion, refusal, others } = summary;
  return {
    title: l10n.t('Range test of {0}', choice.name),
    subject: optimizer === null ? l10n.t('your program') : l10n.t('your program with {0}', optimizerTitle(optimizer)),
    amounts: [stepCount(choice.steps), repeatCount(experiment.runs.length)],
    outcome: suggestion ? l10n.t('suggests {0}', formatRate(suggestion.rate)) : refusal && l10n.t('no suitable rate'),
    answer: rangeTestAnswer(choice, summary, isRunning),
    scales: [],
    notes: others ? [costNote(summary), ...otherNotes(others)] : [],
    caveat: null,
    command: null,
  };
}

/** What the runs have told of the program, as far as any has. */
function knownFacts({ runs }: Pick<ExperimentOverview, 'runs'>): Pick<RunFacts, 'optimizer' | 'total'> {
  return {
    optimizer: runs.find(({ facts }) => facts.optimizer !== null)?.facts.optimizer ?? null,
    total: runs.find(({ facts }) => facts.total !== null)?.facts.total ?? null,
  };
}
