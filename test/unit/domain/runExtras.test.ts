import assert from 'node:assert/strict';
import { layerNames } from '../../../src/domain/layers.ts';
import { RIDING_THE_CURVE, SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import {
  extrasOf,
  serializeLayerRates,
  parseClip,
  parseLayerRates,
  parseMeasures,
} from '../../../src/domain/runExtras.ts';
import type { RunExtras } from '../../../src/domain/runExtras.ts';
import type { RunSpec } from '../../../src/domain/run.ts';
import { describeNetwork } from '../../../src/kinds/builtIn.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import type { SweepChoice } from '../../../src/kinds/sweep/choice.ts';
import { planSweep } from '../../../src/kinds/sweep/plan.ts';

const CHOICE = presetChoice(SLOW_FAST_FURIOUS);
const specsOf = (choice: SweepChoice): RunSpec[] => planSweep(choice).runs.map(({ spec }) => spec!);
const EXTRAS: RunExtras = {
  measures: ['dead-share', 'gradient-norm'],
  clip: 0.5,
  groupRates: { output: 0.01, convolution1: 0 },
};

describe('what a run is asked for beyond the usual', () => {
  it('is the same in every run of a sweep', () => {
    for (const spec of specsOf({ ...CHOICE, ...EXTRAS })) assert.deepEqual(extrasOf(spec), EXTRAS);
  });

  it('leaves no trace where nothing is asked', () => {
    for (const spec of specsOf(CHOICE))
      assert.deepEqual(
        Object.keys(spec).filter((key) => key in EXTRAS),
        [],
      );
  });

  const wrong: [string, object, RegExp][] = [
    [
      'a layer that is not there',
      { groupRates: { dense2: 0.1 } },
      /no layer "dense2".*its layers are convolution1, convolution2, dense1, output\.$/,
    ],
    [
      'a layer with a negative rate',
      { groupRates: { output: -1 } },
      /rate of layer output must be a number of at least 0, not -1/,
    ],
    ['a layer with no finite rate', { groupRates: { output: Infinity } }, /not Infinity/],
    ['clipping to nothing', { clip: 0 }, /must be a positive number such as 1\.0, not 0/],
    ['clipping to no number', { clip: NaN }, /must be a positive number/],
    [
      'an unknown measure',
      { measures: ['loss'] },
      /Unknown measure "loss"\. Available: gradient-norm, update-ratio and dead-share/,
    ],
  ];
  for (const [what, extras, message] of wrong) {
    it(`is refused with a sentence: ${what}`, () =>
      assert.throws(() => planSweep({ ...CHOICE, ...extras }), { name: 'RangeError', message }));
  }

  it('is read as people type it', () => {
    assert.deepEqual(parseMeasures('update-ratio, dead-share,update-ratio'), ['update-ratio', 'dead-share']);
    assert.equal(parseClip(' 1e-1'), 0.1);
    assert.deepEqual(parseLayerRates('output=0.01, convolution1 = 0'), { output: 0.01, convolution1: 0 });
  });

  it('is written as it is read, and told with what was measured', () => {
    const text = 'output=0.01,convolution1=0';
    assert.equal(serializeLayerRates(parseLayerRates(text)), text);
    const [spec] = specsOf({ ...CHOICE, ...EXTRAS, network: { ...CHOICE.network, loss: 'squared' } });
    assert.equal(
      describeNetwork(spec),
      'MNIST CNN with Adam, squared loss, batch 64, gradients clipped at 0.5, output at 0.01, convolution1 frozen',
    );
  });

  const unreadable: [string, () => unknown, RegExp][] = [
    ['no measure', () => parseMeasures('loss'), /Unknown measure "loss"/],
    ['an empty list of measures', () => parseMeasures(''), /Unknown measure ""/],
    ['a clip that is no number', () => parseClip('0x10'), /not "0x10"/],
    ['a clip of nothing', () => parseClip(''), /not ""/],
    ['a decimal comma', () => parseLayerRates('output=0,01'), /^"01" is no rate of a layer; write layer=rate/],
    ['a layer without a rate', () => parseLayerRates('output='), /^"output=" is no rate/],
    ['a layer given twice', () => parseLayerRates('output=1,output=2'), /^The layer output is given two rates/],
    ['a negative rate', () => parseLayerRates('output=-1'), /^"output=-1" is no rate/],
  ];
  for (const [what, parse, message] of unreadable) {
    it(`cannot be read from ${what}`, () => assert.throws(parse, { name: 'RangeError', message }));
  }
});

describe('layerNames', () => {
  it('names the layers that have weights, in their order', () => {
    assert.deepEqual(layerNames(RIDING_THE_CURVE.network), ['convolution1', 'convolution2', 'dense1', 'output']);
    assert.deepEqual(layerNames({ ...RIDING_THE_CURVE.network, blocks: [], hidden: [] }), ['output']);
  });
});
