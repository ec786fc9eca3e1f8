import assert from 'node:assert/strict';
import { SeriesRecorder } from '../../../src/domain/seriesRecorder.ts';

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
    assert.equal(recorder.facts('loss')?.newest?.value, 1);
    assert.equal(recorder.facts('accuracy'), null);
    assert.equal(recorder.get('accuracy').steps.length, 0);
  });
});
