import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { CACHE } from '../support/vscode/editor.ts';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds that a sweep may take on a machine that does much else. */
const SWEEP_PATIENCE = 120_000;
/** A sweep of one's own that TensorFlow is done with in seconds. */
const SMALL = {
  'goldilocks.defaults.rates': '0.1 0.01',
  'goldilocks.defaults.trainImages': 640,
  'goldilocks.defaults.testImages': 64,
  'goldilocks.defaults.epochs': 1,
};
/** TensorFlow as a clone has it, once it was set up. */
const TENSORFLOW = path.join(CACHE, 'tensorflow');

describe('a user who wants another engine', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      settings: { 'goldilocks.engine': 'tensorflow', 'goldilocks.tensorflowPath': path.join(CACHE, 'no-tensorflow') },
    });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const choice = (text: string): Locator =>
    workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: text });
  const button = (toast: Locator, name: string): Locator => toast.getByRole('button', { name });
  const rows = (): Locator => workbench.webview().locator('table.runs tbody tr');

  async function runPreset(): Promise<void> {
    await workbench.runCommand('Goldilocks: Run LR Sweep');
    await choice('Slow, Fast, or Furious').click();
  }

  it('is shown the command that installs it, and told when it is not there', async () => {
    await workbench.runCommand('Goldilocks: Set Up TensorFlow Engine…');
    await choice('npm install --prefix').waitFor();
    await workbench.screenshot('set-up-tensorflow');
    await choice('Check the Installation').click();
    await workbench.notification('There is no @tensorflow/tfjs-node in').waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('is offered the built-in engine when the chosen one is not there, and sees which one trained', async () => {
    await runPreset();
    const refusal = workbench.notification('There is no @tensorflow/tfjs-node in');
    await button(refusal, 'Use the Built-in Engine').click();
    await until(
      'all rates are finished',
      async () => (await rows().filter({ hasText: 'finished' }).count()) === 3,
      SWEEP_PATIENCE,
    );
    await reads(workbench.webview().locator('main'), / · built-in engine · /);
  });

  if (existsSync(TENSORFLOW)) {
    it('sets TensorFlow up, compares both engines and sees their curves over each other', async () => {
      await workbench.changeSettings({ 'goldilocks.tensorflowPath': TENSORFLOW, ...SMALL });
      await workbench.runCommand('Goldilocks: Set Up TensorFlow Engine…');
      await choice('Check the Installation').click();
      const works = workbench.notification(/The TensorFlow engine works: tfjs-node .+, libtensorflow /);
      await button(works, 'Compare Both Engines').click();
      await workbench.runCommand('Goldilocks: Run LR Sweep');
      await choice('Custom…').click();
      await workbench.page.locator('.quick-input-titlebar .codicon-run-all').click();
      const panel = workbench.webview();
      await panel.locator('.legend').getByText('0.01 tensorflow').waitFor({ timeout: SWEEP_PATIENCE });
      await until(
        'all runs are finished',
        async () =>
          (await rows().filter({ hasText: 'finished' }).count()) === 4 &&
          (await rows()
            .filter({ hasText: /queued|running/ })
            .count()) === 0,
        SWEEP_PATIENCE,
      );
      await reads(panel.locator('main'), / · built-in engine and TensorFlow · /);
      await workbench.screenshot('both-engines');
    });
  }
});
