import assert from 'node:assert/strict';
import { expectationOf } from '../../../src/domain/rateExpectation.ts';
import { familyAt, standingOf } from '../../../src/domain/usualRates.ts';

describe('what to expect of a rate', () => {
  const expectation = (optimizer: string | null, value: number, part = 'base', framework = 'torch'): string =>
    expectationOf({ value, framework, optimizer, part });

  for (const [title, optimizer, value, expected] of [
    ['a usual start', 'Adam', 1e-3, /^A usual starting rate for Adam/],
    ['fine-tuning', 'SGD', 1e-3, /^Low for SGD: suitable for fine-tuning/],
    ['that a rate is high', 'Adam', 8e-3, /^High for Adam: fast if it stays stable/],
    ['that the loss fluctuates', 'Adam', 0.03, /^Above the usual range of Adam: expect the loss to fluctuate/],
    ['ruin, and how far it is', 'Adam', 0.3, /^30 times the upper end of Adam's usual range/],
    ['that the loss falls slowly', 'SGD', 5e-5, /^Below the usual range of SGD: expect the loss to fall very slowly/],
    ['standstill, and how far it is', 'SGD', 1e-7, /^1e3 times lower than SGD's usual range/],
    ['frozen weights', 'Adam', 0, /^A rate of 0 trains nothing/],
    ['the wrong direction', 'Adam', -0.01, /^A negative rate increases the loss/],
    [
      'nothing of what it does not know',
      null,
      0.1,
      /^Can't tell which optimizer uses this rate.*1e-6 to 0\.01 for Adam, 1e-4 to 1 for SGD/,
    ],
    ['nothing of an optimizer that it does not know', 'Newton', 0.1, /isn't known\. For comparison/],
    ['that the usual rate of a rate-free optimizer is 1', 'prodigy', 1e-3, /the usual rate is 1\. A lower rate/],
    ['that a rate-free optimizer has 1', 'prodigy', 1, /a rate of 1 leaves it unchanged/],
  ] as const) {
    it(`says ${title}`, () => assert.match(expectation(optimizer, value), expected));
  }

  it('names what is usual with each of several optimizers that the program chooses among', () => {
    const text = expectationOf({
      value: 0.1,
      framework: 'torch',
      optimizer: 'SGD',
      others: ['Adam', 'FusedAdam'],
      part: 'base',
    });
    assert.equal(
      text,
      'The program chooses the optimizer at run time. Usual ranges: 1e-4 to 1 for SGD, 1e-6 to 0.01 for Adam.',
    );
  });

  it('allows the peak of a schedule to be high', () =>
    assert.match(expectation('Adam', 8e-3, 'peak'), /^High for Adam, but fine as the peak after a warm-up/));

  it('blames no rate for being where a schedule begins or ends', () => {
    assert.match(expectation('Adam', 1e-9, 'end'), /by design/);
    assert.match(expectation('Adam', 0, 'end'), /by design/);
    assert.match(expectation('Adam', 1e-9, 'start'), /initial rate/);
  });

  it('expects fine-tuning of the Trainer of Transformers', () =>
    assert.match(expectation(null, 2e-5, 'base', 'hf'), /fine-tuning a pretrained model/));

  it('calls a rate usual where its standing is, and nowhere else', () => {
    for (const optimizer of ['SGD', 'Adam', 'AdamW', 'RMSprop', 'Lion', 'Adagrad', 'Muon', 'LARS'])
      for (let exponent = -9; exponent <= 3; exponent += 0.25)
        for (const part of ['base', 'peak']) {
          const value = 10 ** exponent;
          const standing = standingOf(value, familyAt({ optimizer, framework: 'torch' })!);
          assert.equal(
            /^A usual /.test(expectation(optimizer, value, part)),
            standing === 'usual',
            `${optimizer} ${value}`,
          );
        }
  });
});
