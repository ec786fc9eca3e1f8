import assert from 'node:assert/strict';
import { describeLossCurves, drawLossCurves } from '../../../src/charts/lossSketch.ts';
import type { LossLine } from '../../../src/charts/lossSketch.ts';
import { SKETCH_COLOURS } from '../../../src/charts/sketch.ts';

const { dark } = SKETCH_COLOURS;

function line(name: string, ...losses: number[]): LossLine {
  return { name, loss: { steps: Float64Array.from(losses.keys()), values: Float64Array.from(losses) }, score: null };
}

/** What is drawn as one line: the y coordinates of its points. */
function heights(svg: string, colour: string): number[] {
  const [, path] = new RegExp(`<path d="([^"]*)" fill="none" stroke="${colour}"`).exec(svg)!;
  return [...path.matchAll(/[ML][\d.]+ (-?[\d.]+)/g)].map(([, y]) => Number(y));
}

describe('the small picture of the loss', () => {
  it('lays the newest run over the one before, each with its rate and last loss', () => {
    const curves = { newest: line('0.003', 2, 1, 0.21), earlier: line('0.1', 2, 40, NaN) };
    const svg = drawLossCurves(curves, dark);
    assert.match(svg, />0\.003: 0\.21</);
    assert.match(svg, />0\.1: NaN</);
    assert.ok(svg.indexOf('>0.1: NaN<') < svg.indexOf('>0.003: 0.21<'), 'the newest is on top');
    assert.equal(describeLossCurves(curves), 'Final loss at rate 0.003: 0.21; previous run at rate 0.1: NaN');
  });

  it('names the final loss by which the run is judged, once there is one', () => {
    const newest = { ...line('0.003', 2, 1, 0.21), score: 0.3 };
    assert.equal(describeLossCurves({ newest, earlier: null }), 'Final loss at rate 0.003: 0.3');
  });

  it('cuts a run that explodes off at the top, so that the other is not pressed flat', () => {
    const svg = drawLossCurves({ newest: line('0.003', 2, 1, 0.2), earlier: line('0.1', 2, 1e9) }, dark);
    const [first, , last] = heights(svg, dark.text);
    assert.ok(last - first > 20, 'the fall of the newest run is to be seen');
    assert.ok(Math.min(...heights(svg, dark.muted)) >= 0);
  });

  it('ends at the first loss that is not finite, with a cross', () => {
    const svg = drawLossCurves({ newest: line('1', 2, 3, NaN, NaN), earlier: null }, dark);
    assert.equal(heights(svg, dark.text).length, 2);
    assert.equal([...svg.matchAll(/stroke-width="1\.5"/g)].length, 1);
    assert.doesNotMatch(svg, /="[^"]*NaN/);
  });

  it('stays small, however long the run', () => {
    const values = Array.from({ length: 100_000 }, (_, step) => 2 / (1 + step));
    assert.ok(drawLossCurves({ newest: line('1', ...values), earlier: null }, dark).length < 6000);
  });
});
