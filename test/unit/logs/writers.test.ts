import assert from 'node:assert/strict';
import path from 'node:path';
import type { Sample } from '../../../src/domain/sample.ts';
import { openLog } from '../../../src/logs/openLog.ts';
import { readLog } from '../../../src/logs/readLog.ts';

/** Written by the programs themselves, with a loss of 2 / (n + 1) at step n: see test/fixtures/make/writers.py. */
const FIXTURES = path.resolve('test/fixtures/logs/writers');
const STEPS = 12;

async function read(name: string): Promise<{ format: string; samples: Sample[] }> {
  const log = await openLog(path.join(FIXTURES, name));
  let samples: Sample[] = [];
  for await (const event of log.events()) {
    if (event.type === 'reset') samples = [];
    if (event.type === 'samples') samples.push(...event.samples);
  }
  return { format: log.format, samples };
}

function assertLosses(samples: readonly Sample[], lossAt: (n: number) => number, firstStep = 0): void {
  const expected = Array.from({ length: STEPS }, (_, n) => ({ step: firstStep + n, loss: lossAt(n) }));
  assert.deepEqual(samples.map(({ step, loss }) => ({ step, loss })), expected);
} // prettier-ignore

function lossAt(n: number): number {
  return 2 / (n + 1);
}

describe('logs that the programs themselves have written', () => {
  for (const name of ['torch.tfevents', 'tensorboardX.tfevents']) {
    it(`are read: ${name}, whose numbers are floats`, async () => {
      const { format, samples } = await read(name);
      assert.equal(format, 'tensorboard');
      assertLosses(samples, (n) => Math.fround(lossAt(n)));
      assert.ok(samples.every(({ rate }) => rate === 0.125));
    });
  }

  it("are read: Lightning's table, whose rows belong together by their steps", async () => {
    const { samples } = await read('lightning.csv');
    assertLosses(samples, lossAt);
    assert.deepEqual(samples.map(({ rate }) => rate), Array(STEPS).fill(0.125));
    assert.deepEqual(samples.flatMap(({ step, validationLoss }) => (validationLoss === 3 ? step : [])), [3, 7, 11]);
  }); // prettier-ignore

  it("are read: the state of Hugging Face's Trainer, whose steps count from 1", async () => {
    const { format, samples } = await read('huggingface.json');
    assert.equal(format, 'json');
    const losses = samples.filter(({ loss }) => loss !== undefined);
    assertLosses(losses.map((sample) => ({ ...sample, loss: rounded(sample.loss!) })), (n) => rounded(lossAt(n)), 1);
    assert.deepEqual([losses[0].rate, losses[0].gradientNorm], [0.125, 0]);
  }); // prettier-ignore

  it("are read: Keras' table, whose missing values are NA", async () => {
    const { samples } = await read('keras.csv');
    assertLosses(samples, lossAt);
    assert.deepEqual(samples.map(({ validationLoss }) => validationLoss), [undefined, ...Array<number>(STEPS - 1).fill(3)]);
  }); // prettier-ignore

  it("are read: W&B's run, with its configuration", async () => {
    const { format, samples } = await read('run.wandb');
    assert.equal(format, 'wandb');
    assertLosses(samples, (n) => (n === 3 ? NaN : lossAt(n)));
    const { facts } = await readLog(await openLog(path.join(FIXTURES, 'run.wandb')));
    assert.deepEqual([facts.rate, facts.batchSize], [0.125, 32]);
  });
});

/** Single precision and sums leave some digits. */
function rounded(loss: number): number {
  return Number(loss.toFixed(4));
}
