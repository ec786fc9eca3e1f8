import type { ExperimentOverview, RunOverview } from '../../../src/domain/experiment.ts';
import { SEVERITIES } from '../../../src/domain/finding.ts';
import type { Cause, Finding, Symptom } from '../../../src/domain/finding.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { EpochSummary, RunResult } from '../../../src/domain/run.ts';
import { scoreError, scoreOf } from '../../../src/domain/score.ts';
import type { RunSeries, Series } from '../../../src/domain/series.ts';
import type { PlannedRun } from '../../../src/kinds/kind.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import type { SweepChoice } from '../../../src/kinds/sweep/choice.ts';
import { planSweep } from '../../../src/kinds/sweep/plan.ts';

const STEPS_PER_EPOCH = 157;
const EPOCHS = 3;
export const INITIAL_LOSS = 2.3;

/** How a made-up run behaves: the loss it falls to, in how many steps, and what goes wrong. */
export interface Course {
  readonly rate: number;
  readonly seed?: number;
  readonly end: number;
  readonly fall: number;
  readonly noise?: number;
  readonly accuracy: readonly number[];
  readonly peak?: { readonly step: number; readonly loss: number };
  readonly nanAt?: number;
  /** What the detector found in the curve, with its sentence. */
  readonly finding: [Symptom, Cause, string];
}

/** What the detector finds in a curve that shows nothing wrong. */
const HEALTHY: Course['finding'] = ['healthy', 'none', 'The loss fell.'];

/** Three rates that end as the article's did: one furious, one fast, one slow. */
export function threeRates(changes: Partial<SweepChoice> = {}): ExperimentOverview {
  const courses: Course[] = [
    {
      rate: 0.1,
      end: 2.303,
      fall: 9,
      noise: 0.012,
      accuracy: [0.117, 0.089, 0.117],
      peak: { step: 6, loss: 30.4 },
      finding: [
        'stuck-at-chance',
        'rate-too-high',
        'The loss jumped to 30.4 at step 6 and ended at 2.3, no better than guessing (2.3).',
      ],
    },
    {
      rate: 0.01,
      end: 0.09,
      fall: 60,
      noise: 0.35,
      accuracy: [0.941, 0.964, 0.971],
      finding: ['healthy', 'none', 'The loss went from 2.3 to 0.0861.'],
    },
    { rate: 0.0001, end: 0.85, fall: 270, noise: 0.08, accuracy: [0.521, 0.718, 0.793], finding: HEALTHY },
  ];
  return experiment('slow-fast-furious', 'slow-fast-furious', courses, changes);
}

/** Seven rates with three seeds each: some explode, some become NaN, and one seed of 0.01 collapses. */
export function sevenRates(changes: Partial<SweepChoice> = {}): ExperimentOverview {
  const broken: Course['finding'] = ['nan', 'rate-too-high', 'The loss is not a number.'];
  const stuck: Course['finding'] = ['stuck-at-chance', 'rate-too-high', 'Ended no better than guessing.'];
  const courses = [1, 2, 3].flatMap((seed): Course[] => [
    {
      rate: 1e-5,
      seed,
      end: 2.1 + 0.02 * seed,
      fall: 350,
      noise: 0.03,
      accuracy: [0.2, 0.29 + 0.02 * seed, 0.36],
      finding: HEALTHY,
    },
    { rate: 1e-4, seed, end: 0.85, fall: 240 + 20 * seed, noise: 0.08, accuracy: [0.5, 0.7, 0.79], finding: HEALTHY },
    { rate: 1e-3, seed, end: 0.16, fall: 70 + 5 * seed, noise: 0.25, accuracy: [0.91, 0.945, 0.96], finding: HEALTHY },
    { rate: 3e-3, seed, end: 0.09, fall: 45, noise: 0.3, accuracy: [0.94, 0.966, 0.973], finding: HEALTHY },
    seed === 2
      ? {
          rate: 0.01,
          seed,
          end: 2.303,
          fall: 9,
          noise: 0.01,
          accuracy: [0.11, 0.11, 0.1],
          peak: { step: 12, loss: 4.6 },
          finding: stuck,
        }
      : { rate: 0.01, seed, end: 0.11, fall: 40, noise: 0.35, accuracy: [0.93, 0.958, 0.967], finding: HEALTHY },
    {
      rate: 0.1,
      seed,
      end: 2.303,
      fall: 9,
      noise: 0.012,
      accuracy: [0.117, 0.089, 0.117],
      peak: { step: 5 + seed, loss: 22 + 4 * seed },
      finding: stuck,
    },
    {
      rate: 3,
      seed,
      end: 2.31,
      fall: 9,
      noise: 0.02,
      accuracy: [],
      peak: { step: 38 + seed, loss: 3e12 },
      nanAt: seed === 3 ? 291 : 40 + seed,
      finding: broken,
    },
  ]);
  return experiment('Seven rates, three seeds', null, courses, changes);
}

/**
 * A finished sweep whose runs behave as told.
 * @param courses one a run: every rate with every seed
 * @param changes of what was asked for
 */
export function experiment(
  name: string,
  preset: string | null,
  courses: readonly Course[],
  changes: Partial<SweepChoice> = {},
): ExperimentOverview {
  const choice: SweepChoice = {
    ...presetChoice(SLOW_FAST_FURIOUS),
    name,
    preset,
    learningRates: [...new Set(courses.map(({ rate }) => rate))],
    epochs: EPOCHS,
    seeds: Math.max(...courses.map(({ seed = 1 }) => seed)),
    ...changes,
  };
  const { variants, runs } = planSweep(choice);
  return {
    record: {
      format: 1,
      kind: 'sweep',
      name,
      preset,
      createdAt: '2026-03-04T09:30:00.000Z',
      subject: 'built-in',
      choice,
      runner: 'workers',
      variants,
      source: null,
      versions: { goldilocks: '0.1.0', node: '20.19.0' },
    },
    variants,
    runs: runs.map((run, index) => {
      const course = courses.find(({ rate, seed = 1 }) => rate === run.facts.rate && seed === run.seed);
      if (!course) throw new Error(`No course says how the run at ${run.facts.rate} with seed ${run.seed} behaves.`);
      return runOf(run, index, course);
    }),
  };
}

/** A metric that was measured at these steps. */
export function seriesOf(points: readonly (readonly [step: number, value: number])[]): Series {
  return {
    steps: Float64Array.from(points, ([step]) => step),
    values: Float64Array.from(points, ([, value]) => value),
  };
}

/** A sweep whose runs say at every tenth step how many seconds they have trained, each a little slower than the one before. */
export function timed(experiment: ExperimentOverview): ExperimentOverview {
  return withSeries(experiment, ({ index }, last) => {
    const steps = [...Array.from({ length: Math.ceil((last - 5) / 10) }, (_, ten) => 10 * ten + 5), last];
    return { seconds: seriesOf(steps.map((step) => [step, secondsPerStep(index) * step])) };
  });
}

/** How long a step of a run takes that is timed. */
export function secondsPerStep(run: number): number {
  return 0.006 + 0.001 * run;
}

/**
 * A sweep whose runs have measured more.
 * @param seriesFor what a run has measured, given its last step
 */
export function withSeries(
  experiment: ExperimentOverview,
  seriesFor: (run: RunOverview, last: number) => RunSeries,
): ExperimentOverview {
  const runs = experiment.runs.map((run) => {
    const { result } = run;
    if (!result) return run;
    const added = seriesFor(run, result.series.loss?.steps.at(-1) ?? 0);
    return { ...run, result: { ...result, series: { ...result.series, ...added } } };
  });
  return { ...experiment, runs };
}

/** A result without anything, to build others from. */
export const EMPTY_RESULT: RunResult = {
  state: 'finished',
  reason: null,
  engine: null,
  epochs: [],
  imagesPerSecond: null,
  initialLoss: null,
  score: null,
  scoreError: null,
  findings: [],
  detector: 1,
  series: {},
};

/** A finding in a curve. */
export function findingOf([symptom, cause, message]: Course['finding']): Finding {
  return {
    symptom,
    severity: SEVERITIES[symptom],
    cause,
    code: 'made-up',
    args: [],
    message,
    fromStep: 0,
    toStep: 471,
    confidence: 0.9,
    suggestedRate: null,
    factor: null,
    evidence: {},
    remedies: [],
  };
}

function runOf({ variant, seed, facts, spec }: PlannedRun, index: number, course: Course): RunOverview {
  const random = randomFrom(index + 1);
  const initialLoss = INITIAL_LOSS + 0.01 * ((course.seed ?? 1) - 1);
  const losses = [initialLoss];
  for (let step = 1; step <= EPOCHS * STEPS_PER_EPOCH; step++) {
    losses.push(step === course.nanAt ? NaN : lossAt(course, step, initialLoss, random));
    if (step === course.nanAt) break;
  }
  const epochs = [1, 2, 3].flatMap((epoch): EpochSummary[] => {
    const own = losses.slice(1 + (epoch - 1) * STEPS_PER_EPOCH, 1 + epoch * STEPS_PER_EPOCH);
    if (own.length < STEPS_PER_EPOCH || own.some(Number.isNaN)) return [];
    const loss = own.reduce((sum, value) => sum + value, 0) / own.length;
    const accuracy = course.accuracy[epoch - 1] ?? 0.1;
    const step = epoch * STEPS_PER_EPOCH;
    return [{ epoch, step, loss, accuracy, validationLoss: null, seconds: 0.94, images: 10_000 }];
  });
  const measured = Float64Array.from(losses.slice(1));
  const result: RunResult = {
    state: 'finished',
    reason: null,
    engine: `${spec?.engine} simd`,
    epochs,
    imagesPerSecond: 10_640,
    initialLoss,
    score: scoreOf(measured, true),
    scoreError: scoreError(measured, true),
    findings: [findingOf(course.finding)],
    detector: 1,
    series: {
      loss: seriesOf(losses.map((loss, step) => [step, loss])),
      validationAccuracy: seriesOf(epochs.map(({ step, accuracy }) => [step, accuracy ?? 0])),
    },
  };
  return { index, variant: variant.id, seed, facts, spec, state: 'finished', elsewhere: false, result };
}

function lossAt({ end, fall, noise = 0, peak }: Course, step: number, initial: number, random: () => number): number {
  const calm = end + (initial - end) * Math.exp(-step / fall);
  const spike = peak ? (peak.loss - calm) * Math.exp(-Math.abs(step - peak.step) / 1.5) : 0;
  return Math.max(0.002, (calm + spike) * Math.exp(noise * (random() + random() + random() - 1.5)));
}

/** The same numbers at every call, so that a chart that changes is a change of the code. */
function randomFrom(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
