import assert from 'node:assert/strict';
import { fromLineStart } from '../../../../src/app/programs/lastLines.ts';

describe('the last lines of what a program has printed', () => {
  const from = (text: string, offset: number): string => fromLineStart(Buffer.from(text), offset).toString();

  it('begin with a whole line', () => {
    assert.equal(from('one\ntwo\nthree\n', 2), 'two\nthree\n');
    assert.equal(from('one\ntwo\n', 7), '');
  });

  it('begin with a whole character where the line is longer than they are', () => {
    assert.equal(from('█'.repeat(100), 3 * 90), '█'.repeat(10));
    assert.equal(from('█'.repeat(100), 3 * 90 + 1), '█'.repeat(9));
  });
});
