import assert from 'node:assert/strict';
import { curveVariants } from '../../../src/charts/curveVariant.ts';
import { shapeCurves } from '../../../src/charts/curves.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import { DEFAULT_SETTINGS } from '../../../webview/settings.ts';
import { curveView } from '../../../webview/curveView.ts';
import { filtered } from '../../../webview/filteredVariants.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';
import { curveRunOf, definitionOf } from '../charts/inputs.ts';
import { threeRates } from '../charts/samples.ts';
import { modelOf } from './experiments.ts';

describe('a filter of runs', () => {
  const { variants } = modelOf(threeRates());
  const shown = curveVariants(variants, modelOf(threeRates()).curveInput().runs);
  const ALL = new Set(variants.map(({ id }) => id));
  const found = (filter: string, baselines: readonly string[] = []): string[] =>
    filtered(shown, { filter, baselines }).map(({ label }) => label);

  it('keeps what has each word in its name or verdict', () => {
    assert.deepEqual(found(''), ['1e-4', '0.01', '0.1']);
    assert.deepEqual(found('0.'), ['0.01', '0.1']);
    assert.deepEqual(found('FAST'), ['0.01']);
    assert.deepEqual(found(' fast  0.01 '), ['0.01']);
    assert.deepEqual(found('fast 0.02'), []);
    assert.deepEqual(found('fast', [variants[2].id]), ['0.01', '0.1'], 'a baseline stays');
  });

  it('leaves the others out of the charts, with what the reader has hidden', () => {
    const input = modelOf(threeRates()).curveInput();
    const hidden = (filter: string, own: readonly string[] = []): readonly string[] =>
      curveView({ ...DEFAULT_SETTINGS, filter, hidden: own }, input, ALL, 800).hidden;
    const [slow, fast, furious] = variants.map(({ id }) => id);
    assert.deepEqual(hidden(''), []);
    assert.deepEqual(hidden('fast'), [slow, furious]);
    assert.deepEqual([...hidden('0.', [fast])].sort(), [fast, slow].sort());
  });
});

describe('what is zoomed along a unit', () => {
  const variants = ['a', 'b'].map((id) => ({ id, label: id, values: {} }));
  const runs = [curveRunOf('a', [2, 1], { facts: { ...NO_FACTS, batchSize: 64 } }), curveRunOf('b', [2, 1])];
  const input = { variants, runs, definitions: [definitionOf()] };
  const settings = {
    ...DEFAULT_SETTINGS,
    unit: 'samples',
    zooms: { figure: { x: [0, 64], y: [0, 2] } },
    limits: { figure: { x: [null, 64], y: [0.5, null] } },
  } as const;

  it('is drawn while that is offered', () => {
    const { unit, zooms, limits } = curveView({ ...settings, hidden: ['b'] }, input, new Set('ab'), 800);
    assert.deepEqual({ unit, zooms, limits }, { unit: 'samples', zooms: settings.zooms, limits: settings.limits });
  });

  it('is not applied to steps while a run is shown that does not know the unit', () => {
    const { unit, zooms, limits } = curveView(settings, input, new Set('ab'), 800);
    const vertical = { figure: { x: [null, null], y: [0.5, null] } };
    assert.deepEqual({ unit, zooms, limits }, { unit: 'step', zooms: {}, limits: vertical });
  });
});

describe('many runs', () => {
  const overview = sweepOf(
    Array.from({ length: 300 }, (_, index) => finishedRun(index, 1e-5 * 1.01 ** index, [2.3, 1])),
  );
  const input = modelOf(overview).curveInput();
  const ids = overview.variants.map(({ id }) => id);

  it('are drawn with few points each', () => {
    const drawn = new Set(ids);
    const points = (filter: string): number =>
      curveView({ ...DEFAULT_SETTINGS, filter }, input, drawn, 800).points.smoothed;
    assert.equal(points(''), 16);
    assert.ok(points('2e-5') > 16);
  });

  it('have curves of those alone that are asked for, but are all compared by what came of them', () => {
    const view = curveView(DEFAULT_SETTINGS, input, new Set(ids.slice(7, 9)), 800);
    const { figures } = shapeCurves(input, view);
    const figureOf = (name: string) => figures.find((figure) => figure.name === name)!;
    assert.deepEqual(new Set(figureOf('lossByStep').main.map(({ variant }) => variant)), new Set([7, 8]));
    assert.equal(figureOf('finalLossByRate').comparison?.variants.length, 300);
    assert.equal(figureOf('lossByStep').marks.length, 0);
  });
});
