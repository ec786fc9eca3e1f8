import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { keepPictureOfFailure } from './failure.ts';
import { Workbench } from './workbench.ts';

describe('a user who has just installed the extension', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: 'light' });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  async function openWalkthrough(): Promise<Locator> {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Find a Learning Rate' }).click();
    return workbench.page.locator('.getting-started-step');
  }

  it("reads the extension's page without broken pictures or links", async () => {
    await workbench.runCommand('Extensions: Show Installed Extensions');
    await workbench.page.locator('.extensions-list .monaco-list-row', { hasText: 'Goldilocks' }).first().click();
    const page = workbench.webview();
    await page.getByRole('heading', { name: 'Two commands' }).waitFor();
    await workbench.screenshot('extension-page');
    assert.equal(await page.locator('img:not([src]), a:not([href])').count(), 0);
  });

  it('is led to code with rates by the walkthrough, and only what was done is ticked', async () => {
    const steps = await openWalkthrough();
    await steps.filter({ hasText: 'See the rates in your own code' }).click();
    await workbench.screenshot('walkthrough-code');
    assert.equal(await steps.locator('.codicon-getting-started-step-checked.complete').count(), 0);
    await workbench.page.getByRole('button', { name: 'Open Code Example' }).click();
    await workbench.page.locator('.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning').first().waitFor();
    await workbench.screenshot('code-example');
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });

  it('goes from the empty panel to the forms of all experiments', async () => {
    await workbench.runCommand('Goldilocks: Show Panel');
    const start = workbench.webview().locator('.empty vscode-button', { hasText: 'New Experiment…' });
    await start.waitFor();
    await workbench.screenshot('panel-empty');
    await start.click();
    await workbench.webview().getByRole('heading', { name: 'New Experiment' }).waitFor();
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });

  it('learns from its chapters, and finds that step ticked', async () => {
    const step = (await openWalkthrough()).filter({ hasText: 'Learn with small experiments' });
    await step.click();
    await workbench.screenshot('walkthrough-learn');
    await workbench.page.getByRole('button', { name: 'Learn What a Learning Rate Does' }).click();
    await workbench.webview().getByRole('heading', { name: 'Learn what a learning rate does' }).waitFor();
    await openWalkthrough();
    await step.locator('.codicon-getting-started-step-checked.complete').waitFor();
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
