import assert from 'node:assert/strict';
import { mersenne } from 'pure-rand/generator/mersenne';
import { PRESETS } from '../../src/domain/presets.ts';
import type { RunSpec } from '../../src/domain/run.ts';
import { stepsPerEpoch } from '../../src/domain/steps.ts';
import { presetChoice } from '../../src/kinds/sweep/choice.ts';
import { planSweep } from '../../src/kinds/sweep/plan.ts';
import { initialValues, shuffle } from '../../src/training/initialization.ts';
import type { LoadedTensorflow } from '../../src/training/tensorflow/load.ts';
import type { Engine } from '../../src/training/engine.ts';
import { largestDifference, randomNumbers } from '../support/engine.ts';
import { copyWeights, enginesFor, loadOwnTensorflow } from './engines.ts';
import type { Pair } from './engines.ts';

/** The engines sum in different orders, so their numbers differ by rounding, which grows during training. */
const TOLERANCE = 1e-4;
/** For this many steps the losses must be the same. */
const FIRST_LOSSES = 30;
const HEADINGS =
  '| preset | rate | seed | largest difference in 30 losses | by rounding alone | 1e-4 apart at step | 1 % apart at step |';
/** Steps at which gradients are compared, with the weights of one engine in both. */
const COMPARED_STEPS = [0, 100, 300];
const STEPS = Math.max(...COMPARED_STEPS);
/** Losses that differ by this have diverged: a chart would show two lines. */
const DIVERGED = 0.01;
/**
 * No two computations agree for long: a unit whose sum is 0 except for rounding learns in one engine and not in the other, Adam makes a
 * full step with a gradient that is only rounding, and of two equal positions of a window rounding decides which gets the gradient.
 * How much difference that makes is measured with this number of copies of the built-in engine whose weights are perturbed by as much
 * as Winograd's transforms, which round several times, change the sums of a convolution.
 */
const PERTURBED_COPIES = 12;
const PERTURBATION = 3e-6;
/** The copies are a random sample, so this many times their largest difference is allowed. */
const SAFETY_FACTOR = 2;

describe('both engines', () => {
  let loaded: LoadedTensorflow;
  const table: string[] = [];
  before(async () => {
    loaded = await loadOwnTensorflow();
  });
  after(() => {
    console.log(`\n    Where the losses of wasm and ${loaded.build} diverge, in ${STEPS} steps:\n`);
    for (const line of [HEADINGS, HEADINGS.replaceAll(/[^|]+/g, '---'), ...table]) {
      console.log(`    ${line}`);
    }
  });

  for (const preset of PRESETS) {
    for (const { spec } of planSweep({ ...presetChoice(preset), seeds: 3 }).runs) {
      if (!spec) throw new Error('A sweep trains with the built-in engines.');
      it(`agree on ${preset.name} at ${spec.learningRate}, seed ${spec.seed}`, async () => {
        const pair = await enginesFor(loaded, spec);
        const { differences, compared } = trainBoth(pair, spec);
        const first = Math.max(...differences.slice(0, FIRST_LOSSES));
        const byRounding = first <= TOLERANCE ? null : lossDifferenceByRounding(pair.wasm, spec);
        const firstBeyond = (limit: number): string =>
          String(differences.findIndex((difference) => !(difference <= limit)) + 1 || '–');
        table.push(
          `| ${[preset.name, spec.learningRate, spec.seed, first.toExponential(1), byRounding?.toExponential(1) ?? '', firstBeyond(TOLERANCE), firstBeyond(DIVERGED)].join(' | ')} |`,
        );
        pair.tensorflow.dispose();
        const allowed = Math.max(TOLERANCE, SAFETY_FACTOR * (byRounding ?? 0));
        assert.ok(
          first <= allowed,
          `one of the first ${FIRST_LOSSES} losses differs by ${first}, more than ${allowed}`,
        );
        for (const { step, what, difference, allowed } of compared)
          assert.ok(
            difference <= allowed,
            `with the same weights at step ${step} ${what} differs by ${difference}, more than ${allowed}`,
          );
      });
    }
  }
});

interface Comparison {
  readonly step: number;
  readonly what: string;
  readonly difference: number;
  readonly allowed: number;
}

/** Trains both from the same weights on the same batches. @returns the relative difference of their losses at each step */
function trainBoth(pair: Pair, spec: RunSpec): { differences: number[]; compared: Comparison[] } {
  const engines = [pair.wasm, pair.tensorflow];
  const random = mersenne(spec.seed);
  pair.wasm.parameters.forEach((tensor, index) => {
    const values = initialValues(tensor, random);
    for (const engine of engines) engine.writeWeights(index, values);
  });
  const order = Uint32Array.from({ length: spec.dataset.train }, (_, index) => index);
  const differences: number[] = [];
  const compared: Comparison[] = [];
  for (let step = 0; step <= STEPS; step++) {
    const batch = step % stepsPerEpoch(spec);
    if (batch === 0) {
      shuffle(order, random);
      for (const engine of engines) engine.setOrder(order);
    }
    const start = batch * spec.batchSize;
    const count = Math.min(spec.batchSize, spec.dataset.train - start);
    if (COMPARED_STEPS.includes(step)) compared.push(...compareGradients(pair, step, start, count));
    const [expected, actual] = engines.map((engine) => engine.trainStep(start, count, spec.learningRate));
    differences.push(relative(actual, expected));
  }
  return { differences, compared };
}

/** The largest relative difference of the first losses between the engine and its perturbed copies. */
function lossDifferenceByRounding(engine: Engine, spec: RunSpec): number {
  const zeroMoments = engine
    .saveState()
    .moments.map((tensors) => tensors.map(({ length }) => new Float32Array(length)));
  const lossesOf = (copy: number): number[] => {
    const random = mersenne(spec.seed);
    const weights = engine.parameters.map((tensor) => initialValues(tensor, random));
    engine.restoreState({
      steps: 0,
      weights: copy === 0 ? weights : perturbed(weights, copy),
      moments: zeroMoments,
    });
    const order = Uint32Array.from({ length: spec.dataset.train }, (_, index) => index);
    shuffle(order, random);
    engine.setOrder(order);
    return Array.from({ length: FIRST_LOSSES }, (_, step) =>
      engine.trainStep(step * spec.batchSize, spec.batchSize, spec.learningRate),
    );
  };
  const expected = lossesOf(0);
  const copies = Array.from({ length: PERTURBED_COPIES }, (_, index) => lossesOf(index + 1));
  return Math.max(...copies.flatMap((losses) => losses.map((loss, step) => relative(loss, expected[step]))));
}

/** The largest difference of each gradient tensor from those of perturbed copies, for the same batch. */
function gradientDifferenceByRounding(engine: Engine, start: number, count: number): number[] {
  const weights = engine.saveState().weights;
  const gradientsAt = (values: readonly Float32Array[]): Float32Array[] => {
    values.forEach((tensor, index) => engine.writeWeights(index, tensor));
    engine.gradients(start, count);
    return engine.parameters.map((_, index) => engine.readGradients(index));
  };
  const copies = Array.from({ length: PERTURBED_COPIES }, (_, index) => gradientsAt(perturbed(weights, index + 1)));
  return gradientsAt(weights).map((expected, index) =>
    Math.max(...copies.map((gradients) => largestDifference(gradients[index], expected))),
  );
}

function perturbed(weights: readonly Float32Array[], seed: number): Float32Array[] {
  const noise = randomNumbers(seed);
  return weights.map((tensor) => tensor.map((value) => value * (1 + PERTURBATION * (2 * noise() - 1))));
}

/** Compares loss and gradients of a batch with the weights of the built-in engine in both, and restores their states. */
function compareGradients({ wasm, tensorflow }: Pair, step: number, start: number, count: number): Comparison[] {
  const state = tensorflow.saveState();
  copyWeights(wasm, tensorflow);
  const [expected, actual] = [wasm, tensorflow].map((engine) => engine.gradients(start, count));
  const differences = wasm.parameters.map((_, index) =>
    largestDifference(tensorflow.readGradients(index), wasm.readGradients(index)),
  );
  tensorflow.restoreState(state);
  const byRounding = differences.some((difference) => difference > TOLERANCE)
    ? gradientDifferenceByRounding(wasm, start, count)
    : [];
  const gradients = wasm.parameters.map(({ name }, index) => ({
    step,
    what: `the gradient of ${name}`,
    difference: differences[index],
    allowed: Math.max(TOLERANCE, SAFETY_FACTOR * (byRounding[index] ?? 0)),
  }));
  return [{ step, what: 'the loss', difference: relative(actual, expected), allowed: TOLERANCE }, ...gradients];
}

/** 0 if both are the same number, finite or not. */
function relative(actual: number, expected: number): number {
  return Object.is(actual, expected) ? 0 : Math.abs(actual - expected) / Math.abs(expected);
}
