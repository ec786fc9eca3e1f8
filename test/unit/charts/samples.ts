import type { ExperimentOverview, RunOverview } from '../../../src/domain/experiment.ts';
import type { Cause, Finding, Symptom } from '../../../src/domain/finding.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { EpochSummary, RunSpec, Sample } from '../../../src/domain/run.ts';
import { scoreOf } from '../../../src/domain/zone.ts';

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
  readonly finding: [Symptom, Cause, string];
}

/** Three rates that end as the article's did: one furious, one fast, one slow. */
export function threeRates(): ExperimentOverview {
  return experiment('slow-fast-furious', 'slow-fast-furious', [
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
        'At 0.1 the loss jumped to 30.4 at step 6 and ended at 2.3, no better than guessing (2.3): the rate is too high.',
      ],
    },
    {
      rate: 0.01,
      end: 0.09,
      fall: 60,
      noise: 0.35,
      accuracy: [0.941, 0.964, 0.971],
      finding: ['healthy', 'none', 'At 0.01 the loss fell from 2.3 to 0.0861.'],
    },
    {
      rate: 0.0001,
      end: 0.85,
      fall: 270,
      noise: 0.08,
      accuracy: [0.521, 0.718, 0.793],
      finding: [
        'slow',
        'rate-too-low',
        'At 1e-4 the loss fell from 2.3 to 0.97, 61 % of the drop of the best run: the rate is too low for the time given.',
      ],
    },
  ]);
}

/** Seven rates with three seeds each: some explode, some become NaN, and one seed of 0.01 collapses. */
export function sevenRates(): ExperimentOverview {
  const slow: Course['finding'] = ['slow', 'rate-too-low', 'The rate is too low for the time given.'];
  const fast: Course['finding'] = ['healthy', 'none', 'The loss fell steadily.'];
  const furious: Course['finding'] = ['nan', 'rate-too-high', 'The loss stopped being a number: the rate is too high.'];
  const stuck: Course['finding'] = [
    'stuck-at-chance',
    'rate-too-high',
    'Ended no better than guessing: the rate is too high.',
  ];
  const courses = [1, 2, 3].flatMap((seed): Course[] => [
    {
      rate: 1e-5,
      seed,
      end: 2.1 + 0.02 * seed,
      fall: 350,
      noise: 0.03,
      accuracy: [0.2, 0.29 + 0.02 * seed, 0.36],
      finding: slow,
    },
    { rate: 1e-4, seed, end: 0.85, fall: 240 + 20 * seed, noise: 0.08, accuracy: [0.5, 0.7, 0.79], finding: slow },
    { rate: 1e-3, seed, end: 0.16, fall: 70 + 5 * seed, noise: 0.25, accuracy: [0.91, 0.945, 0.96], finding: fast },
    { rate: 3e-3, seed, end: 0.09, fall: 45, noise: 0.3, accuracy: [0.94, 0.966, 0.973], finding: fast },
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
      : { rate: 0.01, seed, end: 0.11, fall: 40, noise: 0.35, accuracy: [0.93, 0.958, 0.967], finding: fast },
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
      finding: furious,
    },
  ]);
  return experiment('Seven rates, three seeds', null, courses);
}

export function experiment(name: string, preset: string | null, courses: readonly Course[]): ExperimentOverview {
  const runs = courses.map(runOf);
  return {
    record: {
      format: 1,
      kind: 'sweep',
      name,
      preset,
      createdAt: '2026-03-04T09:30:00.000Z',
      subject: 'built-in',
      specs: runs.map((run) => run.spec),
      site: null,
      engine: { name: 'wasm', build: 'simd' },
      versions: { goldilocks: '0.1.0', node: '20.19.0' },
    },
    runs,
  };
}

function specOf(course: Course): RunSpec {
  const { network, optimizer, batchSize, images } = SLOW_FAST_FURIOUS;
  return {
    network,
    optimizer,
    batchSize,
    dataset: { name: 'MNIST', folder: null, ...images },
    learningRate: course.rate,
    epochs: EPOCHS,
    seed: course.seed ?? 1,
    engine: 'wasm',
  };
}

function runOf(course: Course, index: number): RunOverview {
  const random = randomFrom(index + 1);
  const initialLoss = INITIAL_LOSS + 0.01 * ((course.seed ?? 1) - 1);
  const series: Sample[] = [{ step: 0, epoch: 0, loss: initialLoss }];
  for (let step = 1; step <= EPOCHS * STEPS_PER_EPOCH; step++) {
    const loss = step === course.nanAt ? NaN : lossAt(course, step, initialLoss, random);
    series.push({ step, epoch: step / STEPS_PER_EPOCH, loss, seconds: step * 0.006 });
    if (step === course.nanAt) break;
  }
  const epochs = [1, 2, 3].flatMap((epoch): EpochSummary[] => {
    const losses = series
      .slice(1 + (epoch - 1) * STEPS_PER_EPOCH, 1 + epoch * STEPS_PER_EPOCH)
      .map((sample) => sample.loss!);
    if (losses.length < STEPS_PER_EPOCH || losses.some(Number.isNaN)) return [];
    const loss = losses.reduce((sum, value) => sum + value, 0) / losses.length;
    return [
      {
        epoch,
        step: epoch * STEPS_PER_EPOCH,
        loss,
        accuracy: course.accuracy[epoch - 1] ?? 0.1,
        validationLoss: null,
        seconds: 0.94,
        images: 10_000,
      },
    ];
  });
  const [symptom, cause, message] = course.finding;
  const finding: Finding = {
    symptom,
    cause,
    message,
    fromStep: 0,
    toStep: 471,
    confidence: 0.9,
    suggestedRate: null,
    factor: null,
    evidence: {},
    remedies: [],
  };
  return {
    index,
    spec: specOf(course),
    state: 'finished',
    elsewhere: false,
    result: {
      state: 'finished',
      reason: null,
      engine: 'wasm simd',
      epochs,
      imagesPerSecond: 10_640,
      initialLoss,
      score: scoreOf(series.slice(1).map((sample) => sample.loss!)),
      findings: [finding],
      series,
    },
  };
}

function lossAt({ end, fall, noise = 0, peak }: Course, step: number, initial: number, random: () => number): number {
  const calm = end + (initial - end) * Math.exp(-step / fall);
  const spike = peak ? (peak.loss - calm) * Math.exp(-Math.abs(step - peak.step) / 1.5) : 0;
  return Math.max(0.002, (calm + spike) * Math.exp(noise * (random() + random() + random() - 1.5)));
}

/** The same numbers at every call, so that a picture that changes is a change of the code. */
function randomFrom(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
