import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { optimizerTitle } from '../domain/optimizerFamily.ts';
import { formatRate } from '../domain/rate.ts';
import { NO_FACTS } from '../domain/runFacts.ts';
import type { RunFacts } from '../domain/runFacts.ts';
import { variantId } from '../domain/variant.ts';
import type { Variant } from '../domain/variant.ts';
import { stepCount } from './builtIn.ts';
import type { Description, Kind, Plan } from './kind.ts';
import { siteOfRun } from './program.ts';
import { requireValid } from './programTest/choice.ts';
import type { ProgramTestChoice } from './programTest/choice.ts';
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
  summarize: summarizeProgramTest,
  figures: (_, summary) => [lossByRate(summary)],
  describe: describeProgramTest,
};

/** One run for each seed. */
function planProgramTest(choice: ProgramTestChoice): Plan {
  requireValid(choice);
  const { name, program, from, to, seeds, optimizer } = choice;
  const label = l10n.t('{0} to {1}', formatRate(from), formatRate(to));
  const variant: Variant = { id: variantId({}), label, values: {} };
  const runs = Array.from({ length: seeds }, (_, index) => ({
    variant,
    seed: index + 1,
    facts: { ...NO_FACTS, optimizer },
    spec: null,
    ...siteOfRun(program, null),
  }));
  return { name, preset: null, variants: [variant], runs };
}

function summarizeProgramTest(experiment: ExperimentOverview): ProgramTestSummary {
  const { seeds, steps } = experiment.record.choice as ProgramTestChoice;
  const { optimizer, total } = knownFacts(experiment);
  const test = { optimizer: optimizer ?? '', seeds, lastStep: steps - 1, total, stopsEarly: true } as const;
  return { kind: 'program-test', ...summarizeRepeats(experiment, test) };
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
    amounts: [stepCount(choice.steps), repeatCount(choice.seeds)],
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
