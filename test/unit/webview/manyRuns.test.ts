import assert from 'node:assert/strict';
import { curveVariants } from '../../../src/charts/curveVariant.ts';
import { DEFAULT_SETTINGS } from '../../../webview/settings.ts';
import { curveView } from '../../../webview/curveView.ts';
import { filtered } from '../../../webview/filteredVariants.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';
import { threeRates } from '../charts/samples.ts';
import { modelOf } from './experiments.ts';

describe('a filter of runs', () => {
  const { variants } = modelOf(threeRates());
  const shown = curveVariants(variants, modelOf(threeRates()).curveInput().runs);
  const found = (filter: string): string[] => filtered(shown, filter).map(({ label }) => label);

  it('keeps what has each word in its name or verdict', () => {
    assert.deepEqual(found(''), ['1e-4', '0.01', '0.1']);
    assert.deepEqual(found('0.'), ['0.01', '0.1']);
    assert.deepEqual(found('FAST'), ['0.01']);
    assert.deepEqual(found(' fast  0.01 '), ['0.01']);
    assert.deepEqual(found('fast 0.02'), []);
  });

  it('leaves the others out of the charts, with what the reader has hidden', () => {
    const input = modelOf(threeRates()).curveInput();
    const hidden = (filter: string, own: readonly string[] = []): readonly string[] =>
      curveView({ ...DEFAULT_SETTINGS, filter, hidden: own }, input, 800).hidden;
    const [slow, fast, furious] = variants.map(({ id }) => id);
    assert.deepEqual(hidden(''), []);
    assert.deepEqual(hidden('fast'), [slow, furious]);
    assert.deepEqual([...hidden('0.', [fast])].sort(), [fast, slow].sort());
  });
});

describe('many runs', () => {
  it('are drawn with few points each', () => {
    const overview = sweepOf(
      Array.from({ length: 300 }, (_, index) => finishedRun(index, 1e-5 * 1.01 ** index, [2.3, 1])),
    );
    const input = modelOf(overview).curveInput();
    const points = (filter: string): number => curveView({ ...DEFAULT_SETTINGS, filter }, input, 800).points.smoothed;
    assert.equal(points(''), 16);
    assert.ok(points('2e-5') > 16);
  });
});
