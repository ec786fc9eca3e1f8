import assert from 'node:assert/strict';
import { parameterTensors } from '../../../src/domain/network.ts';
import { PRESETS, RIDING_THE_CURVE, SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { RunSpec } from '../../../src/domain/run.ts';
import { factsOf } from '../../../src/domain/runFacts.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import { stepsPerEpoch, totalSteps } from '../../../src/domain/steps.ts';
import { groupId } from '../../../src/domain/variant.ts';
import { choiceWith, presetChoice } from '../../../src/kinds/sweep/choice.ts';
import type { SweepChoice } from '../../../src/kinds/sweep/choice.ts';
import { planSweep } from '../../../src/kinds/sweep/plan.ts';

const CHOICE = presetChoice(SLOW_FAST_FURIOUS);
const specsOf = (choice: SweepChoice): RunSpec[] => planSweep(choice).runs.map(({ spec }) => spec!);

describe('planSweep', () => {
  it('runs every rate with one seed before the next seed', () => {
    assert.deepEqual(
      specsOf({ ...CHOICE, seeds: 2 }).map(({ learningRate, seed }) => [learningRate, seed]),
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

  it('runs the middle rates first where runs are pruned, the higher of two first, and names variants in their order', () => {
    const { runs, variants } = planSweep({ ...CHOICE, learningRates: [1, 0.1, 0.01, 0.001, 1e-4], prune: true });
    assert.deepEqual(
      runs.map(({ facts }) => facts.rate),
      [0.01, 0.1, 0.001, 1, 1e-4],
    );
    assert.deepEqual(
      variants.map(({ label }) => label),
      ['1e-4', '0.001', '0.01', '0.1', '1'],
    );
  });

  it('has one variant a rate, whatever the number of seeds, and tells each run its own', () => {
    const { variants, runs } = planSweep({ ...CHOICE, seeds: 3 });
    assert.deepEqual(
      variants.map(({ label }) => label),
      ['1e-4', '0.01', '0.1'],
    );
    for (const { variant, spec, seed, facts } of runs) {
      assert.ok(variants.includes(variant));
      assert.deepEqual([variant.values.rate, seed, facts], [spec!.learningRate, spec!.seed, factsOf(spec!)]);
    }
  });

  it('trains each run a second time by the second engine, as a group of its own', () => {
    const { variants, runs } = planSweep({ ...CHOICE, secondEngine: 'tensorflow' });
    assert.equal(runs.length, 6);
    assert.deepEqual(
      variants.map(({ label }) => label),
      ['1e-4 wasm', '1e-4 tensorflow', '0.01 wasm', '0.01 tensorflow', '0.1 wasm', '0.1 tensorflow'],
    );
    assert.equal(new Set(variants.map(groupId)).size, 2);
  });

  const wrong: [string, object, RegExp][] = [
    ['no rates', { learningRates: [] }, /at least one learning rate/],
    ['a batch of none', { batchSize: 0 }, /batch size must be a whole number from 1 to 10000, not 0/],
    ['half an epoch', { epochs: 0.5 }, /number of epochs must be a whole number from 1 to 1000, not 0\.5/],
    [
      'a warm-up without end',
      { schedule: { name: 'constant', warmup: 471 } },
      /A warm-up of 471 steps takes up the whole run of 471/,
    ],
    [
      'rates that no layer follows',
      { groupRates: { convolution1: 0, convolution2: 0.1, dense1: 0.1, output: 0.1 } },
      /sweep's rates would have no effect/,
    ],
    ['too many seeds', { seeds: 101 }, /number of seeds must be a whole number from 1 to 100, not 101/],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuses ${what}`, () =>
      assert.throws(() => planSweep({ ...CHOICE, ...change }), { name: 'RangeError', message }));
  }

  it('lets a single run have a rate for every layer', () => {
    const groupRates = { convolution1: 0, convolution2: 0.1, dense1: 0.1, output: 0.1 };
    assert.deepEqual(
      specsOf({ ...CHOICE, learningRates: [0.1], groupRates }).map((spec) => spec.groupRates),
      [groupRates],
    );
  });

  it('gives every run the schedule, and none where none was asked for', () => {
    const schedule = parseSchedule('cosine,warmup=470');
    assert.deepEqual(
      specsOf({ ...CHOICE, schedule }).map((spec) => spec.schedule),
      [schedule, schedule, schedule],
    );
    assert.ok(specsOf(CHOICE).every((spec) => !('schedule' in spec)));
  });
});

describe('a run that is trained again', () => {
  const sweep: SweepChoice = { ...presetChoice(SLOW_FAST_FURIOUS), seeds: 2, secondEngine: 'tensorflow' };

  it('has another rate, and all else as the sweep had it', () => {
    const {
      name: _,
      preset,
      learningRates,
      secondEngine,
      ...rest
    } = choiceWith(sweep, {
      rate: 0.003,
      epochs: null,
      engine: null,
    });
    const { name: _name, preset: _preset, learningRates: _rates, secondEngine: _second, ...others } = sweep;
    assert.deepEqual([preset, learningRates, secondEngine], [null, [0.003], undefined]);
    assert.deepEqual(rest, others);
  });

  it('has more epochs, on the engine that trained it', () => {
    const choice = choiceWith(sweep, { rate: 0.1, epochs: 12, engine: 'tensorflow' });
    const specs = planSweep(choice).runs.map(({ spec }) => spec!);
    assert.deepEqual(
      specs.map(({ learningRate, epochs, engine, seed }) => [learningRate, epochs, engine, seed]),
      [
        [0.1, 12, 'tensorflow', 1],
        [0.1, 12, 'tensorflow', 2],
      ],
    );
  });
});

describe('the steps of a run', () => {
  it('include a short last batch of each epoch, and end where the run is told to', () => {
    const spec = { dataset: { name: '', folder: null, train: 10_000, test: 0 }, batchSize: 64, epochs: 3 };
    assert.deepEqual([stepsPerEpoch(spec), totalSteps(spec), totalSteps({ ...spec, steps: 200 })], [157, 471, 200]);
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
