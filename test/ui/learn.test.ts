import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds until a sweep is over on a machine that does much else. */
const TRAINING_PATIENCE = 180_000;
/** Milliseconds until a page is there, likewise. */
const LOAD_PATIENCE = 60_000;

describe('a user who wants to learn what a learning rate does', function () {
  this.timeout(400_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: 'light' });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  /** The Learn page, also where the panel stands beside it. */
  let learn: FrameLocator;
  const findLearn = async (): Promise<void> => {
    const pages = workbench.page.locator('iframe.webview.ready:visible');
    await until('the page is there', async () => {
      for (let index = 0; index < (await pages.count()); index++) {
        const inner = pages.nth(index).contentFrame().frameLocator('iframe#active-frame');
        if ((await inner.locator('.learn').count()) === 1) {
          learn = inner;
          return true;
        }
      }
      return false;
    });
  };
  const chapter = (title: string): Locator => learn.getByRole('region', { name: title });

  it('comes in by one of three doors of the empty panel', async () => {
    await workbench.runCommand('Goldilocks: Show Panel');
    const panel = workbench.webview();
    for (const name of ['Run LR Sweep', 'Find a Learning Rate', 'Learn'])
      await panel.getByRole('button', { name, exact: true }).waitFor({ timeout: LOAD_PATIENCE });
    await workbench.screenshot('empty-panel-doors');
    await panel.getByRole('button', { name: 'Learn', exact: true }).click();
    await findLearn();
    await reads(learn.locator('h1'), /Learn what a learning rate does/);
  });

  it('reads chapters, symptoms and words in every theme, wide and narrow', async () => {
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await findLearn();
      await workbench.screenshot(`learn-${theme}`);
    }
    await learn.locator('#symptoms').scrollIntoViewIfNeeded();
    await learn.locator('#glossary').scrollIntoViewIfNeeded();
    await workbench.screenshot('learn-symptoms');
    assert.equal(await learn.locator('.learn-symptom').count(), 10);
  });

  it('runs a chapter beside the page, which tells what happened with its own numbers', async () => {
    await chapter('Slow, fast, or furious').getByRole('button', { name: 'Run' }).click();
    await workbench.page
      .getByRole('tab', { name: 'Goldilocks: Slow, Fast, or Furious' })
      .waitFor({ timeout: LOAD_PATIENCE });
    // The panel has moved to its own column.
    await findLearn();
    const sweep = chapter('Slow, fast, or furious');
    await sweep.getByText('Suggested learning rate: 0.01').waitFor({ timeout: TRAINING_PATIENCE });
    await reads(
      sweep,
      /1e-4: slow\..*0\.01: fast\. The loss ends at 0\.\d+\..*0\.1: furious\. The loss ends at 2\.\d+\./s,
    );
    await sweep.getByRole('button', { name: 'Run Again' }).waitFor();
    await sweep.getByRole('button', { name: 'Show the Curves' }).click();
    await workbench.screenshot('learn-beside-panel');
  });

  it('broke no policy', () => {
    assert.deepEqual(workbench.watch.foreignRequests, []);
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
