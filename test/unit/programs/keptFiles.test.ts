import assert from 'node:assert/strict';
import { LOOK_INTERVAL, Silence } from '../../../src/programs/keptFiles.ts';

describe('the silence of a window or a guard', () => {
  it('lasts for as many looks as nothing has changed, and begins anew with each sign', () => {
    const silence = new Silence();
    const looks = ['a', 'a', 'a', 'b', 'b', 'b', 'b', 'c'].map((sign) => silence.listen(sign) / LOOK_INTERVAL);
    assert.deepEqual(looks, [0, 1, 2, 0, 1, 2, 3, 0]);
  });
});
