import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import vm from 'node:vm';
import { trainLonger } from '../../../../src/code/fixes/trainLonger.ts';
import { writeRate } from '../../../../src/code/writeRate.ts';
import { fixed } from './fixTable.ts';
import type { MakeFix } from './fixTable.ts';

/** Trains one weight towards 1 for 2 epochs of 3 steps. Returns the weight before the first step and after each. */
const PROGRAM = `const tf = require('@tensorflow/tfjs');
const model = tf.sequential();
model.add(tf.layers.dense({ units: 1, inputShape: [1], useBias: false, kernelInitializer: 'zeros' }));
model.compile({ optimizer: tf.train.sgd(1e-1), loss: 'meanSquaredError' });
const weight = () => model.getWeights()[0].dataSync()[0];
const weights = [weight()];
const ones = tf.ones([3, 1]);
await model.fit(ones, ones, { epochs: 2, batchSize: 1, verbose: 0, callbacks: { onBatchEnd: () => weights.push(weight()) } });
return weights;
`;

/** The rate of each step: the gradient of the squared error at a weight w is 2 (w - 1). */
async function ratesOf(program: string): Promise<readonly number[]> {
  const run = vm.runInThisContext(`async (require) => {${program}}`) as (load: NodeJS.Require) => Promise<number[]>;
  const weights = await run(createRequire(__filename));
  return weights.slice(1).map((weight, step) => (weight - weights[step]) / (2 * (1 - weights[step])));
}

async function assertRates(fix: MakeFix | null, steps: number, rate: number): Promise<void> {
  const rates = await ratesOf(fix ? (await fixed(PROGRAM, fix, 'javascript'))! : PROGRAM);
  assert.equal(rates.length, steps);
  for (const found of rates) assert.ok(Math.abs(found - rate) < 1e-4, `${found} instead of ${rate}`);
}

describe('a TensorFlow.js program', function () {
  this.timeout(60_000);

  it('takes each step with the rate that is written in it', () => assertRates(null, 6, 0.1));

  it('takes each step with another rate after that was changed', () =>
    assertRates((_, rate) => ({ changes: [{ range: rate, text: writeRate(0.02, rate.text) }] }), 6, 0.02));

  it('takes the steps of more epochs after their number was changed', () =>
    assertRates((read) => trainLonger(read, 2, 5), 15, 0.1));
});
