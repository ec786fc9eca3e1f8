import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import { optimizerTitle } from '../domain/optimizerFamily.ts';
import { formatRate, summarizeRates } from '../domain/rate.ts';
import type { RunResult } from '../domain/run.ts';
import { NO_FACTS } from '../domain/runFacts.ts';
import { nextSearchRate } from '../domain/rateSearch.ts';
import type { TriedRate } from '../domain/rateSearch.ts';
import { variantsOf } from '../domain/variant.ts';
import type { Variant } from '../domain/variant.ts';
import { rateCount, seedCount, stepCount } from './builtIn.ts';
import type { Description, Kind, Plan, PlannedRun } from './kind.ts';
import { siteOfRun } from './program.ts';
import { requireValid } from './programSweep/choice.ts';
import type { ProgramSweepChoice } from './programSweep/choice.ts';
import { scaleOf, sweepAnswer, sweepOutcome } from './sweep/description.ts';
import { finalLossByRate, lossByStep, zoneMarks } from './sweep/figures.ts';
import { sweepNotes } from './sweep/notes.ts';
import { LABEL_FORMATS, outwards } from './sweep/plan.ts';
import { summarizeGroups } from './sweep/summary.ts';
import type { GroupedSummary } from './sweep/summary.ts';

/** A run that learns nothing ends near its first loss. */
const LOST = 2;

/** The outcome of a sweep of a program. */
export interface ProgramSweepSummary extends GroupedSummary {
  readonly kind: 'program-sweep';
}

/** A program of the user's at several learning rates: which of them is just right? */
export const programSweep: Kind<ProgramSweepChoice, ProgramSweepSummary> = {
  plural: () => l10n.t('Sweeps of programs'),
  // The loss before training is the first one of a curve.
  needsSeries: true,
  plan: planProgramSweep,
  next: nextOfSearch,
  summarize: summarizeProgramSweep,
  figures: (experiment, { groups }) => [
    { ...finalLossByRate(), marks: groups.flatMap((group) => zoneMarks(group, experiment, false)) },
    lossByStep(),
  ],
  describe: describeProgramSweep,
};

function planProgramSweep(choice: ProgramSweepChoice): Plan {
  requireValid(choice);
  const settings = outwards(choice.learningRates).map((rate) => ({ rate }));
  const variants = variantsOf(settings, LABEL_FORMATS);
  const seeds = choice.seeds === 1 ? [null] : Array.from({ length: choice.seeds }, (_, index) => index + 1);
  const runs = seeds.flatMap((seed) =>
    settings.map(({ rate }) =>
      plannedRun(
        choice,
        variants.find(({ values }) => values.rate === rate)!,
        rate,
        seed,
      ),
    ),
  );
  return { name: choice.name, preset: null, variants, runs };
}

function plannedRun(
  { program, steps }: ProgramSweepChoice,
  variant: Variant,
  rate: number,
  seed: number | null,
): PlannedRun {
  const site = siteOfRun(program, steps === null ? rate : null);
  return { variant, seed, facts: { ...NO_FACTS, rate }, spec: null, ...site };
}

/** The next run of a search; null where all rates were given, when its runs are used up, and when one has failed: the next would, too. */
function nextOfSearch({ record, variants, runs }: ExperimentOverview): PlannedRun | null {
  const choice = record.choice as ProgramSweepChoice;
  const { search } = choice;
  if (!search || runs.length >= search.maxRuns) return null;
  const tried = runs.flatMap(({ variant, result }): TriedRate[] => {
    const rate = variants.find(({ id }) => id === variant)?.values.rate;
    const score = result && isLost(result) ? Infinity : (result?.score ?? null);
    const estimate = result?.findings.find(({ estimate: each }) => each)?.estimate ?? null;
    return rate === undefined || score === null ? [] : [{ rate, score, estimate }];
  });
  const rate = tried.length < runs.length ? null : nextSearchRate(tried);
  return rate === null ? null : plannedRun(choice, variantsOf([{ rate }], LABEL_FORMATS)[0], rate, null);
}

/** Whether a run was given up, or ended so far above its first loss that its rate was too high, though all its losses were finite. */
function isLost({ state, score, series }: RunResult): boolean {
  const first = firstLoss({ series });
  return state === 'pruned' || (score !== null && first !== undefined && first > 0 && score > LOST * first);
}

function firstLoss({ series }: Pick<RunResult, 'series'>): number | undefined {
  return series.loss?.values.at(0);
}

function summarizeProgramSweep({ record, variants, runs }: ExperimentOverview): ProgramSweepSummary {
  const { confirms } = record.choice as ProgramSweepChoice;
  return { kind: 'program-sweep', ...summarizeGroups({ variants, runs: withInitialLosses(runs) }, confirms) };
}

/**
 * The runs with the loss before training, which nobody has measured by itself. The first loss of a run is that of its first batch before
 * the first step, or where less is reported, one soon after: it has changed least in the run at the lowest rate.
 */
function withInitialLosses(runs: readonly RunOverview[]): RunOverview[] {
  const firsts = runs.flatMap(({ facts: { rate }, result }) => {
    const first = result ? firstLoss(result) : undefined;
    return rate !== null && first !== undefined && Number.isFinite(first) ? [{ rate, first }] : [];
  });
  const initialLoss = firsts.sort((a, b) => a.rate - b.rate).at(0)?.first ?? null;
  return runs.map((run) => (run.result ? { ...run, result: { ...run.result, initialLoss } } : run));
}

function describeProgramSweep(
  experiment: ExperimentOverview,
  summary: ProgramSweepSummary,
  isRunning: boolean,
): Description {
  const { record, runs } = experiment;
  const { name, confirms, seeds, steps, search } = record.choice as ProgramSweepChoice;
  const rates = experiment.variants.flatMap(({ values }) => values.rate ?? []);
  const optimizer = runs.find(({ facts }) => facts.optimizer !== null)?.facts.optimizer ?? null;
  const group = summary.groups.find(({ zone }) => zone) ?? null;
  return {
    title:
      confirms !== null
        ? l10n.t('Confirmation of learning rate {0} for {1}', formatRate(confirms), name)
        : search
          ? l10n.t('Search for the rate of {0}', name)
          : l10n.t('{0} at {1}', name, summarizeRates(rates)),
    subject: optimizer === null ? l10n.t('your program') : l10n.t('your program with {0}', optimizerTitle(optimizer)),
    amounts: [
      ...(steps === null ? [] : [stepCount(steps)]),
      rateCount(rates.length),
      ...(seeds > 1 ? [seedCount(seeds)] : []),
    ],
    outcome: sweepOutcome(runs, summary),
    answer: sweepAnswer(experiment, group, isRunning),
    scales: summary.groups.flatMap((each) => scaleOf(each, experiment, isRunning, '')),
    notes: isRunning ? [] : [...sweepNotes(experiment, summary), ...timeNotes(experiment)],
    caveat: null,
    command: null,
  };
}

/** Which runs there was no time for. */
function timeNotes({ record, variants, runs }: ExperimentOverview): string[] {
  if ((record.choice as ProgramSweepChoice).maxMinutes === undefined) return [];
  const notes = runs.flatMap(({ variant, state, result }) => {
    const { label = variant } = variants.find(({ id }) => id === variant) ?? {};
    return state === 'cancelled' && result?.reason ? [`${label}: ${result.reason}`] : [];
  });
  return [...new Set(notes)];
}
