import assert from 'node:assert/strict';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { MEASURES } from '../../src/domain/measure.ts';
import { writeExperiment } from '../support/experiments.ts';
import { until } from '../support/processes.ts';
import { seriesOf, threeRates, timed } from '../unit/charts/samples.ts';
import { keepPictureOfFailure } from './failure.ts';
import { openExperiment } from './openExperiment.ts';
import { reads } from './reads.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

describe('a user who looks closely at a chart', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    // The dialog of the system is out of a test's reach on the desktop.
    workbench = await Workbench.open({ theme: 'dark', settings: { 'files.simpleDialog.enable': true } });
    const rates = timed(threeRates({ measures: MEASURES }));
    const entropy = seriesOf([0, 157, 314, 471].map((step) => [step, 3 - step / 471]));
    const runs = rates.runs.map((run) => {
      const { result } = run;
      return { ...run, result: result && { ...result, series: { ...result.series, 'train/entropy': entropy } } };
    });
    await writeExperiment(path.join(workbench.folder, 'rates'), { ...rates, runs });
    await openExperiment(workbench, 'rates');
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const panel = (): FrameLocator => workbench.webview();
  const chart = (name: string): Locator => panel().locator(`[data-chart=${name}]`);
  const described = async (name: string): Promise<string> => (await chart(name).getAttribute('aria-label')) ?? '';
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);

  async function readsAtEnd(name: string, reading: RegExp): Promise<void> {
    await chart(name).focus();
    await until(`${name} reads ${reading.source}`, async () => {
      await press('End');
      return reading.test((await chart(name).locator('.readout').textContent()) ?? '');
    });
  }

  it('draws the curves along the seconds of training, the samples, and steps and epochs again', async () => {
    const along = panel().getByLabel('X axis');
    await along.selectOption('seconds');
    await readsAtEnd('lossByStep', /^after 3\.768 s/);
    await workbench.screenshot('chart-seconds');
    await readsAtEnd('lossByEpoch', /^after 3\.768 s/);
    await along.selectOption('samples');
    await readsAtEnd('lossByStep', /^after 30,144 samples/);
    await workbench.screenshot('chart-samples');
    await along.selectOption('steps or epochs');
    await readsAtEnd('lossByStep', /^step 471 /);
    await readsAtEnd('lossByEpoch', /^epoch 3/);
  });

  it('fills the panel with one chart, reads and zooms it there, and comes back by Escape to where it was', async () => {
    const { page } = workbench;
    const byEpoch = chart('lossByEpoch');
    const sizeOf = async (): Promise<{ width: number; height: number }> =>
      (await byEpoch.locator('canvas').boundingBox()) ?? { width: 0, height: 0 };
    const others = panel().locator('h1, .suggestion, [data-chart=lossByStep], table.runs').filter({ visible: true });
    const fill = panel().getByRole('button', { name: 'Fill Panel with Training loss' });
    await fill.scrollIntoViewIfNeeded();
    const { width } = await sizeOf();
    await fill.click();
    await until('the chart is larger', async () => (await sizeOf()).width > width + 50);
    assert.equal(await others.count(), 0);
    const frame = (await page.locator('iframe.webview.ready:visible').boundingBox())!;
    const { y, height } = (await byEpoch.boundingBox())!;
    assert.ok(y + height <= frame.y + frame.height, 'it ends above the end of the panel');
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`chart-filled-${theme}`);
    }
    await workbench.setTheme('dark');
    await workbench.resize({ width: 400, height: 800 });
    await until('the chart is as narrow', async () => (await sizeOf()).width < 400);
    await workbench.screenshot('chart-filled-400');
    await workbench.resize({ width: 1280, height: 800 });
    await readsAtEnd('lossByEpoch', /^epoch 3.*0\.01\s*0\.\d+/s);
    const reset = panel().locator('.filling').getByRole('button', { name: 'Reset zoom' });
    await press('+');
    await reset.waitFor();
    await press('0');
    await reset.waitFor({ state: 'hidden' });
    const name = panel().locator('.legend-name', { hasText: '0.01' });
    await name.click();
    await until('it is drawn alone', async () => !/1e-4: /.test(await described('lossByEpoch')));
    await name.click();
    await press('Escape');
    await chart('lossByStep').waitFor();
    await byEpoch.focus();
    await press('f');
    await chart('lossByStep').waitFor({ state: 'hidden' });
    await panel().getByRole('button', { name: 'Show All Charts' }).click();
    await chart('lossByStep').waitFor();
    await panel().locator('section.lossByEpoch button.fill:focus').waitFor();
  });

  it('keeps a plot in the smallest window, with the Explorer open', async () => {
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await workbench.resize({ width: 400, height: 800 });
    const byStep = chart('lossByStep');
    await until('the chart is as narrow', async () => ((await byStep.boundingBox())?.width ?? 0) < 260);
    await byStep.scrollIntoViewIfNeeded();
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await byStep.locator('canvas').waitFor();
      await workbench.screenshot(`chart-400-explorer-${theme}`);
    }
    await workbench.setTheme('dark');
    await workbench.resize({ width: 1280, height: 800 });
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  });

  it('opens the curve of a point by click, keys and table, and comes back by Escape and by a button', async () => {
    const map = chart('finalLossByRate');
    const back = panel().locator('section.lossByStep').getByRole('button', { name: '← Back' });
    const shows = (name: string, pattern: RegExp) =>
      until(`the curves are ${pattern.source}`, async () => pattern.test(await described(name)));
    const only = /^(?=.*\b0\.01: )(?!.*\b(0\.1|1e-4): )/s;
    const all = /(?=.*\b0\.1: )(?=.*\b0\.01: ).*\b1e-4: /s;
    await readsAtEnd('finalLossByRate', /^rate 0\.1/);
    await press('ArrowLeft');
    await reads(map.locator('.reading-place'), /^rate 0\.01$/);
    await press('Enter');
    await shows('lossByStep', only);
    await panel().locator('[data-chart=lossByStep]:focus').waitFor();
    await workbench.screenshot('chart-opened');
    await press('Escape');
    await shows('lossByStep', all);
    await panel().locator('[data-chart=finalLossByRate]:focus').waitFor();
    assert.ok(await back.isHidden());

    await readsAtEnd('finalLossByRate', /^rate 0\.1/);
    await press('ArrowLeft');
    const point = (await map.locator('.overlay circle').first().boundingBox())!;
    await workbench.page.mouse.click(point.x + point.width / 2, point.y + point.height / 2);
    await shows('lossByStep', only);
    await panel().locator('table.runs tr[aria-current=true]').filter({ hasText: '0.01' }).waitFor();
    await back.click();
    await shows('lossByStep', all);

    await panel().getByRole('button', { name: 'Show the curve of 0.01 alone' }).click();
    await shows('lossByStep', only);
    await press('Escape');
    await shows('lossByStep', all);
    await panel().locator('.variant-name:focus').filter({ hasText: '0.01' }).waitFor();
  });

  it('hides, adds and pins charts, and finds them so after a reload', async () => {
    const open = panel().getByRole('button', { name: 'Charts…' });
    const list = panel().getByRole('dialog', { name: 'Charts…' });
    const firstChart = async (): Promise<string | null> =>
      panel().locator('[data-chart]').first().getAttribute('data-chart');
    await open.click();
    await list.getByLabel('Test accuracy', { exact: true }).uncheck();
    await chart('accuracyByEpoch').waitFor({ state: 'detached' });
    await list.getByLabel('train/entropy', { exact: true }).check();
    const added = chart('metric-train_2fentropy');
    await added.waitFor();
    await list.getByRole('button', { name: 'Pin train/entropy to the top' }).click();
    await until('it comes first', async () => (await firstChart()) === 'metric-train_2fentropy');
    await workbench.screenshot('chart-list');
    await press('Escape');
    await list.waitFor({ state: 'hidden' });
    await readsAtEnd('metric-train_2fentropy', /^step 471 .*measured: 2\)$/s);
    await workbench.runCommand('File: New Untitled Text File');
    await panel().locator('main').waitFor({ state: 'hidden' });
    await workbench.runCommand('Goldilocks: Show Panel');
    await until('it comes first again', async () => (await firstChart()) === 'metric-train_2fentropy');
    assert.equal(await chart('accuracyByEpoch').count(), 0);
    await open.click();
    await list.getByLabel('Test accuracy', { exact: true }).check();
    await list.getByLabel('train/entropy', { exact: true }).uncheck();
    await added.waitFor({ state: 'detached' });
    await press('Escape');
  });

  it('keeps a run beside others as a baseline', async () => {
    await panel().getByRole('button', { name: 'Pin 0.01 as a baseline', exact: true }).click();
    await panel().locator('.legend-name', { hasText: '1e-4' }).click();
    const both = /^(?=.*\b0\.01: )(?=.*\b1e-4: )(?!.*\b0\.1: )/s;
    await until('the two are drawn', async () => both.test(await described('lossByStep')));
    await workbench.screenshot('chart-baseline');
    await panel().locator('.legend-name', { hasText: '1e-4' }).click();
    await until('all are drawn', async () => /\b0\.1: /.test(await described('lossByStep')));
    await panel().getByRole('button', { name: 'Unpin 0.01 as a baseline' }).click();
  });

  it('chooses where axes end, is told what is no place on them, and finds them again after a reload', async () => {
    const dialog = panel().getByRole('dialog', { name: 'Axes of Loss per step' });
    const open = panel().getByRole('button', { name: 'Axes of Loss per step' });
    const field = (label: string): Locator => dialog.getByRole('textbox', { name: label });
    const ends = async (): Promise<string> =>
      (await panel().locator('section.lossByStep .caption').textContent()) ?? '';
    await open.click();
    await field('Maximum of training loss').fill('0,5');
    await press('Enter');
    await reads(dialog.getByRole('alert'), /^"0,5" is not a number; write one such as 0\.5 or 1e-3\.$/);
    await workbench.screenshot('chart-axes-problem');
    await field('Maximum of training loss').fill('0.5');
    await field('Maximum of step').fill('100');
    await press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await readsAtEnd('lossByStep', /^step 100 /);
    assert.match(await ends(), /The axes end where you set them\./);
    await workbench.screenshot('chart-axes');
    await press('+');
    await panel().locator('section.lossByStep').getByRole('button', { name: 'Reset zoom' }).click();
    await readsAtEnd('lossByStep', /^step 100 /);
    await workbench.runCommand('File: New Untitled Text File');
    await panel().locator('main').waitFor({ state: 'hidden' });
    await workbench.runCommand('Goldilocks: Show Panel');
    await chart('lossByStep').waitFor();
    await readsAtEnd('lossByStep', /^step 100 /);
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await open.click();
      await dialog.waitFor();
      await workbench.screenshot(`chart-axes-${theme}`);
      await press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    }
    await workbench.setTheme('dark');
    await workbench.resize({ width: 400, height: 800 });
    await open.click();
    await dialog.waitFor();
    const { x, width } = (await dialog.boundingBox())!;
    const frame = (await workbench.page.locator('iframe.webview.ready:visible').boundingBox())!;
    assert.ok(x >= frame.x && x + width <= frame.x + frame.width, 'the dialog is in view at 400 px');
    await workbench.screenshot('chart-axes-400');
    await dialog.getByRole('button', { name: 'Reset' }).click();
    await workbench.resize({ width: 1280, height: 800 });
    await readsAtEnd('lossByStep', /^step 471 /);
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
