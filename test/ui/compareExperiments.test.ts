import assert from 'node:assert/strict';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { DEFAULT_OPTIMIZERS } from '../../src/domain/optimizer.ts';
import { writeExperiment } from '../support/experiments.ts';
import { finishedRun, line, sweepOf } from '../support/runs.ts';
import { keepPictureOfFailure } from './failure.ts';
import { openExperiment } from './openExperiment.ts';
import { reads } from './reads.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

const RATES = [1, 0.1, 0.01, 1e-3, 1e-5];
/** Finite below a rate, the lower the nearer to it. */
const lossesBelow = (limit: number, rate: number): number[] =>
  rate > limit ? [2.3, NaN] : line(2.3, Math.max(0.15, 2.2 - 2 * (rate / limit) ** 0.3), 90);
const ADAM = sweepOf(
  RATES.map((rate, index) => finishedRun(index, rate, lossesBelow(0.01, rate))),
  { title: 'With Adam', note: 'the baseline', starred: true },
);
const SGD = sweepOf(
  RATES.map((rate, index) =>
    finishedRun(index, rate, lossesBelow(0.1, rate), 1, { optimizer: DEFAULT_OPTIMIZERS.sgd, batchSize: 16 }),
  ),
  { title: 'With SGD' },
);

describe('a user with several experiments', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    // The dialog of the system is out of a test's reach on the desktop.
    workbench = await Workbench.open({ theme: 'light', settings: { 'files.simpleDialog.enable': true } });
    await writeExperiment(path.join(workbench.folder, 'adam'), ADAM);
    await writeExperiment(path.join(workbench.folder, 'sgd'), SGD);
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const page = (): FrameLocator => workbench.webview();
  const row = (text: string): Locator =>
    workbench.page.locator('.part.sidebar .monaco-list-row').filter({ hasText: text }).first();

  it('selects two in the view and sees them side by side', async () => {
    await openExperiment(workbench, 'adam');
    await reads(page().locator('h1'), /With Adam/);
    await openExperiment(workbench, 'sgd');
    await reads(page().locator('h1'), /With SGD/);
    await workbench.page.locator('.activitybar .action-item a[aria-label^="Goldilocks"]').click();
    await row('With Adam').click();
    await row('With SGD').click({ modifiers: ['ControlOrMeta'] });
    await row('With SGD').click({ button: 'right' });
    await workbench.screenshot('compare-menu');
    await workbench.page.locator('.context-view .action-label', { hasText: 'Compare Experiments…' }).click();
    const rows = page().locator('.comparison tbody tr');
    await reads(rows.filter({ hasText: 'With Adam' }), /★ With Adam.*Sweeps.*adam.*64.*the baseline/s);
    await reads(rows.filter({ hasText: 'With SGD' }), /With SGD.*Sweeps.*sgd.*16/s);
    assert.equal(await rows.count(), 2);
    assert.equal(await page().locator('.score-plot g > .line').count(), 2);
    assert.match(
      (await page().locator('.score-plot > svg').getAttribute('aria-label')) ?? '',
      /With Adam: lowest loss 0\.\d+ at 0\.01\..*With SGD: lowest loss 0\.\d+ at 0\.1/,
    );
    assert.equal(await page().locator('.score-plot .cross').count(), 3);
  });

  it('looks at them in every theme, and opens one', async () => {
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await page().locator('.score-plot').waitFor();
      await workbench.screenshot(`compare-${theme}`);
    }
    await page().getByRole('button', { name: 'With SGD' }).click();
    await workbench.page.getByRole('tab', { name: 'Goldilocks: With SGD' }).waitFor();
    assert.deepEqual(workbench.watch.foreignRequests, []);
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
