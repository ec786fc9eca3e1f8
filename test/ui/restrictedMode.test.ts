import assert from 'node:assert/strict';
import { keepPictureOfFailure } from './failure.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds that the sweep of the article may take on a machine that does much else. */
const SWEEP_PATIENCE = 120_000;

describe('a user in a folder that is not trusted', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ isTrustOn: true });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  it('has the extension in Restricted Mode', async () => {
    await workbench.page.locator('.part.statusbar').getByText('Restricted Mode').waitFor();
    await workbench.runCommand('Goldilocks: Show Log');
    await workbench.outputShows('Goldilocks');
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });

  it('runs the built-in sweep to its end: nothing of the folder is run by it', async () => {
    await workbench.runCommand('Goldilocks: Run LR Sweep');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Slow, Fast, or Furious' }).click();
    await workbench
      .webview()
      .locator('table.runs .column-verdict')
      .filter({ hasText: 'fast' })
      .waitFor({ timeout: SWEEP_PATIENCE });
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
