import assert from 'node:assert/strict';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { writeExperiment } from '../support/experiments.ts';
import { until } from '../support/processes.ts';
import { finishedRun, line, sweepOf } from '../support/runs.ts';
import { keepPictureOfFailure } from './failure.ts';
import { openExperiment } from './openExperiment.ts';
import { reads } from './reads.ts';
import { Workbench } from './workbench.ts';

const NAMED_BY_RATES = { name: 'sweep' };
/** Three rates with two seeds each, and a second sweep. */
const SEEDS = sweepOf(
  [1, 2].flatMap((seed) =>
    [0.1, 0.01, 1e-5].map((rate, index) =>
      finishedRun(
        3 * seed - 3 + index,
        rate,
        rate === 0.1 ? [2.3, NaN] : line(2.3, rate === 0.01 ? 0.1 * seed : 2.2, 90),
        seed,
      ),
    ),
  ),
  NAMED_BY_RATES,
);
const OTHER = sweepOf(
  [0.03, 0.003].map((rate, index) => finishedRun(index, rate, line(2.3, 10 * rate, 90))),
  NAMED_BY_RATES,
);

/** What tests use of the page's root element: they are compiled without the types of the browser. */
interface Scrolled {
  scrollTop: number;
}

describe('a user of the Experiments view', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    // The dialog of the system is out of a test's reach on the desktop.
    workbench = await Workbench.open({ theme: 'dark', settings: { 'files.simpleDialog.enable': true } });
    await writeExperiment(path.join(workbench.folder, 'seeds'), SEEDS);
    await writeExperiment(path.join(workbench.folder, 'other'), OTHER);
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const panel = (): FrameLocator => workbench.webview();
  const input = (): Locator => workbench.page.locator('.quick-input-widget input.input');
  const row = (text: string | RegExp): Locator =>
    workbench.page.locator('.part.sidebar .monaco-list-row').filter({ hasText: text }).first();
  /** The names in the legend that are drawn. */
  const drawn = async (): Promise<string> =>
    (await panel().locator('.legend-item:not(.off) .legend-name').allInnerTexts())
      .map((text) => text.split(/\s/)[0])
      .join();
  const scrolled = (): Promise<number> =>
    panel()
      .locator('html')
      .evaluate((page) => (page as unknown as Scrolled).scrollTop);

  it('opens a folder, which stays in the list with the seeds below their rates', async () => {
    await openExperiment(workbench, 'seeds');
    await reads(panel().locator('h1'), /Adam at 0\.1, 0\.01, 1e-5/);
    await workbench.page.locator('.activitybar .action-item a[aria-label^="Goldilocks"]').click();
    await row('Opened Folders').waitFor();
    await row('Adam at 0.1, 0.01, 1e-5').locator('.monaco-tl-twistie').click();
    await row(/^0\.01fast · median final loss/).waitFor();
  });

  it('sees a rate alone after a click on it, the run that was clicked, and everything after a click on the experiment', async () => {
    await until('everything is drawn', async () => (await drawn()) === '1e-5,0.01,0.1');
    await row(/^0\.01fast/).click();
    await until('only the rate is drawn', async () => (await drawn()) === '0.01');
    await row(/^0\.01fast/)
      .locator('.monaco-tl-twistie')
      .click();
    await row('seed 2').click();
    await panel().locator('.runs tr[aria-current]').filter({ hasText: 'seed 2' }).waitFor({ state: 'attached' });
    await panel().locator('.runs tr[aria-current]').scrollIntoViewIfNeeded();
    await workbench.screenshot('experiments-run');
    await row('Adam at 0.1, 0.01, 1e-5').click();
    await until('everything is drawn again', async () => (await drawn()) === '1e-5,0.01,0.1');
  });

  it('searches while typing, comes back by Escape, and clears what was found', async () => {
    await openExperiment(workbench, 'other');
    await row('Adam at 0.03, 0.003').waitFor();
    const search = async (words: string): Promise<void> => {
      await workbench.runCommand('Goldilocks: Search Experiments…');
      await input().fill(words);
      await row('Adam at 0.1, 0.01, 1e-5').waitFor({ state: 'detached' });
      await row('Adam at 0.03, 0.003').waitFor();
    };
    await search('adam 0.03');
    await workbench.screenshot('experiments-search');
    await workbench.page.keyboard.press('Escape');
    await row('Adam at 0.1, 0.01, 1e-5').waitFor();
    await search('0.003');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.part.sidebar', { hasText: 'Showing only: “0.003”' }).waitFor();
    await workbench.runCommand('Goldilocks: Clear Filter');
    await row('Adam at 0.1, 0.01, 1e-5').waitFor();
    await openExperiment(workbench, 'seeds');
    await reads(panel().locator('h1'), /Adam at 0\.1, 0\.01, 1e-5/);
  });

  it('starts at the top of another experiment', async () => {
    // Again until it is: the page is as long as its charts only when they are drawn.
    await until('the panel is scrolled', async () => {
      await panel()
        .locator('html')
        .evaluate((page) => void ((page as unknown as Scrolled).scrollTop = 1e5));
      return (await scrolled()) > 0;
    });
    await openExperiment(workbench, 'other');
    await reads(panel().locator('h1'), /Adam at 0\.03, 0\.003/);
    await until('the panel is at its top', async () => (await scrolled()) === 0);
  });

  it('renames an experiment with F2', async () => {
    await row('Adam at 0.03, 0.003').click();
    await until('the name is asked for', async () => {
      if (!(await input().isVisible())) await workbench.page.keyboard.press('F2');
      return (
        (await input()
          .inputValue()
          .catch(() => '')) === 'Adam at 0.03, 0.003'
      );
    });
    await input().fill('Mine');
    await workbench.page.keyboard.press('Enter');
    await row('Mine').waitFor();
    await reads(panel().locator('h1'), /^Mine$/);
    await workbench.screenshot('experiments-renamed');
  });

  it('removes a folder from the list', async () => {
    await row('Mine').click({ button: 'right' });
    await workbench.screenshot('experiments-menu');
    await workbench.page.locator('.context-view .action-label', { hasText: 'Remove from List' }).click();
    await row('Mine').waitFor({ state: 'detached' });
    assert.equal(await row('Adam at 0.1, 0.01, 1e-5').count(), 1);
  });
});
