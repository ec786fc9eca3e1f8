import assert from 'node:assert/strict';
import { PRESETS, RIDING_THE_CURVE, SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { parameterTensors } from '../../../src/domain/network.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import { planSweep, presetChoice, stepsPerEpoch, totalSteps } from '../../../src/domain/sweepPlan.ts';

describe('planSweep', () => {
  it('runs every rate with one seed before the next seed', () => {
    const specs = planSweep({ ...presetChoice(SLOW_FAST_FURIOUS), seeds: 2 });
    assert.deepEqual(
      specs.map(({ learningRate, seed }) => [learningRate, seed]),
      [
        [0.1, 1],
        [0.01, 1],
        [0.0001, 1],
        [0.1, 2],
        [0.01, 2],
        [0.0001, 2],
      ],
    );
  });

  const wrong: [string, object, RegExp][] = [
    ['no rates', { learningRates: [] }, /at least one learning rate/],
    ['a batch of none', { batchSize: 0 }, /batch size must be a whole number from 1 to 10000, not 0/],
    ['half an epoch', { epochs: 0.5 }, /number of epochs must be a whole number from 1 to 1000, not 0\.5/],
    [
      'a warm-up without end',
      { schedule: { name: 'constant', warmup: 471 } },
      /A warm-up of 471 steps leaves nothing of a run of 471/,
    ],
    [
      'rates that no layer follows',
      { groupRates: { convolution1: 0, convolution2: 0.1, dense1: 0.1, output: 0.1 } },
      /rates of the sweep would change nothing/,
    ],
    ['too many seeds', { seeds: 101 }, /number of seeds must be a whole number from 1 to 100, not 101/],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuses ${what}`, () =>
      assert.throws(() => planSweep({ ...presetChoice(SLOW_FAST_FURIOUS), ...change }), {
        name: 'RangeError',
        message,
      }));
  }

  it('lets a single run have a rate for every layer', () => {
    const groupRates = { convolution1: 0, convolution2: 0.1, dense1: 0.1, output: 0.1 };
    assert.deepEqual(
      planSweep({ ...presetChoice(SLOW_FAST_FURIOUS), learningRates: [0.1], groupRates }).map(
        (spec) => spec.groupRates,
      ),
      [groupRates],
    );
  });

  it('gives every run the schedule, and none where none was asked for', () => {
    const schedule = parseSchedule('cosine,warmup=470');
    assert.deepEqual(
      planSweep({ ...presetChoice(SLOW_FAST_FURIOUS), schedule }).map((spec) => spec.schedule),
      [schedule, schedule, schedule],
    );
    assert.ok(planSweep(presetChoice(SLOW_FAST_FURIOUS)).every((spec) => !('schedule' in spec)));
  });

  it('counts a short last batch as a step', () => {
    const spec = { dataset: { name: '', folder: null, train: 10_000, test: 0 }, batchSize: 64, epochs: 3 };
    assert.deepEqual([stepsPerEpoch(spec), totalSteps(spec)], [157, 471]);
  });
});

describe('the presets', () => {
  it('have the layers that the articles describe', () => {
    const shapes = (preset: (typeof PRESETS)[number]): unknown =>
      parameterTensors(preset.network)
        .filter(({ name }) => name.endsWith('weight'))
        .map(({ shape }) => shape);
    assert.deepEqual(shapes(SLOW_FAST_FURIOUS), [
      [8, 1, 3, 3],
      [16, 8, 3, 3],
      [64, 400],
      [10, 64],
    ]);
    assert.deepEqual(shapes(RIDING_THE_CURVE), [
      [16, 1, 3, 3],
      [32, 16, 3, 3],
      [128, 1568],
      [10, 128],
    ]);
  });
  it('train as the articles did', () => {
    const facts = PRESETS.map(({ optimizer, batchSize, epochs, learningRates, images }) => [
      optimizer.name,
      batchSize,
      epochs,
      learningRates,
      images.train,
      images.test,
    ]);
    assert.deepEqual(facts, [
      ['adam', 64, 3, [0.1, 0.01, 0.0001], 10_000, 2_000],
      ['adam', 32, 5, [0.0001, 0.001, 0.01], 60_000, 10_000],
    ]);
  });
});
