import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { batchSizesChoice } from '../../../src/kinds/batchSizes/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { trained } from '../../support/comparisons.ts';
import { curvesFor, draw } from './draw.ts';
import { sevenRates, timed } from './samples.ts';

/** Experiments that have every kind of figure: of single samples, epochs, runs and cells. */
const EXPERIMENTS = [
  timed(sevenRates()),
  trained(
    'batch-sizes',
    batchSizesChoice(presetChoice(SLOW_FAST_FURIOUS), [16, 64], [0.01, 0.1, 1], 'images'),
    () => 1,
  ),
];

describe('the charts', function () {
  this.timeout(30_000);

  it('use no part of Vega that the pages leave out', async () => {
    const { UNUSED_PARTS_OF_VEGA } = (await import(pathToFileURL(path.resolve('esbuild.mjs')).href)) as {
      UNUSED_PARTS_OF_VEGA: readonly string[];
    };
    const missing = new Set<string>();
    for (const name of UNUSED_PARTS_OF_VEGA) {
      const part = (await import(name)) as Record<string, { readonly Definition?: { readonly type: string } }>;
      for (const [key, { Definition }] of Object.entries(part)) missing.add(Definition?.type.toLowerCase() ?? key);
    }
    assert.ok(missing.has('geopath') && missing.has('force'), [...missing].join());
    for (const experiment of EXPERIMENTS) {
      const curves = curvesFor(experiment);
      for (const { name } of curves.figures) {
        const { spec } = await draw(curves, name);
        const used = JSON.stringify(spec).matchAll(/"type":"(\w+)"/g);
        for (const [, type] of used) assert.ok(!missing.has(type), `${name} uses ${type}`);
      }
    }
  });
});
