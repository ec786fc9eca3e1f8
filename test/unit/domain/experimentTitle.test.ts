import assert from 'node:assert/strict';
import { experimentTitle } from '../../../src/domain/experimentTitle.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { threeRates } from '../charts/samples.ts';

describe('the title of an experiment', () => {
  const { record } = threeRates();
  const titles = [
    ['that of its preset', { preset: SLOW_FAST_FURIOUS.name, name: SLOW_FAST_FURIOUS.name }, 'Slow, Fast, or Furious'],
    [
      'the name of a preset that this version does not know',
      { preset: 'of-tomorrow', name: 'of-tomorrow' },
      'of-tomorrow',
    ],
    ['its own name', { preset: null, name: 'warm-up or not' }, 'warm-up or not'],
    ['its rates, where it has no name', { preset: null, name: 'sweep' }, '0.1, 0.01, 1e-4'],
    [
      'its rates, where it has only the name of the preset that it was made from',
      { preset: null, name: SLOW_FAST_FURIOUS.name },
      '0.1, 0.01, 1e-4',
    ],
  ] as const;
  for (const [what, change, title] of titles) {
    it(`is ${what}`, () => assert.equal(experimentTitle({ ...record, ...change }), title));
  }
});
