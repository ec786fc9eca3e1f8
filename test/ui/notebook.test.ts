import type { Locator } from 'playwright-core';
import { notebookText } from '../support/notebooks.ts';
import { keepPictureOfFailure } from './failure.ts';
import { Workbench } from './workbench.ts';

const CELLS = [
  '# A parabola, for which any rate below 2 will do',
  'learning_rate = 0.5\nweight = 1.0',
  'for step in range(40):\n    print(f"step {step} loss {weight * weight + 0.01}")\n    weight -= learning_rate * weight',
];

describe('a user who trains in a notebook', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ files: { 'parabola.ipynb': notebookText(CELLS) } });
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'parabola.ipynb' }).dblclick();
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const inToolbar = (label: string): Locator =>
    workbench.page.locator('.notebook-toolbar-container').getByRole('button', { name: label });

  it('runs all of its cells from the toolbar, and sees the training in the Experiments view', async () => {
    const run = inToolbar('Run All With Goldilocks');
    await run.waitFor({ timeout: 60_000 });
    await workbench.screenshot('notebook-toolbar');
    await run.click();
    await workbench.runCommand('Goldilocks: Focus on Experiments View');
    const row = workbench.page.locator('.monaco-list-row:visible', { hasText: 'parabola.ipynb' });
    await row.filter({ hasNotText: 'running' }).first().waitFor({ timeout: 60_000 });
    await workbench.screenshot('notebook-trained');
  });
});
