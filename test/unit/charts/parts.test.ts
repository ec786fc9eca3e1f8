import assert from 'node:assert/strict';
import { dashesOf } from '../../../src/charts/dashes.ts';
import { logTicks, pixelOf, valueAtPixel, ticksOf } from '../../../src/charts/axes.ts';
import { contrast, toLab, variantColours } from '../../../src/charts/colour.ts';
import { curveVariants } from '../../../src/charts/curveVariant.ts';
import { spread } from '../../../src/charts/endLabels.ts';
import { figureTable } from '../../../src/charts/figureTable.ts';
import { formatLoss, formatShare } from '../../../src/domain/format.ts';
import type { VariantValues } from '../../../src/domain/variant.ts';
import { shortenName } from '../../../src/charts/lineName.ts';
import { interpolatePoints, smooth, smoothLogarithms } from '../../../src/charts/smoothing.ts';
import { DARK_PALETTE, LIGHT_PALETTE } from '../../../src/charts/theme.ts';
import { curvesFor, figureNamed } from './draw.ts';
import { threeRates } from './samples.ts';

/** How colours look without one kind of cone, on linear RGB (Machado, Oliveira & Fernandes 2009, severity 1). */
const BLINDNESS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seenWith(matrix: readonly (readonly number[])[], colour: string): string {
  const linear = [1, 3, 5].map((start) => (parseInt(colour.slice(start, start + 2), 16) / 255) ** 2.2);
  const bytes = matrix.map((row) =>
    Math.round(
      255 *
        Math.min(
          1,
          Math.max(
            0,
            row.reduce((sum, weight, index) => sum + weight * linear[index], 0),
          ),
        ) **
          (1 / 2.2),
    ),
  );
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function distance(one: string, other: string): number {
  const [a, b] = [toLab(one), toLab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

describe('the dashes of a line', () => {
  it('differ by pattern and by line, and a usual line has none', () => {
    const all = [0, 1, 2].flatMap((pattern) => [dashesOf(pattern, false), dashesOf(pattern, true)]);
    assert.equal(all[0], null);
    assert.equal(new Set(all.map(String)).size, 6);
  });

  it('tell categories apart that share a colour, and none where rates are tried', () => {
    const patternsOf = (values: readonly VariantValues[]) =>
      curveVariants(
        values.map((each, index) => ({ id: String(index), label: '', values: each })),
        [],
      ).map(({ dashes }) => dashes);
    const schedules = Array.from({ length: 13 }, (_, index) => ({ rate: 0.1, schedule: `schedule ${index}` }));
    assert.deepEqual(patternsOf(schedules), [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2]);
    assert.deepEqual(patternsOf(schedules.map((_, index) => ({ rate: 1e-4 * 2 ** index }))), Array(13).fill(0));
  });
});

describe('colours of variants', () => {
  const atRates = (...rates: readonly number[]) => rates.map((rate) => ({ values: { rate } }));
  const rates = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10];
  for (const [name, palette, background] of [
    ['light', LIGHT_PALETTE, '#ffffff'],
    ['dark', DARK_PALETTE, '#1f1f1f'],
  ] as const) {
    const colours = variantColours(atRates(...rates), palette, background);

    const categories = variantColours(
      Array.from({ length: 6 }, (_, index) => ({ values: { rate: 0.1, schedule: String(index) } })),
      palette,
      background,
    );

    it(`are legible as text on a ${name} page`, () => {
      for (const colour of [...colours, ...categories]) assert.ok(contrast(colour, background) >= 4.5, colour);
    });

    for (const [blindness, matrix] of Object.entries(BLINDNESS)) {
      it(`tell seven rates apart on a ${name} page (colour blindness: ${blindness})`, () => {
        const seen = colours.map((colour) => seenWith(matrix, colour));
        seen
          .slice(1)
          .forEach((colour, index) =>
            assert.ok(
              distance(colour, seen[index]) > 0.03,
              `${seen[index]} ${colour}: ${distance(colour, seen[index])}`,
            ),
          );
      });

      it(`tell six schedules apart at a glance on a ${name} page (colour blindness: ${blindness})`, () => {
        const seen = categories.map((colour) => seenWith(matrix, colour));
        seen.forEach((colour, index) =>
          seen.slice(0, index).forEach((other, before) => {
            const least = before === index - 1 ? 0.15 : 0.1;
            assert.ok(distance(colour, other) > least, `${other} ${colour}: ${distance(colour, other)}`);
          }),
        );
      });

      // Without blue cones only lightness is left, which ends where text would become too faint.
      if (blindness === 'tritanopia') continue;
      it(`run in order along the ramp on a ${name} page (colour blindness: ${blindness})`, () => {
        const fromFirst = colours.map((colour) => distance(seenWith(matrix, colour), seenWith(matrix, colours[0])));
        assert.deepEqual(
          fromFirst,
          [...fromFirst].sort((a, b) => a - b),
        );
      });
    }
  }

  it('follow the logarithm of the rate', () => {
    const [low, middle, high] = variantColours(atRates(0.001, 0.002, 1), LIGHT_PALETTE, '#ffffff');
    assert.ok(distance(low, middle) < distance(middle, high));
  });

  it('are distinct for what has no order, and one for all rates of it', () => {
    const variants = ['adam', 'sgd', 'lion'].flatMap((optimizer) =>
      [0.1, 0.01].map((rate) => ({ values: { optimizer, rate } })),
    );
    const [one, alike, other, , third] = variantColours(variants, DARK_PALETTE, '#1f1f1f');
    assert.equal(one, alike);
    assert.deepEqual([one, other, third], DARK_PALETTE.distinct.slice(0, 3));
  });

  it('follow the ramp by batch size', () => {
    const variants = [16, 64, 256].map((batchSize) => ({ values: { rate: 0.01, batchSize } }));
    const [first, , last] = variantColours(variants, DARK_PALETTE, '#1f1f1f');
    const [cold, hot] = variantColours(atRates(0.001, 1), DARK_PALETTE, '#1f1f1f');
    assert.deepEqual([first, last], [cold, hot]);
  });

  it('are shared by the engines at one rate', () => {
    const variants = [0.01, 0.1].flatMap((rate) => [
      { values: { rate, engine: 'wasm' as const } },
      { values: { rate, engine: 'tensorflow' as const } },
    ]);
    const [one, other, hot] = variantColours(variants, LIGHT_PALETTE, '#ffffff');
    assert.equal(one, other);
    assert.notEqual(one, hot);
  });

  it('differ for variants without a rate, and for several that have the same', () => {
    for (const variants of [
      [{ values: {} }, { values: {} }, { values: {} }],
      [16, 64, 256].map((batchSize) => ({ values: { rate: 0.01, batchSize } })),
      [{ values: { rate: 0.01 } }, { values: {} }, { values: { rate: 0.1 } }],
    ]) {
      assert.equal(new Set(variantColours(variants, LIGHT_PALETTE, '#ffffff')).size, 3);
    }
  });

  it('follow the rates of many runs, also where several have the same', () => {
    const colours = variantColours(atRates(0.1, 0.01, 0.001, 0.1, 0.01, 0.001, 0.1), LIGHT_PALETTE, '#ffffff');
    assert.equal(new Set(colours).size, 3);
    assert.deepEqual([colours[0], colours[1]], [colours[3], colours[4]]);
  });

  it('work for a single variant', () => {
    assert.match(variantColours(atRates(0.01), LIGHT_PALETTE, '#ffffff')[0], /^#[0-9a-f]{6}$/);
  });
});

describe('spread', () => {
  it('leaves labels alone that do not overlap', () => {
    assert.deepEqual(spread([10, 100, 50], 16, 300), [10, 100, 50]);
  });

  it('moves overlapping labels apart around where they wanted to be', () => {
    assert.deepEqual(spread([100, 100], 16, 300), [92, 108]);
    assert.deepEqual(spread([104, 100, 102], 16, 300), [118, 86, 102]);
  });

  it('keeps labels inside the room, and narrows the gap when it is too small', () => {
    assert.deepEqual(spread([299, 300], 16, 300), [284, 300]);
    assert.deepEqual(spread([5, 5, 5], 16, 20), [0, 10, 20]);
  });
});

describe('smooth', () => {
  it('starts at the first value, free of bias', () => {
    for (const y of smooth([0, 1, 2], [5, 5, 5], 10)) assert.ok(Math.abs(y - 5) < 1e-12);
  });

  it('weighs the first values alike, as a debiased average does', () => {
    const [, second] = smooth([0, 1], [0, 1], 1000);
    assert.ok(Math.abs(second - 0.5) < 0.001, String(second));
  });

  it('forgets by distance, not by count', () => {
    const far = smooth([0, 1, 50], [0, 0, 1], 10).at(-1)!;
    assert.ok(far > 0.98, String(far));
  });
});

describe('smoothLogarithms', () => {
  const steps = Array.from({ length: 40 }, (_, step) => step);

  it('stays near the measurements after an explosion of many decades', () => {
    const losses = steps.map((step) => (step === 20 ? 1e20 : step < 20 ? 2 : 4e5));
    const smoothed = smoothLogarithms(steps, losses, 10);
    for (const step of [21, 25, 39])
      assert.ok(Math.abs(smoothed[step] / 4e5 - 1) < 1e-9, `${smoothed[step]} at ${step}`);
    assert.ok(smooth(steps, losses, 10)[25] > 1e15, 'unlike the average of the values');
  });

  it('goes on past a single batch that is far easier than its neighbours', () => {
    const losses = steps.map((step) => (step === 20 ? 0.001 : 0.2));
    const smoothed = smoothLogarithms(steps, losses, 20);
    assert.ok(Math.min(...smoothed) > 0.1, String(Math.min(...smoothed)));
  });

  it('averages what lies within two decades', () => {
    const smoothed = smoothLogarithms(
      steps,
      steps.map((step) => (step % 2 === 0 ? 0.1 : 1)),
      1e6,
    );
    assert.ok(Math.abs(Math.log10(smoothed[39]) + 0.5) < 0.02, String(smoothed[39]));
  });
});

describe('small helpers of charts', () => {
  it('reads a line between its points and nowhere else', () => {
    const line = [
      { x: 0, y: 0 },
      { x: 10, y: 1 },
      { x: 20, y: 1 },
    ];
    assert.deepEqual(
      [5, 10, 20, 21, -1].map((x) => interpolatePoints(line, x)),
      [0.5, 1, 1, null, null],
    );
  });

  it('turns pixels into values and back on both kinds of axis', () => {
    for (const scale of ['linear', 'log'] as const) {
      const axis = { title: '', format: '', domain: [0.01, 3], scale } as const;
      for (const pixel of [-20, 0, 100, 320])
        assert.ok(
          Math.abs(pixelOf(valueAtPixel(pixel, axis, 320), axis, 320) - pixel) < 1e-6 ||
            valueAtPixel(pixel, axis, 320) <= 0,
        );
    }
  });

  it('ticks a logarithmic axis at readable numbers', () => {
    assert.deepEqual(logTicks([0.025, 3.45]), [0.03, 0.1, 0.3, 1, 3]);
    assert.deepEqual(logTicks([0.00009, 3.45]), [0.0001, 0.001, 0.01, 0.1, 1]);
  });

  it('writes losses and shares for people', () => {
    assert.deepEqual([0.08721, 2.3, 30.42, 3e12, 0].map(formatLoss), ['0.0872', '2.3', '30.4', '3e12', '0']);
    assert.equal(formatShare(0.9425), '94.3%');
  });

  it('puts a figure into a table with the article’s columns behind ours', () => {
    const curves = curvesFor(threeRates());
    const { columns, rows } = figureTable(figureNamed(curves, 'accuracyByEpoch'), curves.variants);
    assert.deepEqual(columns, ['epoch', '1e-4', '0.01', '0.1', '1e-4, article', '0.01, article', '0.1, article']);
    assert.deepEqual(rows[2], ['3', '79.3%', '97.1%', '11.7%', '66.8%', '96.2%', '11.7%']);
  });

  it('thins a long figure to rows that can be read out', () => {
    const curves = curvesFor(threeRates());
    const { rows } = figureTable(figureNamed(curves, 'lossByStep'), curves.variants);
    assert.equal(rows.length, 21);
    assert.equal(rows[0][0], '0');
    assert.equal(rows[20][0], '471');
  });
});

describe('the numbers along an axis with little room', () => {
  it('are round and no more than fit', () => {
    assert.deepEqual(ticksOf({ domain: [0, 3.45], scale: 'linear' }, 4), [0, 1, 2, 3]);
    assert.deepEqual(ticksOf({ domain: [0, 3.45], scale: 'linear' }, 2), [0, 2]);
    assert.deepEqual(ticksOf({ domain: [-0.25, 0.3], scale: 'linear' }, 3), [-0.2, 0, 0.2]);
    assert.deepEqual(ticksOf({ domain: [0.02, 3.45], scale: 'log' }, 9), [0.03, 0.1, 0.3, 1, 3]);
    assert.deepEqual(ticksOf({ domain: [0.02, 3.45], scale: 'log' }, 3), [0.03, 0.3, 3]);
  });

  it('are at least one where there is hardly room', () => {
    assert.ok(ticksOf({ domain: [0, 3.45], scale: 'linear' }, 0.5).length > 0);
    assert.ok(ticksOf({ domain: [0.02, 3.45], scale: 'log' }, 0.5).length > 0);
  });
});

describe('a long name', () => {
  it('is cut in the middle, but not inside a rate', () => {
    assert.equal(shortenName('Adam 0.0001', 16), 'Adam 0.0001');
    assert.equal(shortenName('runs/2026-11-29_resnet_0.01', 16), 'runs/202…et_0.01');
    assert.equal(shortenName('Adam 0.0001, batches of 128', 16), 'Adam … of 128');
    assert.equal(shortenName('resnet18_cifar10_lr3e-4', 8), 'resn…');
    assert.equal(shortenName('experiments🎯of mine', 25), 'experiments🎯of mine');
  });
});
