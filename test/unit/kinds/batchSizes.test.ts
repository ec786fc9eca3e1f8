import assert from 'node:assert/strict';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { totalSteps } from '../../../src/domain/steps.ts';
import { batchSizes } from '../../../src/kinds/batchSizes.ts';
import { batchSizesChoice, doubledRates } from '../../../src/kinds/batchSizes/choice.ts';
import type { BatchSizesChoice } from '../../../src/kinds/batchSizes/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { trained } from '../../support/comparisons.ts';

const TRAINING = presetChoice(SLOW_FAST_FURIOUS);
const RATES = [1e-3, 2e-3, 4e-3, 8e-3, 1.6e-2, 3.2e-2, 6.4e-2];
const CHOICE = batchSizesChoice(TRAINING, [16, 32, 64, 128], RATES, 'images');

/** The best rate is 4e-3 at batch 16 and grows with a power of the batch; seeds scatter around it by a factor. */
function grown(exponent: number, scatter = 1, choice: BatchSizesChoice = CHOICE): ExperimentOverview {
  return trained('batch-sizes', choice, ({ batchSize, learningRate, seed }) => {
    const best = 4e-3 * (batchSize / 16) ** exponent * scatter ** (seed === 2 ? 1 : -1);
    return 0.1 + Math.log10(learningRate / best) ** 2;
  });
}

const summarized = (experiment: ExperimentOverview) => batchSizes.summarize(experiment);

describe('a comparison of batch sizes', () => {
  it('sweeps each batch size over the same rates, each twice the one before', () => {
    assert.deepEqual(doubledRates(DEFAULT_OPTIMIZERS.adam), [3.1e-4, 6.3e-4, 1.3e-3, 2.5e-3, 5e-3, 0.01, 0.02, 0.04]);
    const { variants, runs } = batchSizes.plan(CHOICE);
    assert.equal(runs.length, 28);
    assert.deepEqual([variants[0].label, variants[7].label], ['0.001 batch 16', '0.001 batch 32']);
    assert.equal(runs[7].spec!.batchSize, 32);
    assert.equal(runs[7].facts.batchSize, 32);
  });

  it('lets all see the same images, or take the same steps as the largest batch', () => {
    const stepsOf = (choice: BatchSizesChoice): number[] => {
      const { runs } = batchSizes.plan(choice);
      return [0, 7, 14, 21].map((index) => totalSteps(runs[index].spec!));
    };
    assert.deepEqual(stepsOf(CHOICE), [1875, 939, 471, 237]);
    assert.deepEqual(stepsOf({ ...CHOICE, equal: 'steps' }), [237, 237, 237, 237]);
  });

  const refused: [BatchSizesChoice, RegExp][] = [
    [batchSizesChoice(TRAINING, [16], RATES, 'images'), /at least two batch sizes/],
    [batchSizesChoice(TRAINING, [16, 16], RATES, 'images'), /The batch size 16 is given twice/],
    [batchSizesChoice(TRAINING, [16, 32], [0.1, 1], 'images'), /at least three learning rates/],
    [batchSizesChoice(TRAINING, [16, 0], RATES, 'images'), /batch size must be a whole number from 1/],
  ];
  for (const [choice, message] of refused)
    it(`refuses what ${message.source} says`, () => assert.throws(() => batchSizes.plan(choice), message));

  for (const exponent of [0.5, 0.8]) {
    it(`finds a slope of ${exponent} between the rates that were tried`, () => {
      const { line, bests } = summarized(grown(exponent));
      assert.equal(bests.length, 4);
      assert.ok(Math.abs(line!.slope - exponent) < 1e-3, String(line!.slope));
      const [low, high] = line!.interval!;
      assert.ok(low <= exponent + 1e-3 && high >= exponent - 1e-3 && high - low < 0.02);
    });
  }

  it('says which rules fit, and that few points are few', () => {
    const told = (experiment: ExperimentOverview): string[] => {
      const { answer, notes } = batchSizes.describe(experiment, summarized(experiment), false);
      return [answer.value!, answer.detail, ...notes];
    };
    assert.deepEqual(told(grown(0.8)), [
      '1.7 times as high',
      'From 4 best rates: 1.74 to 1.74 times, with 95% confidence. Neither the linear rule (2 times) nor the square-root rule (1.4 times) fits. Slope 0.80 on logarithmic axes.',
      '4 best rates are few for a slope: use more seeds or batch sizes.',
    ]);
    const [, scattered, ...notes] = told(grown(0.75, 1.6, { ...CHOICE, seeds: 2 }));
    assert.match(
      scattered,
      /^From 8 best rates: .* Both the linear rule \(2 times\) and the square-root rule \(1\.4 times\) fit\. Slope 0\.\d+ on/,
    );
    assert.deepEqual(notes, []);
  });

  it('puts the rates of both rules beside the best ones, from the smallest batch on', () => {
    const experiment = grown(0.5);
    const { table } = batchSizes.describe(experiment, summarized(experiment), false);
    assert.deepEqual(
      table!.rows.map(({ cells: [size, best, , , linear, root] }) => [size, best, linear, root]),
      [
        ['16', '0.004', '0.004', '0.004'],
        ['32', '0.0057', '0.008', '0.0057'],
        ['64', '0.008', '0.016', '0.008'],
        ['128', '0.011', '0.032', '0.011'],
      ],
    );
  });

  it('leaves out a batch size whose best rate is the highest tried', () => {
    const experiment = grown(1.5);
    const { notes, table } = batchSizes.describe(experiment, summarized(experiment), false);
    assert.match(notes[0], /^The best rate of batch 128 is the lowest or the highest tried/);
    assert.equal(table!.rows[3].cells[1], '–');
    assert.equal(summarized(experiment).bests.length, 3);
  });

  it('has no slope before two batch sizes have results, nor where nothing learned', () => {
    const begun = trained('batch-sizes', CHOICE, ({ batchSize }) => (batchSize === 16 ? 0.1 : null));
    assert.equal(batchSizes.describe(begun, summarized(begun), true).answer.value, null);
    const stuck = trained('batch-sizes', CHOICE, () => 2.3);
    assert.deepEqual(summarized(stuck).bests, []);
  });

  it('names the command that runs it again', () => {
    const experiment = grown(0.5, 1, { ...CHOICE, equal: 'steps' });
    assert.equal(
      batchSizes.describe(experiment, summarized(experiment), false).command,
      'goldilocks compare --batches 16,32,64,128 --rates 0.001,0.002,0.004,0.008,0.016,0.032,0.064 --equal steps --optimizer adam --train 10000 --epochs 3 --test 2000 --seeds 1',
    );
  });
});
