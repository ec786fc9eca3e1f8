import assert from 'node:assert/strict';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { SeriesRecorder } from '../../src/domain/seriesRecorder.ts';
import { thinSeries } from '../../src/domain/thinning.ts';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { CLAIM, recordsOf, writeExperiment } from '../support/experiments.ts';
import { until } from '../support/processes.ts';
import { finishedRun, sweepOf } from '../support/runs.ts';
import { keepPictureOfFailure } from './failure.ts';
import { openExperiment } from './openExperiment.ts';
import { reads } from './reads.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

const STEPS = 40_000;
/** How many runs the other experiment has. */
const RUNS = 1000;
/** Steps of one wave: less than the points of the whole curve can show, which has one for some forty steps. */
const WAVE = 60;
/** How far a point that is read beside a step may be from the loss of that step. */
const TOLERANCE = 0.15;

/** What tests use of the page's elements: they are compiled without the types of the browser. */
interface Styled {
  readonly style: { readonly transform: string };
}

function lossAt(step: number): number {
  return 1.5 + Math.sin((2 * Math.PI * step) / WAVE);
}

/** A sweep whose curves are kept in buckets beside the few points of the whole. */
async function writeLongRuns(folder: string): Promise<void> {
  const overview = sweepOf([0.1, 0.01].map((rate, index) => finishedRun(index, rate, [2.3, 1])));
  const experiment = await ExperimentFolder.create(folder, overview.record, recordsOf(overview));
  const recorder = new SeriesRecorder();
  recorder.addSamples(Array.from({ length: STEPS }, (_, step) => ({ step, loss: lossAt(step) })));
  for (const { index, result } of overview.runs) {
    const attempt = await experiment.startAttempt(index, CLAIM);
    const series = { loss: thinSeries(recorder.all().loss!) };
    await attempt.writeResult({ ...result!, series }, recorder.allBuckets());
  }
}

describe('a user who looks into long runs', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    // The dialog of the system is out of a test's reach on the desktop.
    workbench = await Workbench.open({ theme: 'dark', settings: { 'files.simpleDialog.enable': true } });
    await writeLongRuns(path.join(workbench.folder, 'long'));
    await openExperiment(workbench, 'long');
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await panel().locator('input[type=range]').fill('0');
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const panel = (): FrameLocator => workbench.webview();
  const chart = (): Locator => panel().locator('[data-chart=lossByStep]');
  const moving = (): Locator => chart().locator('.moving');
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
  const ends = async (): Promise<number[]> => {
    const steps: number[] = [];
    for (const key of ['Home', 'End']) {
      await press(key);
      steps.push((await read()).step);
    }
    return steps;
  };

  async function read(): Promise<{ step: number; loss: number }> {
    const text = (await chart().locator('.readout').textContent()) ?? '';
    const [, step, loss] = /^step ([\d,]+).*?0\.01\s*([\d.]+)/.exec(text) ?? [];
    return { step: Number(step?.replaceAll(',', '')), loss: Number(loss) };
  }

  /** How far what is read is from the loss of that step, at most, in ten places. */
  async function largestError(): Promise<number> {
    await press('Home');
    let largest = 0;
    for (let place = 0; place < 10; place++) {
      const { step, loss } = await read();
      // Keys are quicker than the detail: not a number is not yet.
      if (!(Math.abs(loss - lossAt(step)) <= largest)) largest = Math.abs(loss - lossAt(step));
      await press('ArrowRight');
    }
    return largest;
  }

  it('reads the exact loss of single steps where the whole curve is too coarse', async () => {
    await chart().locator('canvas').waitFor();
    await chart().focus();
    assert.ok((await largestError()) > TOLERANCE, 'the whole curve is coarse');
    for (let zoom = 0; zoom < 6; zoom++) await press('+');
    await until('the part is exact', async () => (await largestError()) < TOLERANCE);
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await chart().locator('canvas').waitFor();
      await workbench.screenshot(`long-runs-zoomed-${theme}`);
    }
    await workbench.setTheme('dark');
    await chart().focus();
    await press('0');
  });

  it('moves a zoomed chart by keys and pointer, and zooms around the pointer, while the picture follows at once', async () => {
    const { mouse, keyboard } = workbench.page;
    const moved = (): Promise<string> =>
      moving()
        .locator('canvas')
        .evaluate((canvas) => (canvas as unknown as Styled).style.transform);
    await press('+');
    await press('+');
    let [first, last] = [0, STEPS];
    await until('a quarter is shown', async () => {
      [first, last] = await ends();
      return last - first < STEPS / 3;
    });
    const width = last - first;
    await press('Shift+ArrowRight');
    await until(
      'it shows what came after it',
      async () => Math.abs((await ends())[0] - first - width / 4) < width / 50,
    );
    await moving().waitFor({ state: 'hidden' });

    const { x, y, width: wide, height } = (await chart().boundingBox())!;
    const middle = [x + wide / 2, y + height / 2] as const;
    [first] = await ends();
    await mouse.move(...middle);
    await keyboard.down('Shift');
    await mouse.down();
    await mouse.move(middle[0] + 100, middle[1], { steps: 5 });
    assert.match(await moved(), /^translate\(100px, /);
    await workbench.screenshot('long-runs-moving');
    await mouse.up();
    await keyboard.up('Shift');
    await moving().waitFor({ state: 'hidden' });
    await until('it shows what came before', async () => (await ends())[0] < first - width / 20);

    await mouse.move(...middle);
    await keyboard.down('Control');
    await mouse.wheel(0, -400);
    await keyboard.up('Control');
    await moving().waitFor({ state: 'hidden' });
    await until('a smaller part is shown', async () => {
      const [from, to] = await ends();
      return to - from < width / 2;
    });
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });

  it('lists and filters a thousand runs', async () => {
    const runs = Array.from({ length: RUNS }, (_, index) =>
      finishedRun(index, 1e-5 * 1.01 ** index, [2.3, 0.1 + (index % 50) / 50]),
    );
    await writeExperiment(path.join(workbench.folder, 'many'), sweepOf(runs));
    await openExperiment(workbench, 'many');
    const names = panel().locator('table.runs .variant-name');
    await until('the first hundred are listed', async () => (await names.count()) === 100);
    await reads(panel().locator('.legend'), /and 960 more/);
    const filter = panel().getByRole('searchbox', { name: 'Filter runs' });
    await filter.fill('0.02');
    await reads(panel().locator('.run-filter'), /^\d+ of 1,000$/);
    await until('only those are listed', async () =>
      (await names.allInnerTexts()).every((name) => name.includes('0.02')),
    );
    await chart().locator('canvas').waitFor();
    await workbench.screenshot('many-runs-filtered');
    await filter.fill('');
    await until('the first hundred are listed again', async () => (await names.count()) === 100);
    await workbench.screenshot('many-runs');
    await panel().getByRole('button', { name: 'Show all 1,000 rows' }).click();
    await until('all are listed', async () => (await names.count()) === RUNS);
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
