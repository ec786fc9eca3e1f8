import assert from 'node:assert/strict';
import { createEntry } from '../../../../src/app/experimentEntry.ts';
import type { ExperimentEntry } from '../../../../src/app/experimentEntry.ts';
import { builtInLine, builtInResult, builtInText } from '../../../../src/app/sites/builtInResult.ts';
import { DEFAULT_OPTIMIZERS } from '../../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import { presetChoice } from '../../../../src/kinds/sweep/choice.ts';
import { trained } from '../../../support/comparisons.ts';

const CHOICE = {
  ...presetChoice(SLOW_FAST_FURIOUS),
  optimizer: DEFAULT_OPTIMIZERS.adam,
  learningRates: [0.0001, 0.001, 0.1],
};

/** A sweep by Adam that learns at 0.001 only, unless it is to learn nowhere or has not ended. */
function sweep(folder: string, loss: 'learns' | 'learns nothing' | 'waits' = 'learns'): ExperimentEntry {
  return createEntry(
    folder,
    trained('sweep', CHOICE, ({ learningRate }) => {
      if (loss === 'waits') return null;
      return loss === 'learns' && learningRate === 0.001 ? 0.1 : learningRate === 0.1 ? NaN : 2.3;
    }),
  );
}

describe('what the built-in network shows at a rate', () => {
  it('is named after the network, as an illustration, never as a measurement of the program', () => {
    const result = builtInResult({ rate: 0.1, optimizer: 'adam' }, [sweep('/new'), sweep('/old')])!;
    assert.equal(result.folder, '/new');
    assert.equal(
      builtInText(result),
      'On the MNIST CNN with Adam, batch 64: 0.1 is furious; the Goldilocks zone is 0.001. An illustration; your model may need a different rate.',
    );
    assert.equal(builtInLine(result), 'on the MNIST CNN with Adam, batch 64: furious at 0.1');
    assert.doesNotMatch(builtInText(result), /measured|proof|prove/);
  });

  it('is nothing for another rate, another optimizer, and until a sweep has ended', () => {
    assert.equal(builtInResult({ rate: 0.2, optimizer: 'adam' }, [sweep('/a')]), null);
    assert.equal(builtInResult({ rate: 0.1, optimizer: 'sgd' }, [sweep('/a')]), null);
    assert.equal(builtInResult({ rate: 0.1, optimizer: 'adam' }, [sweep('/a', 'waits')]), null);
    assert.equal(builtInResult({ rate: 0.1, optimizer: 'adam' }, [sweep('/a', 'waits'), sweep('/b')])?.folder, '/b');
  });

  it('is told without a zone where the network learned at no rate', () => {
    const result = builtInResult({ rate: 0.1, optimizer: 'adam' }, [sweep('/a', 'learns nothing')])!;
    assert.match(builtInText(result), /^On the MNIST CNN with Adam, batch 64: 0\.1 is NaN\. An illustration/);
  });
});
