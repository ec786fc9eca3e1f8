import assert from 'node:assert/strict';
import { packMessage, unpackMessage } from '../../../src/protocol/panelWire.ts';
import { sevenRates, threeRates } from '../charts/samples.ts';
import { hydrateOf, modelOf } from './sweeps.ts';
import { SweepModel } from '../../../webview/sweepModel.ts';

describe('what the page knows of a sweep', () => {
  it('survives the way from the host, NaN and the infinities included', () => {
    const message = hydrateOf(sevenRates());
    const broken = message.runs.find(({ score }) => score === Infinity)!;
    const wire = packMessage(message);
    // VS Code sends JSON and puts typed arrays back.
    const arrived = unpackMessage({
      text: (JSON.parse(JSON.stringify({ text: wire.text })) as { text: string }).text,
      losses: wire.losses,
    });
    assert.deepEqual(arrived, message);
    assert.equal(new SweepModel(arrived).runs[broken.index].score, Infinity);
    assert.ok(message.losses[broken.index].losses.some(Number.isNaN));
  });

  it('appends what is new, and replaces what was measured anew', () => {
    const message = hydrateOf(threeRates());
    const model = new SweepModel(message);
    const before = model.samples(0).length;
    const { folder, actions, progress, summary } = message;
    const update = { type: 'update', folder, actions, progress, summary, runs: [] } as const;
    model.apply({
      ...update,
      losses: [{ index: 0, replace: false, steps: Float64Array.of(1000), losses: Float64Array.of(0.5) }],
    });
    assert.deepEqual([model.samples(0).length, model.samples(0).at(-1)], [before + 1, { step: 1000, loss: 0.5 }]);
    model.apply({
      ...update,
      losses: [{ index: 0, replace: true, steps: Float64Array.of(0), losses: Float64Array.of(2.3) }],
    });
    assert.deepEqual(model.samples(0), [{ step: 0, loss: 2.3 }]);
  });

  it('keeps the epochs that are not sent again', () => {
    const message = hydrateOf(threeRates());
    const model = new SweepModel(message);
    const { folder, actions, progress, summary, runs } = message;
    const [first] = runs;
    const third = { ...first.epochs[2], accuracy: 0.5 };
    model.apply({
      type: 'update',
      folder,
      actions,
      progress,
      summary,
      losses: [],
      runs: [{ ...first, epochs: [third], keptEpochs: 2 }],
    });
    assert.deepEqual(model.runs[0].epochs, [first.epochs[0], first.epochs[1], third]);
  });

  it('does not grow without end', () => {
    const model = modelOf(threeRates());
    const { folder, actions, progress, summary } = hydrateOf(threeRates());
    const steps = Float64Array.from({ length: 10_000 }, (_, index) => index + 1000);
    model.apply({
      type: 'update',
      folder,
      actions,
      progress,
      summary,
      runs: [],
      losses: [{ index: 0, replace: false, steps, losses: steps.map(Math.sin) }],
    });
    assert.ok(model.samples(0).length <= 2000);
    assert.equal(model.samples(0).at(-1)?.step, 10_999);
  });
});
