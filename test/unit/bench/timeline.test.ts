import assert from 'node:assert/strict';
import { growthOf, openingTime } from '../../bench/ui/timeline.ts';
import type { Picture } from '../../bench/ui/timeline.ts';

const picture = (time: number, chart = 'loss', hasCurve = true): Picture => ({ time, chart, hasCurve });

describe('the timeline of the panel', () => {
  const training = { firstSample: 1000, end: 5000 };

  it('measures the first curve from the first sample, and counts pictures of its chart until the training ends', () => {
    const pictures = [
      picture(500),
      picture(1500, 'loss', false),
      picture(3000),
      picture(3100, 'accuracy'),
      ...[3500, 4000, 4500, 5000, 5500].map((time) => picture(time)),
    ];
    assert.deepEqual(growthOf(training, pictures), { firstCurve: 2, picturesPerSecond: 2 });
  });

  it('counts no pictures where the first curve came after the end', () => {
    assert.deepEqual(growthOf(training, [picture(6000)]), { firstCurve: 5, picturesPerSecond: null });
  });

  it('measures the opening until the last chart is there for the first time', () => {
    const pictures = [picture(1200), picture(1700, 'accuracy'), picture(2000), picture(2500, 'accuracy')];
    assert.equal(openingTime({ scriptStart: 1000, pictures }), 0.7);
  });

  it('does not take nothing for a result', () => {
    assert.throws(() => growthOf(training, [picture(500), picture(2000, 'loss', false)]), /No curve/);
    assert.throws(() => openingTime({ scriptStart: 1000, pictures: [] }), /No chart/);
  });
});
