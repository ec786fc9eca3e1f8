import assert from 'node:assert/strict';
import { mersenne } from 'pure-rand/generator/mersenne';
import { PRESETS } from '../../src/domain/presets.ts';
import type { RunSpec } from '../../src/domain/run.ts';
import { planSweep, presetChoice, stepsPerEpoch } from '../../src/domain/sweepPlan.ts';
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
const PARTED = 0.01;
/**
 * A unit whose sum is zero but for rounding learns in one engine and not in the other, and Adam makes a full step of a gradient that is
 * nothing but rounding: then no two computations agree for long. So it is with two positions of a window whose sums are equal but for
 * rounding: one of them gets the gradient. How far that alone leads is measured, by the built-in engine beside so many of itself
 * whose weights differ in their last digits. Chance has its part in it, so twice that much is allowed.
 */
const TWINS = 12;
/** The rounding error of Winograd's transforms in the sums of a convolution. */
const LAST_DIGITS = 3e-6;
const CHANCE = 2;

describe('both engines', () => {
  let loaded: LoadedTensorflow;
  const table: string[] = [];
  before(async () => {
    loaded = await loadOwnTensorflow();
  });
  after(() => {
    console.log(`\n    Where the losses of wasm and ${loaded.build} part, in ${STEPS} steps:\n`);
    for (const line of [HEADINGS, HEADINGS.replaceAll(/[^|]+/g, '---'), ...table]) {
      console.log(`    ${line}`);
    }
  });

  for (const preset of PRESETS) {
    for (const spec of planSweep({ ...presetChoice(preset), seeds: 3 })) {
      it(`agree on ${preset.name} at ${spec.learningRate}, seed ${spec.seed}`, async () => {
        const pair = await enginesFor(loaded, spec);
        const { differences, compared } = trainBoth(pair, spec);
        const first = Math.max(...differences.slice(0, FIRST_LOSSES));
        const byRounding = first <= TOLERANCE ? null : partingOfTwins(pair.wasm, spec);
        const firstBeyond = (limit: number): string =>
          String(differences.findIndex((difference) => !(difference <= limit)) + 1 || '–');
        table.push(
          `| ${[preset.name, spec.learningRate, spec.seed, first.toExponential(1), byRounding?.toExponential(1) ?? '', firstBeyond(TOLERANCE), firstBeyond(PARTED)].join(' | ')} |`,
        );
        pair.tensorflow.dispose();
        const allowed = Math.max(TOLERANCE, CHANCE * (byRounding ?? 0));
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

/** The largest relative difference of the first losses between engines that start from weights with different last digits. */
function partingOfTwins(engine: Engine, spec: RunSpec): number {
  const forgetful = engine.saveState().moments.map((tensors) => tensors.map(({ length }) => new Float32Array(length)));
  const lossesOf = (twin: number): number[] => {
    const random = mersenne(spec.seed);
    const weights = engine.parameters.map((tensor) => initialValues(tensor, random));
    engine.restoreState({
      steps: 0,
      weights: twin === 0 ? weights : withOtherDigits(weights, twin),
      moments: forgetful,
    });
    const order = Uint32Array.from({ length: spec.dataset.train }, (_, index) => index);
    shuffle(order, random);
    engine.setOrder(order);
    return Array.from({ length: FIRST_LOSSES }, (_, step) =>
      engine.trainStep(step * spec.batchSize, spec.batchSize, spec.learningRate),
    );
  };
  const expected = lossesOf(0);
  const twins = Array.from({ length: TWINS }, (_, index) => lossesOf(index + 1));
  return Math.max(...twins.flatMap((losses) => losses.map((loss, step) => relative(loss, expected[step]))));
}

/** The largest difference of each gradient tensor from those of the same batch with weights that differ in the last digits. */
function gradientsOfTwins(engine: Engine, start: number, count: number): number[] {
  const weights = engine.saveState().weights;
  const gradientsAt = (values: readonly Float32Array[]): Float32Array[] => {
    values.forEach((tensor, index) => engine.writeWeights(index, tensor));
    engine.gradients(start, count);
    return engine.parameters.map((_, index) => engine.readGradients(index));
  };
  const twins = Array.from({ length: TWINS }, (_, index) => gradientsAt(withOtherDigits(weights, index + 1)));
  return gradientsAt(weights).map((expected, index) =>
    Math.max(...twins.map((gradients) => largestDifference(gradients[index], expected))),
  );
}

function withOtherDigits(weights: readonly Float32Array[], seed: number): Float32Array[] {
  const noise = randomNumbers(seed);
  return weights.map((tensor) => tensor.map((value) => value * (1 + LAST_DIGITS * (2 * noise() - 1))));
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
    ? gradientsOfTwins(wasm, start, count)
    : [];
  const gradients = wasm.parameters.map(({ name }, index) => ({
    step,
    what: `the gradient of ${name}`,
    difference: differences[index],
    allowed: Math.max(TOLERANCE, CHANCE * (byRounding[index] ?? 0)),
  }));
  return [{ step, what: 'the loss', difference: relative(actual, expected), allowed: TOLERANCE }, ...gradients];
}

/** 0 if both are the same number, finite or not. */
function relative(actual: number, expected: number): number {
  return Object.is(actual, expected) ? 0 : Math.abs(actual - expected) / Math.abs(expected);
}
