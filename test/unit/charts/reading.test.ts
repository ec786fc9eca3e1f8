import assert from 'node:assert/strict';
import { shapeCurves } from '../../../src/charts/curves.ts';
import { FigureReader, positionOfStep } from '../../../src/charts/reading.ts';
import { DEFAULT_VIEW } from '../../../src/charts/view.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import { curveRunOf, definitionOf } from './inputs.ts';
import { seriesOf } from './samples.ts';

describe('the values at a place', () => {
  const runTo = (variant: string, end: number) =>
    curveRunOf(variant, [], {
      series: {
        loss: seriesOf([
          [0, 2],
          [5000, 1.5],
          [end, 1],
        ]),
      },
    });
  const variants = ['whole', 'bucket', 'short'].map((id) => ({ id, label: id, values: {} }));
  const runs = [runTo('whole', 10_000), runTo('bucket', 9_993), runTo('short', 9_900)];
  const { figures, variants: shown } = shapeCurves(
    { variants, runs, definitions: [definitionOf()] },
    { ...DEFAULT_VIEW, smoothingWindow: 0 },
  );

  it('at the end are those of lines whose last bucket reaches it, and of none that ended before', () => {
    const values = new FigureReader(figures[0], shown).at(10_000);
    assert.deepEqual(values.map(({ name, y }) => [name, y]).sort(), [
      ['bucket', 1],
      ['whole', 1],
    ]);
  });

  it('are those of a step also along samples and seconds', () => {
    const seconds = seriesOf([
      [0, 0],
      [100, 20],
    ]);
    const run = curveRunOf('a', [], { facts: { ...NO_FACTS, batchSize: 64 }, series: { seconds } });
    assert.deepEqual(positionOfStep(50, 'step', run), { kind: 'step', x: 50 });
    assert.deepEqual(positionOfStep(50, 'epoch', run), { kind: 'step', x: 50 });
    assert.deepEqual(positionOfStep(50, 'samples', run), { kind: 'samples', x: 3200 });
    assert.deepEqual(positionOfStep(50, 'seconds', run), { kind: 'seconds', x: 10 });
    assert.equal(positionOfStep(50, 'samples', curveRunOf('b', [])), null);
  });
});
