import assert from 'node:assert/strict';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import type { PanelRun } from '../../../src/protocol/panel.ts';
import { ExperimentModel } from '../../../webview/experimentModel.ts';
import { filledColumns, tableRows } from '../../../webview/tableRows.ts';
import { findingOf, sevenRates, threeRates } from '../charts/samples.ts';
import { hydrateOf, modelOf } from './experiments.ts';
import type { Hydrate } from './experiments.ts';

const BY_RATE = { key: 'variant', descending: false } as const;

describe('the table of runs', () => {
  it('has a row a variant, ascending, with its results', () => {
    const rows = tableRows(modelOf(threeRates()), BY_RATE);
    assert.deepEqual(
      rows.map(({ name, verdict, texts }) => [name, verdict, texts.accuracy, texts.epoch, texts.state, texts.speed]),
      [
        ['1e-4', 'slow', '79.3%', '3 / 3', 'finished', '10,640'],
        ['0.01', 'fast', '97.1%', '3 / 3', 'finished', '10,640'],
        ['0.1', 'furious', '11.7%', '3 / 3', 'finished', '10,640'],
      ],
    );
    assert.ok(rows.every(({ runs }) => runs.length === 0));
  });

  it('gives mean and spread over the seeds, with as many decimals as each other', () => {
    const rows = tableRows(modelOf(sevenRates()), BY_RATE);
    const [lowest] = rows;
    assert.equal(lowest.runs.length, 3);
    assert.match(lowest.texts.loss, /^\d\.\d\d ± 0\.\d\d$/);
    assert.equal(rows.find(({ name }) => name === '1e-4')?.texts.accuracy, '79.0 ± 0.0%');
  });

  it('names the runs of a variant by their seeds', () => {
    const [first] = tableRows(modelOf(sevenRates()), BY_RATE);
    assert.deepEqual(
      first.runs.map(({ name }) => name),
      ['seed 1', 'seed 2', 'seed 3'],
    );
  });

  it('has a row for each engine where there are two', () => {
    const rows = tableRows(modelOf(threeRates({ preset: null, secondEngine: 'tensorflow' })), BY_RATE);
    assert.deepEqual(
      rows.slice(0, 2).map(({ name, runs }) => [name, runs.length]),
      [
        ['1e-4 wasm', 0],
        ['1e-4 tensorflow', 0],
      ],
    );
  });

  it('tells everything that was found in a run, the comparison with others first', () => {
    const [slow] = tableRows(modelOf(threeRates()), BY_RATE);
    assert.deepEqual(
      slow.remarks.map(({ severity }) => severity),
      ['warning'],
    );
    assert.match(slow.remarks[0].text, /the rate is too low for a training of this length/);
    assert.equal(slow.remarks[0].advice, 'Try 0.01. Or: Train for about 6 epochs.');
    const message = hydrateOf(threeRates());
    const [first, ...others] = message.runs;
    const second = findingOf(['oscillating', 'rate-too-high', 'The loss oscillates.']);
    const model = new ExperimentModel({
      ...message,
      runs: [{ ...first, reason: 'Stopped early.', findings: [...first.findings, second] }, ...others],
    });
    const furious = tableRows(model, BY_RATE).find(({ name }) => name === '0.1')!;
    assert.deepEqual(
      furious.remarks.map(({ severity, text }) => [severity, text.slice(0, 20)]),
      [
        ['error', 'The loss jumped to 3'],
        ['warning', 'The loss oscillates.'],
        [null, 'Stopped early.'],
      ],
    );
  });

  it('has no verdict for a rate whose seeds disagree, and says where to look', () => {
    const row = tableRows(modelOf(sevenRates()), BY_RATE).find(({ name }) => name === '0.01')!;
    assert.equal(row.verdict, null);
    assert.match(row.remarks[0].text, /different results/);
    assert.deepEqual(
      row.runs.map(({ verdict }) => verdict),
      ['fast', 'stuck-at-chance', 'fast'],
    );
  });

  it('says why at the rate itself, once for all seeds of which the same is true', () => {
    const rows = tableRows(modelOf(sevenRates()), BY_RATE);
    const textsAt = (rate: string) => rows.find(({ name }) => name === rate)!.remarks.map(({ text }) => text);
    assert.match(textsAt('1e-5')[0], /^All 3 runs, for example seed 1: .*too low for/);
    const message = hydrateOf(sevenRates());
    const [first, ...others] = message.runs.filter(({ facts }) => facts.rate === 3);
    const stopped = { ...first, findings: [], reason: 'Out of memory.' };
    const model = new ExperimentModel({
      ...message,
      runs: message.runs.map((run) => (run.index === first.index ? stopped : run)),
      summary: { ...message.summary, comparisons: {} },
    });
    const broken = tableRows(model, BY_RATE).find(({ name }) => name === '3')!;
    assert.equal(others.length, 2);
    assert.deepEqual(
      broken.remarks.map(({ text }) => text),
      ['seed 1: Out of memory.', '2 of 3 runs, for example seed 2: The loss is not a number.'],
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
    const model = new ExperimentModel({
      ...message,
      runs: [{ ...first, state: 'running', score: null, newestStep: 236, findings: [] }, ...others],
    });
    const row = tableRows(model, BY_RATE).find(({ variant }) => variant === first.variant)!;
    assert.deepEqual([row.texts.state, row.texts.epoch], ['running', '1.5 / 3']);
    assert.match(row.texts.loss, /^2\.3/);
  });

  it('says what a run does now where that is no step', () => {
    const message = hydrateOf(threeRates());
    const [first, ...others] = message.runs;
    const measuring = { ...first, state: 'running' as const, activity: 'measuring point 3 of 10' };
    const rows = tableRows(new ExperimentModel({ ...message, runs: [measuring, ...others] }), BY_RATE);
    assert.equal(rows.find(({ variant }) => variant === first.variant)?.texts.state, 'measuring point 3 of 10');
  });
});

describe('the table of a log', () => {
  const { record, ...rest } = hydrateOf(threeRates());
  const series = (steps: readonly number[], values: readonly number[]) => ({
    steps: Float64Array.from(steps),
    values: Float64Array.from(values),
  });
  const log = (changes: Partial<PanelRun> = {}): ExperimentModel =>
    new ExperimentModel({
      ...rest,
      record: { ...record, kind: 'training', subject: 'log', runner: null },
      summary: { kind: 'training', verdicts: {}, comparisons: {}, suggestedRates: {} } as unknown as Hydrate['summary'],
      variants: [{ id: '', label: '', values: {} }],
      runs: [
        {
          index: 0,
          variant: '',
          seed: null,
          facts: NO_FACTS,
          state: 'finished',
          elsewhere: false,
          reason: null,
          epochs: [],
          initialLoss: null,
          score: 1,
          imagesPerSecond: null,
          engine: null,
          findings: [],
          progress: null,
          newestStep: 1200,
          activity: null,
          ...changes,
        },
      ],
      series: [{ index: 0, metric: 'loss', kept: 0, ...series([1, 1200], [3, 1]) }],
    });

  it('has only the columns of which something is known, and counts steps', () => {
    const model = log();
    const rows = tableRows(model, BY_RATE);
    assert.deepEqual(filledColumns(rows), ['variant', 'loss', 'epoch', 'state']);
    assert.deepEqual([rows[0].name, rows[0].texts.loss, rows[0].texts.epoch], ['run 1', '1', '1,200']);
    assert.deepEqual([model.stepsPerEpoch, model.unit, model.variesByRate], [null, 'step', false]);
  });

  it('has a verdict once something was found', () => {
    const reasons = [{ id: 'bounce', value: 0.5, weight: 1 }] as const;
    const finding = { ...findingOf(['diverging', 'rate-too-high', 'The loss rises.']), reasons };
    const rows = tableRows(log({ findings: [finding] }), BY_RATE);
    assert.ok(filledColumns(rows).includes('verdict'));
    assert.deepEqual(rows[0].remarks, [
      {
        code: 'made-up',
        severity: 'error',
        text: 'The loss rises.',
        advice: 'The rate is probably too high.',
        reasons: 'Reasons: The loss ended above its lowest level, by 50% of the drop.',
        actions: [{ kind: 'explain', symptom: 'diverging' }],
      },
    ]);
  });

  it('says in which row a loss became NaN', () => {
    const model = log({ facts: { ...NO_FACTS, unit: 'row' }, score: Infinity });
    const broken = { index: 0, metric: 'loss', kept: 0, ...series([0, 41], [1, NaN]) };
    model.apply({ type: 'update', folder: '/experiments/one', runs: [], series: [broken] });
    assert.equal(tableRows(model, BY_RATE)[0].texts.loss, 'NaN in row 41');
  });
});
