import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds that a range test, its confirmation or a sweep may take on a machine that does much else. */
const PATIENCE = 120_000;

/** Drops a URI on an element, as a page sees it. */
const DROP = `(element, uri) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.setData('text/uri-list', uri);
  for (const type of ['dragover', 'drop'])
    element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
}`;

describe('a user who looks for a rate, and at a log of their own', function () {
  this.timeout(400_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: 'light', settings: { 'files.simpleDialog.enable': true } });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const panel = (): FrameLocator => workbench.webview();
  const chart = (name: string): Locator => panel().locator(`[data-chart=${name}]`);
  const described = async (name: string): Promise<string> => (await chart(name).getAttribute('aria-label')) ?? '';

  it('finds a learning rate from the palette and reads which rate it suggests', async () => {
    await workbench.runCommand('Goldilocks: Find a Learning Rate');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Slow, Fast, or Furious' }).click();
    await panel()
      .locator('.suggestion', { hasText: /Suggested learning rate\s*0\.0\d+/ })
      .waitFor({ timeout: PATIENCE });
    // The confirmation follows by itself.
    await panel().locator('h1', { hasText: 'Confirmation of' }).waitFor({ timeout: PATIENCE });
    await panel()
      .locator('.suggestion', { hasText: /(Confirmed by|a better choice than)/ })
      .waitFor({ timeout: PATIENCE });
    await until('the chart is drawn', async () => /Loss per step/.test(await described('lossByStep')));
    await workbench.screenshot('finder-confirmation');
    await workbench.page.locator('.activitybar .action-item a[aria-label^="Goldilocks"]').click();
    await workbench.page.locator('.part.sidebar .monaco-list-row', { hasText: 'range test' }).first().click();
    await until('the chart is drawn', async () => /Loss by learning rate/.test(await described('lossByRate')));
    await workbench.screenshot('finder-light');
    await workbench.setTheme('dark');
    await chart('lossByRate').waitFor();
    await workbench.screenshot('finder-dark');
  });

  it('takes the rate into a sweep around it by one click', async () => {
    await panel()
      .getByRole('button', { name: /^Sweep Around 0\.0\d+$/ })
      .click();
    await panel()
      .locator('h1', { hasText: /^Adam at 5 rates/ })
      .waitFor({ timeout: PATIENCE });
    await panel()
      .locator('.suggestion', { hasText: /Suggested learning rate\s*0\.0\d+/ })
      .waitFor({ timeout: PATIENCE });
  });

  it('opens a CSV file and sees its losses, and what went wrong in it', async () => {
    const file = path.join(workbench.folder, 'metrics.csv');
    const rows = Array.from({ length: 200 }, (_, step) => {
      const loss = step < 150 ? 2.3 * 0.98 ** step + 0.05 * Math.sin(step) : NaN;
      return [step, loss, step % 20 === 19 ? (2.4 * 0.98 ** step).toFixed(4) : '', 0.001, step / 200, step * 2].join(
        ',',
      );
    });
    writeFileSync(file, `step,train_loss,val_loss,lr,box/iou,elapsed\n${rows.join('\n')}\n`);
    await workbench.runCommand('Goldilocks: Open Training Log…');
    const input = workbench.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    const offered = async (): Promise<string> => input.inputValue().catch(() => '');
    await until('the dialog offers a place', async () => (await offered()).includes(path.basename(workbench.folder)));
    await input.fill(file);
    await workbench.page.keyboard.press('Enter');
    await panel().locator('h1', { hasText: 'metrics.csv' }).waitFor({ timeout: PATIENCE });
    await reads(panel().locator('main'), /NaN from step 150 on/);
    await until('the chart is drawn', async () => /validation/.test(await described('lossByStep')));
    await workbench.screenshot('log-dark');
    await workbench.setTheme('light');
    await chart('lossByStep').waitFor();
    await workbench.screenshot('log-light');
  });

  it('draws another column of the log, along the seconds that it tells', async () => {
    await panel().getByRole('button', { name: 'Charts…' }).click();
    await panel().getByRole('dialog', { name: 'Charts…' }).getByLabel('box/iou', { exact: true }).check();
    await workbench.page.keyboard.press('Escape');
    await panel().getByLabel('X axis').selectOption('seconds');
    const own = panel().locator('section.chart', { hasText: 'box/iou' }).locator('.plot');
    await own.focus();
    await until('it is read after the last second', async () => {
      await workbench.page.keyboard.press('End');
      return /^after 398 s/.test((await own.locator('.readout').textContent()) ?? '');
    });
    await workbench.screenshot('log-column-light');
    await workbench.setTheme('dark');
    await own.locator('canvas').waitFor();
    await workbench.screenshot('log-column-dark');
    await workbench.setTheme('light');
    await panel().getByLabel('X axis').selectOption('steps');
  });

  it('finds both in the side bar', async () => {
    const rows = workbench.page.locator('.part.sidebar .monaco-list-row');
    await rows.filter({ hasText: 'metrics.csv' }).waitFor();
    await rows
      .filter({ hasText: /suggests 0\.0\d+/ })
      .first()
      .waitFor();
    await workbench.screenshot('finder-experiments');
  });

  it('drops a log on the panel and sees its losses', async () => {
    const file = path.join(workbench.folder, 'dropped.log');
    writeFileSync(file, Array.from({ length: 50 }, (_, step) => `step ${step} loss ${3 / (step + 1)}\n`).join(''));
    const uri = JSON.stringify(pathToFileURL(file).href);
    await panel().locator('main').evaluate(`(${DROP})(document.querySelector('main'), ${uri})`);
    await panel().locator('h1', { hasText: 'dropped.log' }).waitFor({ timeout: PATIENCE });
    await until('the chart is drawn', async () => /training/.test(await described('lossByStep')));
    await workbench.screenshot('log-dropped');
  });

  it('groups the runs of a folder by a column, by keys too, and finds them grouped when it is opened again', async () => {
    for (const folder of ['small', 'large'])
      for (const [index, rate] of [0.1, 0.01, 0.001].entries()) {
        const width = folder === 'small' ? 1 : 3;
        const rows = Array.from({ length: 60 }, (_, step) =>
          [step, (width * 2) / (1 + step * rate * 5), rate].join(','),
        );
        mkdirSync(path.join(workbench.folder, 'runs', folder), { recursive: true });
        writeFileSync(
          path.join(workbench.folder, 'runs', folder, `${index}.csv`),
          `step,loss,lr\n${rows.join('\n')}\n`,
        );
      }
    const uri = JSON.stringify(pathToFileURL(path.join(workbench.folder, 'runs')).href);
    await panel().locator('main').evaluate(`(${DROP})(document.querySelector('main'), ${uri})`);
    await panel().locator('h1', { hasText: 'runs' }).waitFor({ timeout: PATIENCE });
    const by = panel().getByLabel('Group by');
    await by.selectOption({ label: 'learning rate' });
    await reads(panel().locator('main'), /Bold: the median of the runs of each group/);
    await workbench.screenshot('grouped-rate-light');
    await workbench.setTheme('dark');
    await by.focus();
    await workbench.page.keyboard.press('f');
    await until('it is chosen by its first letter', async () => (await by.inputValue()) === 'folder');
    await workbench.screenshot('grouped-folder-dark');
    await reads(panel().locator('.legend'), /^large\s*small/);
    const rows = workbench.page.locator('.part.sidebar .monaco-list-row');
    await rows.filter({ hasText: 'metrics.csv' }).click();
    await panel().locator('h1', { hasText: 'metrics.csv' }).waitFor();
    await rows.filter({ hasText: 'runs' }).first().click();
    await panel().locator('h1', { hasText: 'runs' }).waitFor();
    await until('it is still chosen', async () => (await by.inputValue()) === 'folder');
    await workbench.setTheme('light');
  });
});
