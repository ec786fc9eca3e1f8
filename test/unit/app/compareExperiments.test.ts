import assert from 'node:assert/strict';
import { compareExperiments } from '../../../src/app/compareExperiments.ts';
import { createEntry } from '../../../src/app/experimentEntry.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { optimizersChoice } from '../../../src/kinds/optimizers/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { trained } from '../../support/comparisons.ts';
import { finishedRun, line, sweepOf } from '../../support/runs.ts';
import { TEXTS } from '../../../webview/comparisonTexts.ts';

const RATES = [0.1, 0.01, 0.001, 1e-5];
/** Diverges at 0.1, learns at 0.01 and 0.001. */
const SWEEP = sweepOf(
  RATES.map((rate, index) =>
    finishedRun(index, rate, rate === 0.1 ? [2.3, NaN] : line(2.3, rate > 1e-4 ? 0.2 : 2.2, 80)),
  ),
  { title: 'Mine', note: 'first try', starred: true },
);

describe('experiments side by side', () => {
  const cellsOf = ({ columns, experiments }: ReturnType<typeof compareExperiments>, index: number) =>
    Object.fromEntries(columns.map((column, at) => [column, experiments[index].cells[at]]));

  it('have a row each with what was trained, what came of it, and the note', () => {
    const other = sweepOf([
      finishedRun(0, 0.1, line(2.3, 0.1, 80), 1, { optimizer: DEFAULT_OPTIMIZERS.sgd, batchSize: 16 }),
      finishedRun(1, 0.01, line(2.3, 2.2, 80), 1, { optimizer: DEFAULT_OPTIMIZERS.sgd, batchSize: 16 }),
    ]);
    const comparison = compareExperiments([createEntry('/a', SWEEP), createEntry('/b', other)]);
    const { 'suggested rate': rate, 'lowest final loss': loss, ...rest } = cellsOf(comparison, 0);
    assert.deepEqual(rest, {
      ...{
        experiment: '★ Mine',
        kind: 'Sweeps',
        'learning rate': '1e-5 to 0.1',
        optimizer: 'adam',
        'batch size': '64',
      },
      ...{ 'Goldilocks zone': '0.001 to 0.01', note: 'first try' },
    });
    assert.ok(RATES.includes(Number(rate)) && Number(loss) > 0.2 && Number(loss) < 1);
    const second = cellsOf(comparison, 1);
    assert.deepEqual([second.optimizer, second['batch size'], second.note], ['sgd', '16', '']);
    assert.deepEqual(
      comparison.experiments.map(({ folder }) => folder),
      ['/a', '/b'],
    );
  });

  it('have a line each, with nothing where the loss is not finite', () => {
    const { lines } = compareExperiments([createEntry('/a', SWEEP)]);
    assert.equal(lines.length, 1);
    const [{ label, points, zone }] = lines;
    assert.equal(label, '★ Mine');
    assert.deepEqual(
      points.map(({ rate, loss }) => [rate, loss !== null]),
      [
        [1e-5, true],
        [0.001, true],
        [0.01, true],
        [0.1, false],
      ],
    );
    assert.deepEqual(zone, { low: 0.001, high: 0.01 });
  });

  it('have a line for each optimizer that one of them compares', () => {
    const choice = optimizersChoice(
      { ...presetChoice(SLOW_FAST_FURIOUS), epochs: 1 },
      [DEFAULT_OPTIMIZERS.sgd, DEFAULT_OPTIMIZERS.adam],
      [0.1, 0.01],
    );
    const overview = trained('optimizers', choice, ({ optimizer, learningRate }) =>
      (optimizer.name === 'sgd') === (learningRate === 0.1) ? 0.2 : 2.2,
    );
    const comparison = compareExperiments([createEntry('/a', overview)]);
    assert.deepEqual(
      comparison.lines.map(({ label }) => label.split(': ').at(-1)),
      ['sgd', 'adam'],
    );
    assert.equal(cellsOf(comparison, 0)['Goldilocks zone'], 'sgd: 0.1; adam: 0.01');
  });

  it('lay the runs of a program over each other, the newest last, with how each ended', () => {
    const trainingAt = (rate: number, losses: readonly number[], createdAt: string) => {
      const { record, ...rest } = sweepOf([finishedRun(0, rate, losses)]);
      return { ...rest, record: { ...record, kind: 'training', name: 'train.py', choice: null, createdAt } };
    };
    const before = trainingAt(0.1, [2.3, 2.9, 9, NaN, NaN], '2026-01-01T00:00:00.000Z');
    const after = trainingAt(0.003, line(2.3, 0.2, 80), '2026-01-02T00:00:00.000Z');
    const comparison = compareExperiments([createEntry('/b', after), createEntry('/a', before)]);
    const { curves, outcome, lines } = comparison;
    assert.deepEqual(
      [0, 1].map((index) => [cellsOf(comparison, index).kind, cellsOf(comparison, index)['learning rate']]),
      [
        ['Trainings', '0.003'],
        ['Trainings', '0.1'],
      ],
    );
    assert.deepEqual(
      curves.map(({ label, points, brokenAt }) => [label, points.length, brokenAt]),
      [
        ['train.py at 0.1', 3, 3],
        ['train.py at 0.003', 80, null],
      ],
    );
    assert.match(outcome ?? '', /^0\.1 ended in NaN or infinity at step 3; 0\.003 is .+, loss 0\.\d+\.$/);
    assert.deepEqual(lines, []);
    assert.equal(compareExperiments([createEntry('/a', before)]).outcome, null);
    const byEpoch = before.runs.map((run) => ({ ...run, facts: { ...run.facts, unit: 'epoch' as const } }));
    const [curve] = compareExperiments([createEntry('/a', { ...before, runs: byEpoch })]).curves;
    assert.equal(
      TEXTS.broken(curve.label, curve.brokenAt!, curve.unit),
      'train.py at 0.1: NaN or infinite from epoch 3 on',
    );
  });

  it('draw no curves of sweeps, and say nothing of how they ended', () => {
    const { curves, outcome } = compareExperiments([createEntry('/a', SWEEP), createEntry('/b', SWEEP)]);
    assert.deepEqual([curves, outcome], [[], null]);
  });

  it('say which of them cannot be shown', () => {
    const damaged = createEntry('/c', { ...SWEEP, record: { ...SWEEP.record, kind: 'unheard-of' } });
    const { experiments, problems } = compareExperiments([createEntry('/a', SWEEP), damaged]);
    assert.equal(experiments.length, 1);
    assert.match(problems[0], /^The experiment in \/c is a unheard-of/);
  });
});
