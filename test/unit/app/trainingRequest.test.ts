import assert from 'node:assert/strict';
import { estimateSeconds } from '../../../src/app/durationEstimate.ts';
import { chooseSweep, readCount, readField, readRequest } from '../../../src/app/trainingRequest.ts';
import type { RawRequest } from '../../../src/app/trainingRequest.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import { PRESETS, RIDING_THE_CURVE, SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { SweepChoice } from '../../../src/kinds/sweep/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { MNIST } from '../../support/folders.ts';

/** As a command reads what it was given. */
const chosen = async (raw: RawRequest): Promise<SweepChoice> => chooseSweep(readRequest(raw), MNIST);

describe('chooseSweep', () => {
  for (const preset of PRESETS) {
    it(`runs ${preset.name} as published when nothing else is asked for`, async () => {
      assert.deepEqual(await chosen({ preset: preset.name }), presetChoice(preset));
    });
  }

  it('still calls it the preset with more seeds', async () => {
    const { preset, seeds } = await chosen({ preset: SLOW_FAST_FURIOUS.name, seeds: 3 });
    assert.deepEqual({ preset, seeds }, { preset: SLOW_FAST_FURIOUS.name, seeds: 3 });
  });

  it('still calls it the preset where runs may be stopped early, and stops none unless it is asked to', async () => {
    const { preset, prune } = await chosen({ preset: SLOW_FAST_FURIOUS.name, prune: true });
    assert.deepEqual({ preset, prune }, { preset: SLOW_FAST_FURIOUS.name, prune: true });
    assert.equal('prune' in (await chosen({ preset: SLOW_FAST_FURIOUS.name, prune: false })), false);
    await assert.rejects(chosen({ rates: [0.1], prune: 'perhaps' }), /It must be true or false, not "perhaps"/);
  });

  it('no longer calls it the preset when anything else is changed', async () => {
    const choice = await chosen({ preset: SLOW_FAST_FURIOUS.name, epochs: 1 });
    assert.deepEqual([choice.name, choice.preset, choice.epochs], [SLOW_FAST_FURIOUS.name, null, 1]);
    const elsewhere = await chosen({ preset: SLOW_FAST_FURIOUS.name, dataset: MNIST });
    assert.deepEqual([elsewhere.preset, elsewhere.dataset.folder], [null, MNIST]);
  });

  it("trains the small network at rates of one's own, and is named by them", async () => {
    const choice = await chosen({
      rates: '1e-4..1e-1 x 4',
      optimizer: 'momentum',
      schedule: 'cosine,warmup=5%',
      batchSize: 32,
      epochs: 2,
      trainImages: 500,
      testImages: 0,
      seeds: 2,
    });
    assert.deepEqual(choice, {
      ...presetChoice(SLOW_FAST_FURIOUS),
      name: '4 rates, 1e-4 to 0.1',
      preset: null,
      learningRates: [0.0001, 0.001, 0.01, 0.1],
      optimizer: DEFAULT_OPTIMIZERS.momentum,
      schedule: { name: 'cosine', end: 0, warmup: { percent: 5 } },
      batchSize: 32,
      epochs: 2,
      dataset: { name: 'MNIST', folder: null, train: 500, test: 0 },
      seeds: 2,
    });
    assert.equal((await chosen({ rates: [0.1, 0.01] })).name, '0.1, 0.01');
  });

  it('takes an optimizer with constants of its own', async () => {
    const choice = await chosen({ rates: [0.1], optimizer: 'adamw,weight-decay=0.1' });
    assert.deepEqual(choice.optimizer, { ...DEFAULT_OPTIMIZERS.adamw, weightDecay: 0.1 });
  });

  const refused: [string, object, RegExp][] = [
    [
      'an unknown optimizer',
      { rates: [1], optimizer: 'newton' },
      /optimizer must be sgd, momentum, .* or lion, not "newton"/,
    ],
    ['an optimizer of another kind', { rates: [1], optimizer: 7 }, /optimizer must be .*, not "7"/],
    ['nothing', {}, /needs a preset or learning rates/],
    ['an unknown preset', { preset: 'x' }, /Unknown preset "x"\. Available: slow-fast-furious and/],
    ['a negative rate', { rates: [-1] }, /"-1" is not a learning rate/],
    ['rates of another kind', { rates: { low: 1 } }, /text such as "0.1, 0.01" or a list of numbers, not \{"low":1\}/],
    ['an unknown schedule', { rates: [1], schedule: 'triangular' }, /Unknown schedule "triangular"/],
    ['half an epoch', { rates: [1], epochs: 0.5 }, /number of epochs must be a whole number from 1 to 1000, not 0.5/],
    ['no training images', { rates: [1], trainImages: 0 }, /number of training images must be/],
    ['more images than there are', { rates: [1], testImages: 10_001 }, /10001 test images are requested/],
  ];
  for (const [what, request, message] of refused) {
    it(`refuses ${what} in a sentence`, () => assert.rejects(chosen(request), message));
  }
});

describe('readCount', () => {
  it('reads a whole number, and nothing that only begins like one', () => {
    assert.equal(readCount('epochs', ' 12 '), 12);
    assert.equal(readCount('testImages', '0'), 0);
    for (const text of ['', '12.5', '1e3', '10,000', '-1', '0', '1001'])
      assert.throws(() => readCount('epochs', text), RangeError);
    assert.throws(() => readCount('trainImages', '60001', 60_000), /from 1 to 60000, not "60001"/);
  });
});

describe('readRequest', () => {
  it('names the field that cannot be used', () => {
    const refused: [RawRequest, string][] = [
      [{ rates: '0,1' }, 'rates'],
      [{ rates: [1], epochs: 0 }, 'epochs'],
      [{ rates: [1], momentum: 0.9 }, 'momentum'],
      [{ rates: [1], optimizer: 'momentum', momentum: 2 }, 'momentum'],
      [{ rates: [1], layerRates: 'output' }, 'layerRates'],
    ];
    for (const [raw, field] of refused) assert.throws(() => readRequest(raw), { name: 'RequestError', field });
  });

  it('takes the momentum into the optimizer, that of the preset too', () => {
    assert.deepEqual(readRequest({ rates: [1], optimizer: 'nesterov', momentum: '0.5' }).optimizer, {
      name: 'nesterov',
      momentum: 0.5,
    });
  });

  it('reads texts and numbers alike', () => {
    assert.deepEqual(readField('rates', '0.1 0.01'), readField('rates', [0.1, 0.01]));
    assert.equal(readField('batchSize', '32'), readField('batchSize', 32));
  });
});

describe('estimateSeconds', () => {
  it('tells some seconds from some minutes, and counts rounds of workers', () => {
    const small = presetChoice(SLOW_FAST_FURIOUS);
    assert.ok(estimateSeconds(small, 4) < 10);
    assert.ok(estimateSeconds(presetChoice(RIDING_THE_CURVE), 4) > 60);
    assert.equal(estimateSeconds(small, 2), 2 * estimateSeconds(small, 3));
    assert.equal(estimateSeconds(small, 3), estimateSeconds(small, 8));
  });
});
