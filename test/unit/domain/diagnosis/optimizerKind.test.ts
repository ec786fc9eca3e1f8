import assert from 'node:assert/strict';
import { optimizerKind } from '../../../../src/domain/diagnosis/optimizerKind.ts';
import { optimizerTitle } from '../../../../src/domain/optimizerFamily.ts';

describe('the optimizer of a run', () => {
  const cases = [
    ['sgd', 'sgd', 'SGD'],
    ['momentum', 'momentum', 'SGD'],
    ['torch.optim.AdamW', 'adam', 'AdamW'],
    ['nadam', 'adam', 'NAdam'],
    ['adopt', 'adam', 'adopt'],
    ['yogi', 'adam', 'yogi'],
    ['RMSpropTF', 'rmsprop', 'RMSprop'],
    ['paged_lion_8bit', 'lion', 'Lion'],
    ['MuonWithAuxAdam', 'muon', 'Muon'],
    // Their rates are near 1: nothing that is known of Adam holds for them.
    ['adadelta', null, 'Adadelta'],
    ['prodigy', null, 'prodigy'],
    ['MyOwnThing', null, 'MyOwnThing'],
  ] as const;
  for (const [name, kind, title] of cases) {
    it(`is ${kind ?? 'unknown to the diagnosis'} if it is logged as ${name}, and ${title} for people`, () =>
      assert.deepEqual([optimizerKind(name), optimizerTitle(name)], [kind, title]));
  }
});
