import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { isRunning, until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds that the sweep of the article may take on a machine that does much else. */
const SWEEP_PATIENCE = 120_000;

describe('a user who runs a sweep', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    // The dialog of the system is out of a test's reach on the desktop.
    workbench = await Workbench.open({ theme: 'dark', settings: { 'files.simpleDialog.enable': true } });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const panel = (): FrameLocator => workbench.webview();
  const cell = (rate: string, column: string): Locator =>
    panel()
      .locator('table.runs tbody tr')
      .filter({ has: workbench.page.locator('.variant-name', { hasText: new RegExp(`^${rate}$`) }) })
      .locator(`.column-${column}`);
  const lossPerStep = (): Locator => panel().locator('[data-chart=lossByStep]');
  const described = async (): Promise<string> => (await lossPerStep().getAttribute('aria-label')) ?? '';

  async function run(preset: string): Promise<void> {
    await workbench.runCommand('Goldilocks: Run LR Sweep');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: preset }).click();
  }

  it('chooses the article from the palette and reads slow, fast and furious in the panel', async () => {
    await run('Slow, Fast, or Furious');
    for (const [rate, verdict] of [
      ['0.1', 'furious'],
      ['0.01', 'fast'],
      ['1e-4', 'slow'],
    ]) {
      await cell(rate, 'verdict').filter({ hasText: verdict }).waitFor({ timeout: SWEEP_PATIENCE });
      await reads(cell(rate, 'epoch'), /^3 \/ 3$/);
      await reads(cell(rate, 'accuracy'), /^\d+(\.\d)?%$/);
    }
    await reads(panel().locator('main'), /Suggested learning rate\s+0\.01\b/);
    await until('the chart tells of all rates', async () =>
      /(?=.*\b0\.1: )(?=.*\b0\.01: ).*\b1e-4: /s.test(await described()),
    );
  });

  it('sees the suggested rate and the loss at each rate without scrolling, and reads them rate by rate', async () => {
    await workbench.resize({ width: 1280, height: 800 });
    const byRate = panel().locator('[data-chart=finalLossByRate]');
    await byRate.locator('canvas').waitFor();
    const heightOf = async (place: Locator): Promise<number> => (await place.boundingBox())?.height ?? 0;
    assert.ok((await heightOf(panel().locator('.suggestion'))) <= 120);
    const { y, height } = (await byRate.boundingBox())!;
    const frame = (await workbench.page.locator('iframe.webview.ready:visible').boundingBox())!;
    assert.ok(y + height <= frame.y + frame.height, `the chart ends at ${y + height}, the panel at ${frame.height}`);
    assert.match((await byRate.getAttribute('aria-label')) ?? '', /0\.01: 0\.0\d+.*; just right; suggested: 0\.01/);
    await byRate.focus();
    for (const key of ['End', 'ArrowLeft']) await workbench.page.keyboard.press(key);
    await reads(byRate.locator('.readout'), /^rate 0\.01\s*0\.01\s*0\.0\d+$/);
  });

  it('reads why below each rate, at any width without scrolling sideways', async () => {
    const region = panel().locator('.scroll:has(table.runs)');
    const reasons = region.locator('.reasons .remark');
    for (const width of [1280, 700, 400]) {
      await workbench.resize({ width, height: 800 });
      await until(`the reasons are in view at ${width} px`, async () => {
        const place = (await region.boundingBox())!;
        const boxes = await Promise.all((await reasons.all()).map((reason) => reason.boundingBox()));
        return boxes.length === 3 && boxes.every((box) => box !== null && box.x + box.width <= place.x + place.width);
      });
      await region.scrollIntoViewIfNeeded();
      await workbench.screenshot(`sweep-reasons-${width}`);
    }
    await reads(reasons.first(), / low for/);
    await workbench.resize({ width: 1280, height: 800 });
  });

  it('sees it in every theme, wide and narrow', async () => {
    await panel().locator('h1').scrollIntoViewIfNeeded();
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await lossPerStep().waitFor();
      await workbench.screenshot(`sweep-${theme}`);
    }
    await workbench.setTheme('dark');
    await workbench.resize({ width: 620, height: 900 });
    await workbench.screenshot('sweep-narrow');
    await workbench.resize({ width: 1280, height: 800 });
  });

  it('shows a rate alone by a button that keeps its name', async () => {
    const name = panel().locator('.legend-name', { hasText: '0.01' });
    for (const isPressed of ['true', 'false']) {
      await name.click();
      await until('it is pressed or not', async () => (await name.getAttribute('aria-pressed')) === isPressed);
      assert.match((await name.getAttribute('aria-label')) ?? '', /^Show only 0\.01/);
    }
  });

  it('opens the numbers of a picture, which a screen reader reads', async () => {
    const numbers = panel().locator('section.lossByEpoch details');
    await numbers.locator('summary').click();
    await reads(numbers.locator('table'), /epoch\s+1e-4\s+0\.01\s+0\.1/);
    await numbers.locator('summary').click();
  });

  it('saves a chart as data and as a picture where the dialog says', async () => {
    const saved = async (item: string, file: string): Promise<Buffer> => {
      const target = path.join(workbench.folder, file);
      await panel().getByRole('button', { name: 'Export Training loss' }).click();
      await panel().getByRole('menuitem', { name: item }).filter({ visible: true }).click();
      const input = workbench.page.locator('.quick-input-widget input.input');
      await until('the dialog offers a place', async () => (await input.inputValue().catch(() => '')).includes('Slow'));
      await input.fill(target);
      await workbench.page.keyboard.press('Enter');
      await until(`${file} is there`, () => existsSync(target) && statSync(target).size > 0);
      return readFileSync(target);
    };
    const csv = (await saved('Save data as CSV…', 'loss.csv')).toString();
    assert.match(csv, /^line,learning_rate,seed,epoch,mean_loss_of_the_epoch\n/);
    assert.match(csv, /^line,0\.01,,3,0\.07/m);
    const png = await saved('Save as PNG…', 'loss.png');
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
  });

  it('hides the panel behind another editor, shows it again and finds everything there', async () => {
    await workbench.runCommand('File: New Untitled Text File');
    await panel().locator('main').waitFor({ state: 'hidden' });
    await workbench.runCommand('Goldilocks: Show Panel');
    await cell('0.01', 'verdict').filter({ hasText: 'fast' }).waitFor();
    await until('the chart tells of its rates', async () => /0\.01: /.test(await described()));
  });

  it('goes on closer to the best rate by the button beside it', async () => {
    await panel().getByRole('button', { name: 'Refine Around 0.01' }).click();
    for (const rate of ['4.6e-4', '0.0022', '0.022', '0.046'])
      await cell(rate, 'verdict')
        .filter({ hasText: /fast|furious|slow/ })
        .waitFor({ timeout: SWEEP_PATIENCE });
    await reads(panel().locator('main'), /Suggested learning rate\s+0\.0\d+/);
    await workbench.screenshot('sweep-refined');
  });

  it('watches the curves of a longer sweep grow, and cancels it', async () => {
    await run('Riding the Learning Curve');
    await cell('0.001', 'state').getByText('queued').or(cell('0.001', 'state').getByText('running')).waitFor();
    let grown = 0;
    let last = await described();
    await until(
      'the curves grow',
      async () => {
        const now = await described();
        if (now !== last && /1e-4: /.test(now)) grown++;
        last = now;
        return grown >= 3;
      },
      SWEEP_PATIENCE,
    );
    await workbench.screenshot('sweep-growing');
    await workbench.runCommand('Goldilocks: Cancel');
    for (const rate of ['1e-4', '0.001', '0.01']) await cell(rate, 'state').getByText('cancelled').waitFor();
  });

  it('reloads the window in the middle of a sweep, which ends its workers, finds it interrupted and resumes it', async () => {
    await run('Riding the Learning Curve');
    await until('the curves have begun', async () => /1e-4: /.test(await described()), SWEEP_PATIENCE);
    const { workers } = workbench;
    assert.equal(workers.length > 0, process.platform !== 'win32');
    await workbench.reload();
    await until('its workers are gone', () => !workers.some(isRunning));
    for (const rate of ['1e-4', '0.001'])
      await cell(rate, 'state').getByText('interrupted').waitFor({ timeout: SWEEP_PATIENCE });
    await panel().locator('vscode-button', { hasText: 'Resume' }).click();
    await cell('1e-4', 'state').getByText('running').waitFor({ timeout: SWEEP_PATIENCE });
    await workbench.runCommand('Goldilocks: Cancel');
    await cell('1e-4', 'state').getByText('cancelled').waitFor();
  });

  it('finds its experiments in the side bar', async () => {
    await workbench.page.locator('.activitybar .action-item a[aria-label^="Goldilocks"]').click();
    const rows = workbench.page.locator('.part.sidebar .monaco-list-row');
    await rows.filter({ hasText: 'Slow, Fast, or Furious' }).waitFor();
    await until(
      'both longer sweeps stand there as cancelled',
      async () =>
        (await rows.filter({ hasText: 'Riding the Learning Curve' }).filter({ hasText: 'cancelled' }).count()) === 2,
    );
    await workbench.screenshot('sweep-experiments');
  });

  it('was not followed: nothing was asked of another host, and no policy was broken', () => {
    assert.deepEqual(workbench.watch.foreignRequests, []);
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
