import assert from 'node:assert/strict';
import { firstNonFinite, SeriesRecorder, valueAt } from '../../../src/domain/series.ts';
import type { Series } from '../../../src/domain/series.ts';

function series(length: number, value: (step: number) => number): Series {
  const steps = Float64Array.from({ length }, (_, step) => step);
  return { steps, values: steps.map(value) };
}

describe('SeriesRecorder', () => {
  it('keeps each metric and each extra number by itself, with the steps at which it was measured', () => {
    const recorder = new SeriesRecorder();
    recorder.addSamples([
      { step: 0, loss: 2 },
      { step: 1, epoch: 0.5, loss: 1, seconds: 0.5, extra: { rare: 7 } },
    ]);
    const plain = Object.fromEntries(
      Object.entries(recorder.all()).map(([metric, known]) => [metric, [[...known!.steps], [...known!.values]]]),
    );
    assert.deepEqual(plain, {
      loss: [
        [0, 1],
        [2, 1],
      ],
      seconds: [[1], [0.5]],
      rare: [[1], [7]],
    });
    assert.equal(recorder.newest('loss'), 1);
    assert.equal(recorder.newest('accuracy'), undefined);
    assert.equal(recorder.get('accuracy').steps.length, 0);
  });

  it('grows beyond any size, also after it was restored', () => {
    const recorder = new SeriesRecorder();
    recorder.restore({ loss: series(100, Number) });
    recorder.addSamples(Array.from({ length: 900 }, (_, index) => ({ step: 100 + index, loss: 100 + index })));
    const { steps, values } = recorder.get('loss');
    assert.equal(steps.length, 1000);
    assert.deepEqual([...values], [...steps]);
  });

  it('does not write into the series that it was restored from', () => {
    const known = series(10, Number);
    const recorder = new SeriesRecorder();
    recorder.restore({ loss: { steps: known.steps.subarray(0, 5), values: known.values.subarray(0, 5) } });
    recorder.addSamples([{ step: 99, loss: 99 }]);
    assert.equal(known.values[5], 5);
  });
});

describe('valueAt', () => {
  const rates: Series = { steps: Float64Array.of(1, 5, 9), values: Float64Array.of(0.1, 0.2, 0.3) };

  it('is the last value at or before a step, none before the first', () => {
    assert.deepEqual(
      [0, 1, 4, 5, 100].map((step) => valueAt(rates, step)),
      [null, 0.1, 0.1, 0.2, 0.3],
    );
  });
});

describe('firstNonFinite', () => {
  const at = (...values: number[]) =>
    firstNonFinite({ steps: Float64Array.from(values, (_, index) => 10 * index), values: Float64Array.from(values) });

  it('is the first value that is NaN or infinite, with its step', () => {
    assert.deepEqual(at(1, NaN, Infinity), { step: 10, value: NaN });
    assert.deepEqual(at(1, 2, -Infinity), { step: 20, value: -Infinity });
  });

  it('is null where all values are finite, or there are none', () => {
    assert.deepEqual([at(1, 2), at()], [null, null]);
  });
});
