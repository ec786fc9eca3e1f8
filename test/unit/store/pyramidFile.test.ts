import assert from 'node:assert/strict';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MAX_BUCKETS } from '../../../src/domain/boundedSeries.ts';
import { SeriesRecorder } from '../../../src/domain/seriesRecorder.ts';
import type { RunBuckets } from '../../../src/domain/seriesRecorder.ts';
import { readPyramid, writePyramid } from '../../../src/store/pyramidFile.ts';
import { temporaryFolders } from '../../support/folders.ts';

function measured(count: number): RunBuckets {
  const recorder = new SeriesRecorder();
  recorder.addSamples(
    Array.from({ length: count }, (_, step) => ({
      step,
      loss: step === 5000 ? NaN : 1 / (step + 1),
      ...(step % 1000 === 0 && { validationLoss: 2 }),
      extra: { 'läuft/…': step },
    })),
  );
  return recorder.allBuckets();
}

describe('series.pyramid', () => {
  const folder = temporaryFolders();
  const file = (): string => path.join(folder(), 'series.pyramid');

  it('gives back all metrics at both levels, each as far as the level goes', async () => {
    const target = file();
    await writePyramid(target, measured(100_000));
    for (const [level, most] of [
      ['overview', 1000],
      ['detail', MAX_BUCKETS],
    ] as const) {
      const series = (await readPyramid(target, level))!;
      assert.deepEqual(Object.keys(series).sort(), ['loss', 'läuft/…', 'validationLoss'].sort());
      for (const { means } of Object.values(series)) assert.ok(means.length > 0 && means.length <= most);
      assert.equal(series.loss.count, 100_000);
      assert.ok(series.loss.means.length > most / 2);
      assert.ok(series.loss.highs.some(Number.isNaN), 'what is not finite stays');
      assert.deepEqual([series.validationLoss.size, series.validationLoss.count], [1, 100]);
      assert.equal(series.validationLoss.highs[99], 2);
    }
  });

  it('holds the very buckets that it was made from', async () => {
    const target = file();
    const series = measured(90_000);
    await writePyramid(target, series);
    assert.deepEqual(await readPyramid(target, 'detail'), series);
    const [[name, own]] = Object.entries(series).slice(-1);
    assert.deepEqual(await readPyramid(target, 'detail', [name, 'another']), { [name]: own });
  });

  it('is nothing where it is missing, cut short, of a newer version or no pyramid at all', async () => {
    const target = file();
    assert.equal(await readPyramid(target, 'overview'), null);
    await writePyramid(target, measured(10_000));
    const whole = await readFile(target);
    for (const length of [0, 3, 11, 40, whole.length - 8]) {
      await writeFile(target, whole);
      await truncate(target, length);
      assert.equal(await readPyramid(target, 'detail'), null, `${length} bytes`);
    }
    const newer = Buffer.from(whole);
    newer.writeUInt32LE(2, 4);
    await writeFile(target, newer);
    assert.equal(await readPyramid(target, 'overview'), null);
    const disordered = Buffer.from(whole);
    disordered.writeDoubleLE(1e9, 12 + whole.readUInt32LE(8));
    await writeFile(target, disordered);
    assert.equal(await readPyramid(target, 'overview'), null);
    await writeFile(target, 'GLPY is how this begins, but nothing of it is true.');
    assert.equal(await readPyramid(target, 'overview'), null);
  });
});
