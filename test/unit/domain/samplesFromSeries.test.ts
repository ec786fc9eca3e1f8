import assert from 'node:assert/strict';
import { samplesFromSeries } from '../../../src/domain/samplesFromSeries.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import { SeriesRecorder } from '../../../src/domain/seriesRecorder.ts';

describe('collected samples', () => {
  it('are those that the series were made of', () => {
    const samples: Sample[] = [
      { step: 0, loss: 2 },
      { step: 1, loss: NaN, rate: 0.1 },
      { step: 3, validationLoss: 1 },
      { step: 4, loss: 1, validationLoss: 0.5 },
    ];
    const recorder = new SeriesRecorder();
    recorder.addSamples(samples);
    assert.deepEqual([...samplesFromSeries(recorder.all())], samples);
  });

  it('are none of an empty series', () => {
    assert.deepEqual([...samplesFromSeries({})], []);
  });
});
