import assert from 'node:assert/strict';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { tableRows } from '../../../webview/tableRows.ts';
import { sevenRates, threeRates } from '../charts/samples.ts';
import { hydrateOf, modelOf } from './sweeps.ts';
import { SweepModel } from '../../../webview/sweepModel.ts';

const BY_RATE = { key: 'rate', descending: false } as const;

describe('the table of runs', () => {
  it('has a line a rate, ascending, with what became of it', () => {
    const rows = tableRows(modelOf(threeRates()), BY_RATE);
    assert.deepEqual(
      rows.map(({ name, verdict, texts }) => [name, verdict, texts.accuracy, texts.epoch, texts.state, texts.speed]),
      [
        ['1e-4', 'slow', '79.3 %', '3 / 3', 'finished', '10,640'],
        ['0.01', 'fast', '97.1 %', '3 / 3', 'finished', '10,640'],
        ['0.1', 'furious', '11.7 %', '3 / 3', 'finished', '10,640'],
      ],
    );
    assert.ok(rows.every(({ seeds }) => seeds.length === 0));
  });

  it('gives mean and spread over the seeds, with as many decimals as each other', () => {
    const rows = tableRows(modelOf(sevenRates()), BY_RATE);
    const [lowest] = rows;
    assert.equal(lowest.seeds.length, 3);
    assert.match(lowest.texts.loss, /^\d\.\d\d ± 0\.\d\d$/);
    assert.equal(rows.find(({ name }) => name === '1e-4')?.texts.accuracy, '79.0 ± 0.0 %');
  });

  it('names the runs of a rate by what tells them apart: their seeds, their engines or both', () => {
    const names = (experiment: ExperimentOverview): string[] =>
      tableRows(modelOf(experiment), BY_RATE)[0].seeds.map(({ name }) => name);
    const twice = ({ record, runs }: ExperimentOverview): ExperimentOverview => {
      const specs = record.specs.flatMap((spec) => [spec, { ...spec, engine: 'tensorflow' as const }]);
      const doubled = runs.flatMap((run, index) => [
        { ...run, index: 2 * index },
        { ...run, index: 2 * index + 1 },
      ]);
      return { record: { ...record, specs, secondEngine: { name: 'tensorflow', build: '' } }, runs: doubled };
    };
    assert.deepEqual(names(sevenRates()), ['seed 1', 'seed 2', 'seed 3']);
    assert.deepEqual(names(twice(threeRates())), ['wasm', 'tensorflow']);
    assert.deepEqual(names(twice(sevenRates())).slice(0, 2), ['seed 1, wasm', 'seed 1, tensorflow']);
  });

  it('has no verdict for a rate whose seeds disagree, and says where to look', () => {
    const row = tableRows(modelOf(sevenRates()), BY_RATE).find(({ name }) => name === '0.01')!;
    assert.equal(row.verdict, null);
    assert.match(row.why, /fared differently/);
    assert.deepEqual(
      row.seeds.map(({ verdict }) => verdict),
      ['fast', 'furious', 'fast'],
    );
  });

  it('says at which step a run broke instead of a loss', () => {
    const row = tableRows(modelOf(sevenRates()), BY_RATE).find(({ name }) => name === '3')!;
    assert.equal(row.texts.loss, 'NaN at step 41');
  });

  it('sorts by any column, both ways, and leaves what is unknown at the end', () => {
    const model = modelOf(sevenRates());
    const names = (key: 'loss' | 'accuracy' | 'verdict', descending: boolean): string[] =>
      tableRows(model, { key, descending }).map(({ name }) => name);
    assert.equal(names('loss', false)[0], '0.003');
    assert.equal(names('loss', true)[0], '3');
    assert.deepEqual([names('verdict', false)[0], names('verdict', false).at(-1)], ['1e-5', '0.01']);
    assert.deepEqual([names('verdict', true)[0], names('verdict', true).at(-1)], ['0.1', '0.01']);
  });

  it('shows the recent loss of a run that has not ended', () => {
    const message = hydrateOf(threeRates());
    const [first, ...others] = message.runs;
    const model = new SweepModel({
      ...message,
      runs: [{ ...first, state: 'running', score: null, progress: 0.5, findings: [] }, ...others],
    });
    const row = tableRows(model, BY_RATE).find(({ rate }) => rate === model.spec(0).learningRate)!;
    assert.deepEqual([row.texts.state, row.texts.epoch], ['running', '1.5 / 3']);
    assert.match(row.texts.loss, /^2\.3/);
  });
});
