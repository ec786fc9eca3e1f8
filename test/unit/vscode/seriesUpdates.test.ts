import assert from 'node:assert/strict';
import { BoundedSeries } from '../../../src/domain/boundedSeries.ts';
import { lineOf } from '../../../src/domain/buckets.ts';
import { newPoints } from '../../../src/vscode/panel/seriesUpdates.ts';
import type { NewPoints, SentSeries } from '../../../src/vscode/panel/seriesUpdates.ts';

describe('the new points of a series', () => {
  it('add up to the same line as one that is sent at once, however it grows', () => {
    const series = new BoundedSeries();
    const whole = new BoundedSeries();
    let sent: SentSeries | null = null;
    let steps: number[] = [];
    let values: number[] = [];
    let replaced = 0;
    for (let step = 0; step < 150_000; step++) {
      const value = Math.sin(step * step);
      series.push(step, value);
      whole.push(step, value);
      if (step % 1237 !== 0) continue;
      const added: NewPoints = newPoints(series.buckets(), sent)!;
      if (added.kept === 0) replaced++;
      steps = [...steps.slice(0, added.kept), ...added.line.steps];
      values = [...values.slice(0, added.kept), ...added.line.values];
      sent = added.sent;
      assert.ok(steps.length <= 2000);
    }
    assert.ok(replaced < 12, `${replaced} times`);
    const { line } = newPoints(whole.buckets(), null)!;
    const last = steps.length - 2;
    assert.deepEqual(
      [steps.slice(0, last), values.slice(0, last)],
      [[...line.steps.slice(0, last)], [...line.values.slice(0, last)]],
    );
  });

  it('are none if nothing was measured, and all after the run was measured anew', () => {
    const series = new BoundedSeries();
    for (let step = 0; step < 5000; step++) series.push(step, step);
    const { sent } = newPoints(series.buckets(), null)!;
    assert.equal(newPoints(series.buckets(), sent), null);
    const again = new BoundedSeries();
    again.push(0, 1);
    const { kept, line } = newPoints(again.buckets(), sent)!;
    assert.deepEqual([kept, line], [0, lineOf(again.buckets())]);
  });
});
