import assert from 'node:assert/strict';
import { kept, stretched } from '../../../webview/plotShift.ts';

describe('a picture that is moved', () => {
  const extent = { width: 400, height: 200, whole: { x: [-400, 800], y: [0, 200] } } as const;
  const still = { stretch: 1, left: 0, top: 0 };

  it('stays where the pointer is while it is stretched', () => {
    const shift = stretched(stretched(still, 100, 2), 100, 1.5);
    assert.equal(shift.stretch, 3);
    assert.equal(shift.left + shift.stretch * 100, 100);
  });

  it('shows nothing beyond the ends of what there is', () => {
    assert.deepEqual(kept({ ...still, left: 1000, top: 50 }, extent), { stretch: 1, left: 400, top: 0 });
    assert.deepEqual(kept({ ...still, left: -1000 }, extent), { stretch: 1, left: -400, top: 0 });
    assert.deepEqual(kept({ ...still, left: 30 }, extent), { stretch: 1, left: 30, top: 0 });
  });

  it('is stretched out no further than to the whole', () => {
    const { stretch, left } = kept(stretched(still, 200, 0.01), extent);
    assert.equal(stretch, 1 / 3);
    assert.equal(Math.round(left + stretch * -400), 0);
  });

  it('goes anywhere where the ends are unknown', () => {
    const shift = { stretch: 0.1, left: 3000, top: -900 };
    assert.deepEqual(kept(shift, { ...extent, whole: null }), shift);
  });
});
