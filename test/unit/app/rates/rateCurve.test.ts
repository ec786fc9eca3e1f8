import assert from 'node:assert/strict';
import { rateCurve } from '../../../../src/app/rates/rateCurve.ts';
import { knownLength } from '../../../../src/code/outline/length.ts';
import type { Setting } from '../../../../src/code/outline/trainingOutline.ts';

const NOWHERE = {
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
  origin: null,
  length: null,
  content: null,
  keyword: null,
};

/** A setting that is a number, a list, or some other text. */
function setting(written: number | readonly number[] | string): Setting {
  if (typeof written === 'number') return { ...NOWHERE, text: String(written), value: written, lengths: [] };
  return {
    ...NOWHERE,
    text: String(written),
    value: null,
    lengths: typeof written === 'string' ? [] : written.map((value) => knownLength(value)),
  };
}

describe('the curve of a scheduler', () => {
  const curve = (
    name: string,
    settings: Record<string, number | readonly number[] | string>,
    base: number | null = null,
  ) =>
    rateCurve({
      scheduler: {
        name,
        settings: Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, setting(value)])),
      },
      base,
      unit: null,
    });
  /** The first, highest and last rate, and the length. */
  const outline = (...given: Parameters<typeof curve>): readonly (number | null)[] | null => {
    const found = curve(...given);
    const rounded = (rate: number): number => Number(rate.toPrecision(6));
    return (
      found && [
        rounded(found.rates[0]),
        rounded(Math.max(...found.rates)),
        rounded(found.rates[found.rates.length - 1]),
        found.steps,
      ]
    );
  };

  for (const [name, settings, base, expected] of [
    ['CosineAnnealingLR', { T_max: 50, eta_min: 1e-4 }, 0.1, [0.1, 0.1, 1e-4, 50]],
    ['StepLR', { step_size: 10, gamma: 0.5 }, 0.1, [0.1, 0.1, 0.00625, 40]],
    ['MultiStepLR', { milestones: [60, 80] }, 0.1, [0.1, 0.1, 0.001, 104]],
    ['ExponentialLR', { gamma: 0.9 }, 0.1, [0.1, 0.1, 0.00471013, 29]],
    ['LinearLR', { start_factor: 0.1, total_iters: 10 }, 0.1, [0.01, 0.1, 0.1, 13]],
    ['PolynomialLR', { total_iters: 20, power: 2 }, 0.1, [0.1, 0.1, 0, 20]],
    ['CosineAnnealingWarmRestarts', { T_0: 10, T_mult: 2 }, 0.1, [0.1, 0.1, 0.1, 70]],
    ['OneCycleLR', { max_lr: 0.5, epochs: 2, steps_per_epoch: 50 }, 0.1, [0.02, 0.5, 2e-6, 100]],
    ['OneCycleLR', { max_lr: 0.5 }, null, [0.02, 0.5, 2e-6, null]],
    [
      'ExponentialDecay',
      { initial_learning_rate: 0.1, decay_steps: 100, decay_rate: 0.5 },
      null,
      [0.1, 0.1, 0.0049721, 433],
    ],
    ['PolynomialDecay', { initial_learning_rate: 0.1, decay_steps: 100 }, null, [0.1, 0.1, 1e-4, 100]],
    [
      'CosineDecay',
      { initial_learning_rate: 0, decay_steps: 90, warmup_target: 0.01, warmup_steps: 10 },
      null,
      [0, 0.01, 0, 100],
    ],
    [
      'warmup_cosine_decay_schedule',
      { init_value: 0, peak_value: 0.01, warmup_steps: 10, decay_steps: 100, end_value: 1e-5 },
      null,
      [0, 0.01, 1e-5, 100],
    ],
    ['linear_schedule', { init_value: 0.01, end_value: 0.001, transition_steps: 10 }, null, [0.01, 0.01, 0.001, 10]],
    ['cosine_onecycle_schedule', { transition_steps: 100, peak_value: 0.1 }, null, [0.004, 0.1, 4e-7, 100]],
  ] as const) {
    it(`is that of ${name}(${Object.keys(settings).join(', ')})`, () =>
      assert.deepEqual(outline(name, settings, base), expected));
  }

  for (const [title, name, settings, base] of [
    ['an unknown scheduler', 'MyScheduler', { T_max: 10 }, 0.1],
    ['a computed length', 'CosineAnnealingLR', { T_max: 'epochs * n' }, 0.1],
    ['a computed minimum', 'CosineAnnealingLR', { T_max: 10, eta_min: 'floor' }, 0.1],
    ['an unknown base rate', 'StepLR', { step_size: 10 }, null],
    ['a scheduler that depends on the loss', 'ReduceLROnPlateau', { patience: 3 }, 0.1],
    ['three phases', 'OneCycleLR', { max_lr: 0.1, total_steps: 10, three_phase: 'True' }, null],
    ['a growing rate', 'ExponentialLR', { gamma: 1.1 }, 0.1],
    ['a length of 0', 'CosineAnnealingLR', { T_max: 0 }, 0.1],
    ['a negative length', 'StepLR', { step_size: -3 }, 0.1],
  ] as const) {
    it(`does not exist for ${title}`, () => assert.equal(curve(name, settings, base), null));
  }

  it('is stepped if the schedule is', () => {
    assert.equal(curve('StepLR', { step_size: 10 }, 0.1)?.isStepped, true);
    assert.equal(
      curve('ExponentialDecay', { initial_learning_rate: 0.1, decay_steps: 100, decay_rate: 0.5, staircase: 'True' })
        ?.isStepped,
      true,
    );
    assert.equal(
      curve('ExponentialDecay', { initial_learning_rate: 0.1, decay_steps: 100, decay_rate: 0.5 })?.isStepped,
      false,
    );
  });
});
