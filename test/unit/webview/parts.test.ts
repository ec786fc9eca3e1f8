import assert from 'node:assert/strict';
import type { DataRow } from '../../../src/charts/curveData.ts';
import { DEFAULT_SMOOTHING_WINDOW } from '../../../src/charts/view.ts';
import { rowChanges } from '../../../webview/rowChanges.ts';
import {
  DEFAULT_SETTINGS,
  smoothingWindow,
  readSettings,
  settingsFor,
  settingsForSelection,
  settingsAlong,
} from '../../../webview/settings.ts';

describe('rowChanges', () => {
  const line = (variant: number, ...heights: number[]): DataRow[] => heights.map((y, x) => ({ variant, x, y }));

  it('replaces only the end of each line, and keeps the very rows that are there', () => {
    const before = [...line(0, 1, 2, 3), ...line(1, 4, 5)];
    const { remove, insert, rows } = rowChanges(before, [...line(0, 1, 2, 7, 8), ...line(1, 4, 5)]);
    assert.deepEqual(remove, [before[2]]);
    assert.deepEqual(insert, line(0, 1, 2, 7, 8).slice(2));
    assert.deepEqual(
      rows.map((row) => before.includes(row)),
      [true, true, false, false, true, true],
    );
  });

  it('removes lines that are gone and inserts new ones', () => {
    const before = line(0, 1, 2);
    const { remove, insert, rows } = rowChanges(before, line(3, 9));
    assert.deepEqual([remove, insert, rows], [before, line(3, 9), line(3, 9)]);
  });

  it('has nothing to do when nothing has changed', () => {
    const { remove, insert } = rowChanges(line(0, 1, 2), line(0, 1, 2));
    assert.deepEqual([remove, insert], [[], []]);
  });
});

describe('settings', () => {
  const limits = { lossByStep: { x: [null, 100], y: [0.1, null] } } as const;

  it('keep the limits of axes over a reload, and none of another experiment', () => {
    const kept = { ...DEFAULT_SETTINGS, folder: '/a', limits };
    assert.deepEqual(readSettings(JSON.parse(JSON.stringify(kept))).limits, limits);
    assert.deepEqual(settingsFor('/b', kept).limits, {});
  });

  it('drop horizontal limits with the unit that they are of', () => {
    assert.deepEqual(settingsAlong({ ...DEFAULT_SETTINGS, limits }, 'seconds'), {
      unit: 'seconds',
      zooms: {},
      limits: { lossByStep: { x: [null, null], y: [0.1, null] } },
    });
  });

  it('come back as they were kept', () => {
    const kept = {
      ...DEFAULT_SETTINGS,
      folder: '/a',
      smoothing: 7,
      hidden: ['rate=0.1'],
      sort: { key: 'loss', descending: true } as const,
    };
    assert.deepEqual(readSettings(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('are the usual ones where nothing fits', () => {
    for (const kept of [undefined, null, 3, 'x', {}, { smoothing: 'much', hidden: 5, sort: null, zooms: [] }])
      assert.deepEqual(readSettings(kept), DEFAULT_SETTINGS);
  });

  it('for another experiment keep the way of looking and forget what was chosen', () => {
    const kept = {
      ...DEFAULT_SETTINGS,
      folder: '/a',
      logLoss: true,
      hidden: ['rate=0.1'],
      zooms: { lossByStep: { x: [0, 1], y: [0, 1] } } as const,
    };
    assert.equal(settingsFor('/a', kept), kept);
    assert.deepEqual(settingsFor('/b', kept), { ...DEFAULT_SETTINGS, folder: '/b', logLoss: true });
  });

  it('show what was clicked in a list alone, with its seeds, and everything again after a click on the experiment', () => {
    const all = ['a', 'b', 'c'];
    const one = settingsForSelection(DEFAULT_SETTINGS, { variant: 'b', run: 4 }, all);
    assert.deepEqual([one.hidden, one.expanded, one.selected], [['a', 'c'], ['b'], [4]]);
    const other = settingsForSelection(one, { variant: 'a', run: null }, all);
    assert.deepEqual([other.hidden, other.expanded, other.selected], [['b', 'c'], ['b', 'a'], []]);
    assert.deepEqual(settingsForSelection(other, null, all).hidden, []);
    const beside = settingsForSelection({ ...DEFAULT_SETTINGS, baselines: ['a'] }, { variant: 'b', run: null }, all);
    assert.deepEqual(
      beside.hidden,
      all.filter((id) => id !== 'a' && id !== 'b'),
      'a baseline stays',
    );
    assert.deepEqual(settingsForSelection(beside, null, all).hidden, []);
    const kept = { ...DEFAULT_SETTINGS, baselines: ['b'] };
    const baseline = settingsForSelection(kept, { variant: 'b', run: null }, all);
    assert.deepEqual(baseline.hidden, ['a', 'c'], 'a baseline alone');
    assert.deepEqual(settingsForSelection(baseline, null, all).hidden, []);
    const without = { ...kept, hidden: ['b', 'c'] };
    assert.deepEqual(settingsForSelection(without, null, all).hidden, ['b'], 'the reader has hidden the baseline');
    const hidden = { ...DEFAULT_SETTINGS, hidden: ['a'] };
    assert.deepEqual(settingsForSelection(hidden, null, all).hidden, ['a'], 'the reader has hidden it');
  });

  it('begin with the smoothing that the report has, and let it be switched off', () => {
    assert.ok(Math.abs(smoothingWindow(DEFAULT_SETTINGS.smoothing) / DEFAULT_SMOOTHING_WINDOW - 1) < 0.05);
    assert.equal(smoothingWindow(0), 0);
    assert.ok(smoothingWindow(100) > smoothingWindow(50) && smoothingWindow(50) > smoothingWindow(1));
  });
});
