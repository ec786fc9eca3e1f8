import assert from 'node:assert/strict';
import type { PanelMessage } from '../../../src/protocol/panel.ts';
import { packMessage, unpackMessage } from '../../../src/protocol/panelWire.ts';
import { ExperimentModel } from '../../../webview/experimentModel.ts';
import { sevenRates, threeRates } from '../charts/samples.ts';
import { hydrateOf, modelOf } from './experiments.ts';

type Update = Extract<PanelMessage, { type: 'update' }>;

const NOTHING: Update = { type: 'update', folder: '/experiments/one', runs: [], series: [] };

describe('what the page knows of an experiment', () => {
  it('survives the way from the host, NaN and the infinities included', () => {
    const message = hydrateOf(sevenRates());
    const broken = message.runs.find(({ score }) => score === Infinity)!;
    const wire = packMessage(message);
    // VS Code sends JSON and puts typed arrays back.
    const arrived = unpackMessage({
      text: (JSON.parse(JSON.stringify({ text: wire.text })) as { text: string }).text,
      series: wire.series,
    });
    assert.deepEqual(arrived, message);
    const model = new ExperimentModel(arrived);
    assert.equal(model.runs[broken.index].score, Infinity);
    assert.ok(model.series(broken.index).loss!.values.some(Number.isNaN));
  });

  it('appends what is new, and replaces what was measured anew', () => {
    const model = modelOf(threeRates());
    const before = model.series(0).loss!.steps.length;
    const series = { index: 0, metric: 'loss', steps: Float64Array.of(1000), values: Float64Array.of(0.5) };
    model.apply({ ...NOTHING, series: [{ ...series, kept: before }] });
    const { steps, values } = model.series(0).loss!;
    assert.deepEqual([steps.length, steps.at(-1), values.at(-1)], [before + 1, 1000, 0.5]);
    model.apply({ ...NOTHING, series: [{ ...series, kept: 0 }] });
    assert.deepEqual(model.series(0).loss, { steps: series.steps, values: series.values });
  });

  it('knows whether the loss of each step was measured', () => {
    const model = modelOf(threeRates());
    const lossAt = (...steps: number[]): boolean => {
      const [first] = model.runs;
      for (const { index } of model.runs) {
        const values = new Float64Array(steps.length);
        const series = [{ index, metric: 'loss' as const, steps: Float64Array.from(steps), values, kept: 0 }];
        model.apply({ ...NOTHING, runs: [{ ...first, index, keptEpochs: 0 }], series });
      }
      return model.hasLossOfEachStep;
    };
    assert.equal(lossAt(0, 1, 2, 3), true);
    assert.equal(lossAt(1, 2, 3), true);
    assert.equal(lossAt(50, 100, 150), false);
  });

  it('keeps the epochs that are not sent again', () => {
    const message = hydrateOf(threeRates());
    const model = new ExperimentModel(message);
    const [first] = message.runs;
    const third = { ...first.epochs[2], accuracy: 0.5 };
    model.apply({ ...NOTHING, runs: [{ ...first, epochs: [third], keptEpochs: 2 }] });
    assert.deepEqual(model.runs[0].epochs, [first.epochs[0], first.epochs[1], third]);
  });

  it('keeps the parts that are not sent again', () => {
    const model = modelOf(threeRates());
    const { description, figures } = model;
    model.apply({ ...NOTHING, progress: { done: 0.5, left: null, note: null } });
    assert.equal(model.progress?.done, 0.5);
    assert.deepEqual([model.description, model.figures], [description, figures]);
    model.apply({ ...NOTHING, progress: null });
    assert.equal(model.progress, null);
  });

  it('takes in runs and variants that appear later', () => {
    const message = hydrateOf(threeRates());
    const [first, second, third] = message.runs;
    const early = { ...message, runs: [second], series: [], variants: message.variants.slice(1, 2) };
    const model = new ExperimentModel(early);
    assert.deepEqual(model.series(0), {});
    model.apply({
      ...NOTHING,
      variants: message.variants,
      runs: [third, first].map((run) => ({ ...run, keptEpochs: 0 })),
      series: message.series.filter(({ index }) => index !== 1),
    });
    assert.deepEqual(
      model.runs.map(({ index, epochs }) => [index, epochs.length]),
      [
        [0, 3],
        [1, 3],
        [2, 3],
      ],
    );
    assert.equal(model.series(2).loss?.steps.length, 472);
    assert.equal(model.curveInput().variants.length, 3);
  });

  it('joins the word of a variant with the findings of its runs', () => {
    const model = modelOf(sevenRates());
    const collapsed = model.runs.find(({ findings, variant }) => {
      return variant === 'rate=0.01,engine=wasm' && findings[0].symptom === 'stuck-at-chance';
    })!;
    assert.equal(model.verdict(collapsed), 'stuck-at-chance');
    const others = model.runs.filter(({ seed }) => seed === 1).map((run) => model.verdict(run));
    assert.deepEqual(others, ['slow', 'slow', 'fast', 'fast', 'fast', 'furious', 'furious']);
  });
});
