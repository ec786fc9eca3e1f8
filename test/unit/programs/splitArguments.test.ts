import assert from 'node:assert/strict';
import { splitArguments } from '../../../src/programs/splitArguments.ts';

describe('the arguments of a program', () => {
  const cases: ReadonlyArray<readonly [string, readonly string[] | null]> = [
    ['', []],
    ['  --epochs 3  --lr=0.1 ', ['--epochs', '3', '--lr=0.1']],
    ['--name "two words" --note \'a "b"\'', ['--name', 'two words', '--note', 'a "b"']],
    ['--name=two\\ words "say \\"so\\""', ['--name=two words', 'say "so"']],
    ['C:\\data\\new "" \\\\share', ['C:\\data\\new', '', '\\share']],
    ['a"b c"d', ['ab cd']],
    ['$HOME; rm *', ['$HOME;', 'rm', '*']],
    ['--name "two', null],
  ];
  for (const [text, words] of cases)
    it(`are ${words === null ? 'refused' : JSON.stringify(words)} where ${JSON.stringify(text)} is typed`, () => {
      assert.deepEqual(splitArguments(text), words);
    });
});
