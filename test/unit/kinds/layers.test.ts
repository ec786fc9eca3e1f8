import assert from 'node:assert/strict';
import type { ExperimentOverview, RunOverview } from '../../../src/domain/experiment.ts';
import { featureLayers } from '../../../src/domain/layers.ts';
import { RIDING_THE_CURVE, SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { RunState } from '../../../src/domain/run.ts';
import { layers } from '../../../src/kinds/layers.ts';
import { layersChoice } from '../../../src/kinds/layers/choice.ts';
import type { LayersChoice } from '../../../src/kinds/layers/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';

const TRAINING = { ...presetChoice(SLOW_FAST_FURIOUS), seeds: 2 };
const CHOICE = layersChoice(TRAINING, 0.01);

/** A comparison whose runs end with these accuracies, by variant and seed. */
function compared(accuracies: readonly (readonly number[])[], state: RunState = 'finished'): ExperimentOverview {
  const { variants, runs: planned } = layers.plan(CHOICE);
  const runs = planned.map(({ facts, variant, spec, seed }, index): RunOverview => {
    const { result, ...rest } = finishedRun(index, 0.01, [2.3, 1]);
    const accuracy = accuracies[variants.indexOf(variant)][seed! - 1];
    const epoch = { epoch: 1, step: 1, loss: 1, accuracy, validationLoss: 1, seconds: 1, images: 100 };
    return {
      ...rest,
      variant: variant.id,
      seed,
      facts,
      spec,
      state,
      result: state === 'finished' ? { ...result!, epochs: [epoch] } : null,
    };
  });
  const { record } = sweepOf(runs);
  return { record: { ...record, kind: 'layers', choice: CHOICE, variants }, variants, runs };
}

describe('a comparison of layers', () => {
  it('goes on with the second half of the classes, its features at the rate, a tenth of it or frozen, or with a new network', () => {
    const specs = layers.plan(CHOICE).runs.map(({ spec }) => spec!);
    const features = featureLayers(CHOICE.network);
    assert.deepEqual(features, ['convolution1', 'convolution2']);
    assert.equal(specs.length, 8);
    assert.deepEqual(
      specs.slice(0, 4).map(({ seed, groupRates, pretraining }) => [seed, groupRates, pretraining?.classes]),
      [
        [1, undefined, [0, 1, 2, 3, 4]],
        [1, { convolution1: 0.001, convolution2: 0.001 }, [0, 1, 2, 3, 4]],
        [1, { convolution1: 0, convolution2: 0 }, [0, 1, 2, 3, 4]],
        [1, undefined, undefined],
      ],
    );
    for (const { dataset } of specs) assert.deepEqual(dataset.classes, [5, 6, 7, 8, 9]);
  });

  it('refuses networks with too few classes or a single layer, and rates that are none', () => {
    const { network } = TRAINING;
    const refused: [LayersChoice, RegExp][] = [
      [layersChoice({ ...TRAINING, network: { ...network, outputs: 3 } }, 0.01), /at least 4 classes/],
      [layersChoice({ ...TRAINING, network: { ...network, blocks: [], hidden: [] } }, 0.01), /more than one layer/],
      [layersChoice(TRAINING, 0), /must be a positive number, not 0\./],
    ];
    for (const [choice, message] of refused) assert.throws(() => layers.plan(choice), message);
  });

  it('names the most accurate, with the range over the seeds', () => {
    const experiment = compared([
      [0.8, 0.82],
      [0.9, 0.92],
      [0.85, 0.87],
      [0.5, 0.6],
    ]);
    const summary = layers.summarize(experiment);
    assert.equal(summary.isClear, true);
    const { answer, outcome, notes } = layers.describe(experiment, summary, false);
    assert.equal(answer.value, 'features at a tenth');
    assert.match(answer.detail, /^features at a tenth: 91\.0% \(90\.0% to 92\.0%\) · features frozen: 86\.0%/);
    assert.equal(outcome, 'best: features at a tenth');
    assert.deepEqual(notes, []);
  });

  it('says that the seeds of the two best overlap', () => {
    const experiment = compared([
      [0.8, 0.91],
      [0.9, 0.92],
      [0.7, 0.7],
      [0.5, 0.6],
    ]);
    const { notes } = layers.describe(experiment, layers.summarize(experiment), false);
    assert.match(notes.join(), /"features at a tenth" and "one rate" overlap across seeds/);
  });

  it('has no answer while nothing has finished', () => {
    const experiment = compared([[0], [0], [0], [0]], 'running');
    const { answer, outcome } = layers.describe(experiment, layers.summarize(experiment), true);
    assert.equal(answer.value, null);
    assert.equal(outcome, null);
  });

  it('draws the accuracy of the new classes, with guessing among them', () => {
    const experiment = compared([[0.9], [0.9], [0.9], [0.9]]);
    const [accuracy] = layers.figures(experiment, layers.summarize(experiment));
    assert.equal(accuracy.lines[0].metric, 'validationAccuracy');
    assert.equal(accuracy.reference?.y, 0.2);
  });

  it('names the command that trains the same network', () => {
    const commandOf = (choice: LayersChoice): string | null => {
      const experiment = compared([[0.9], [0.9], [0.9], [0.9]]);
      const other = { ...experiment, record: { ...experiment.record, choice } };
      return layers.describe(other, layers.summarize(other), false).command;
    };
    assert.match(commandOf(CHOICE)!, /^goldilocks compare --layers --rate 0\.01 --optimizer adam --batch 64 /);
    const large = layersChoice({ ...TRAINING, network: RIDING_THE_CURVE.network }, 0.01);
    assert.match(commandOf(large)!, /^goldilocks compare --layers --preset riding-the-curve --rate 0\.01 /);
  });
});
