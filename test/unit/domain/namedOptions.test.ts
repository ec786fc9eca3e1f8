import assert from 'node:assert/strict';
import {
  describeRange,
  isInRange,
  numberOption,
  parseNamedOptions,
  requireKnownOptions,
  wholeNumberOption,
  wordOption,
} from '../../../src/domain/namedOptions.ts';

describe('parseNamedOptions', () => {
  const readable: [text: string, name: string, options: Record<string, string>][] = [
    ['cosine', 'cosine', {}],
    ['cosine,warmup=100', 'cosine', { warmup: '100' }],
    [' adamw , weight-decay = 0.1 , beta1=0.8 ', 'adamw', { 'weight-decay': '0.1', beta1: '0.8' }],
  ];
  for (const [text, name, options] of readable) {
    it(`reads "${text}"`, () => {
      const named = parseNamedOptions(text);
      assert.deepEqual([named.name, Object.fromEntries(named.options)], [name, options]);
    });
  }

  const refused: [text: string, sentence: RegExp][] = [
    ['', /"" must begin with a name/],
    [',warmup=1', /must begin with a name/],
    ['warmup=1', /"warmup=1" must begin with a name/],
    ['cosine,', /"" after cosine is not an option; options are written key=value/],
    ['cosine,warmup', /"warmup" after cosine is not an option/],
    ['cosine,warmup=', /"warmup=" after cosine is not an option/],
    ['cosine,=5', /"=5" after cosine is not an option/],
    ['cosine,warmup=1,warmup=2', /The option warmup of cosine is given twice/],
  ];
  for (const [text, sentence] of refused)
    it(`refuses "${text}"`, () => assert.throws(() => parseNamedOptions(text), sentenceOf(sentence)));
});

describe('options of a name', () => {
  const named = parseNamedOptions('step,every=100,factor=1e-1,odd=0x10,big=1e999,decay=cosine');

  it('are numbers, whole numbers and words, or not given', () => {
    assert.equal(numberOption(named, 'factor'), 0.1);
    assert.equal(wholeNumberOption(named, 'every', { min: 1 }), 100);
    assert.equal(wordOption(named, 'decay', ['cosine', 'linear']), 'cosine');
    assert.deepEqual(
      [numberOption(named, 'none'), wholeNumberOption(named, 'none'), wordOption(named, 'none', ['a'])],
      [undefined, undefined, undefined],
    );
  });

  it('are refused with what they must be', () => {
    assert.throws(
      () => numberOption(named, 'every', { above: 0, below: 1 }),
      sentenceOf(/^RangeError: every of step must be a number above 0 and below 1, not "100"\.$/),
    );
    assert.throws(
      () => wholeNumberOption(named, 'factor', { min: 1 }),
      sentenceOf(/factor of step must be a whole number of at least 1, not "1e-1"/),
    );
    assert.throws(() => numberOption(named, 'odd'), sentenceOf(/odd of step must be a number, not "0x10"/));
    assert.throws(() => numberOption(named, 'big'), sentenceOf(/big of step must be a number, not "1e999"/));
    assert.throws(
      () => wordOption(named, 'decay', ['linear', 'none']),
      sentenceOf(/decay of step must be linear or none, not "cosine"/),
    );
  });

  it('are refused by name where there is no such option', () => {
    assert.throws(
      () => requireKnownOptions(named, ['every', 'factor']),
      sentenceOf(/step has no option odd\. Its options are every and factor\./),
    );
    assert.throws(
      () => requireKnownOptions(named, ['every']),
      sentenceOf(/step has no option factor\. Its only option is every\./),
    );
    assert.throws(() => requireKnownOptions(named, []), sentenceOf(/: step has no options, so every can't be set\./));
    assert.doesNotThrow(() => requireKnownOptions(named, ['every', 'factor', 'odd', 'big', 'decay']));
  });
});

describe('ranges', () => {
  it('are told in words', () => {
    assert.deepEqual(
      [{ min: 1, max: 9 }, { min: 0, below: 1 }, { above: 0, max: 1 }, { above: 0 }, { max: 5 }, { below: 5 }, {}].map(
        describeRange,
      ),
      ['from 1 to 9', 'of at least 0 and below 1', 'above 0 and at most 1', 'above 0', 'of at most 5', 'below 5', ''],
    );
  });

  it('include the ends that they name as least and most, and no others', () => {
    assert.deepEqual(
      [0, 0.5, 1].map((value) => isInRange(value, { min: 0, below: 1 })),
      [true, true, false],
    );
    assert.deepEqual(
      [0, 0.5, 1].map((value) => isInRange(value, { above: 0, max: 1 })),
      [false, true, true],
    );
    assert.deepEqual(
      [NaN, Infinity].map((value) => isInRange(value, {})),
      [false, false],
    );
  });
});

function sentenceOf(sentence: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof RangeError && sentence.test(String(error));
}
