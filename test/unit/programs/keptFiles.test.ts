import assert from 'node:assert/strict';
import { LOOK_INTERVAL, Silence } from '../../../src/programs/keptFiles.ts';

describe('the silence of a window or a guard', () => {
  it('is too long when nothing has changed for so many looks, and begins anew with each sign', () => {
    const silence = new Silence(3 * LOOK_INTERVAL);
    const looks = ['a', 'a', 'a', 'b', 'b', 'b', 'b', 'c'].map((sign) => silence.isTooLong(sign));
    assert.deepEqual(looks, [false, false, false, false, false, false, true, false]);
  });

  it('is never too long without a limit', () => {
    const silence = new Silence(null);
    assert.ok(!Array.from({ length: 1000 }, () => silence.isTooLong('a')).includes(true));
  });
});
