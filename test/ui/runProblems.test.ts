import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds that a run may take on a machine that does much else. */
const PATIENCE = 120_000;

/** A training by gradient descent, as people write it, whose rate is a hundred times too high. */
const PROGRAM = `import random
import time

LEARNING_RATE = 3.0

random.seed(1)
weights = [0.0] * 8
target = [random.gauss(0, 1) for _ in weights]

for step in range(300):
    loss, gradient = 0.0, [0.0] * 8
    for _ in range(16):
        x = [random.gauss(0, 1) for _ in weights]
        error = sum((w - t) * xi for w, t, xi in zip(weights, target, x)) + random.gauss(0, 0.1)
        loss += error * error / 16
        for i, xi in enumerate(x):
            gradient[i] += 2 * error * xi / 16
    weights = [w - LEARNING_RATE * g for w, g in zip(weights, gradient)]
    print(f"step {step} | loss {loss:.4g} | lr {LEARNING_RATE}", flush=True)
    time.sleep(0.02)
`;

describe('a user whose run explodes', function () {
  this.timeout(500_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      theme: 'light',
      // A workbench that is installed for tests keeps the marks to itself unless it is asked for them.
      settings: { 'problems.visibility': true, 'terminal.integrated.shellIntegration.enabled': true },
      files: { 'descend.py': PROGRAM },
    });
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'descend.py' }).dblclick();
    await workbench.page.locator('.monaco-editor .view-line').first().waitFor();
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const squiggle = (): Locator => workbench.page.locator('.monaco-editor .view-overlays .cdr.squiggly-error');
  const lens = (text: RegExp): Locator => workbench.page.locator('.codelens-decoration', { hasText: text });

  async function train(): Promise<void> {
    await workbench.runCommand('Terminal: Focus Terminal');
    await workbench.page.keyboard.type('python3 descend.py\n');
  }

  async function trained(): Promise<void> {
    const followed = workbench.page.locator('.statusbar-item', { hasText: 'descend.py:' });
    await followed.waitFor({ state: 'detached', timeout: PATIENCE });
  }

  /** The same picture in each theme. */
  async function takePictures(name: string): Promise<void> {
    for (const theme of ['dark', 'light'] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`${name}-${theme}`);
    }
  }

  it('sees it at the number that caused it, changes that by the fix, and sees the next run go well', async () => {
    await workbench.runCommand('Terminal: Create New Terminal');
    // Beside the prompt when the shell integration is ready.
    await workbench.page.locator('.terminal-command-decoration').first().waitFor({ timeout: PATIENCE });
    await train();
    await squiggle().first().waitFor({ timeout: PATIENCE });
    await lens(/last: furious at 3 · try/).waitFor({ timeout: PATIENCE });
    await takePictures('run-problem');
    await trained();
    await workbench.page.locator('.monaco-editor .view-line', { hasText: 'LEARNING_RATE = 3.0' }).click();
    await workbench.runCommand('Quick Fix...');
    await workbench.page
      .getByText(/Show the run that went wrong/)
      .first()
      .click();
    await reads(workbench.webview().locator('.readout:visible').first(), /step \d+/);
    await workbench.screenshot('run-problem-panel');
    await workbench.page.getByRole('tab', { name: 'descend.py', exact: true }).click();
    await workbench.runCommand('View: Close Editors in Other Groups');
    await workbench.page.locator('.monaco-editor .view-line', { hasText: 'LEARNING_RATE = 3.0' }).click();
    await workbench.runCommand('Go to Next Problem in Files (Error, Warning, Info)');
    await workbench.page
      .getByText(/The rate is probably too high\. Try/)
      .first()
      .waitFor();
    await workbench.screenshot('run-problem-message');
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('Quick Fix...');
    await workbench.page
      .getByText(/Change the rate to/)
      .first()
      .click();
    await squiggle().first().waitFor({ state: 'detached' });
    await workbench.runCommand('File: Save');
    await lens(/an earlier value/).waitFor();
    const file = path.join(workbench.folder, 'descend.py');
    await until('the fix is saved', async () => /LEARNING_RATE = 0\.0\d+\n/.test(readFileSync(file, 'utf8')));
    await train();
    // Not the status bar: a workbench that draws slowly may hand over all that was printed when the program has ended.
    await lens(/last: (?!furious)[\w ]+ at 0\.0/).waitFor({ timeout: PATIENCE });
    await trained();
    assert.equal(await squiggle().count(), 0);
    await takePictures('run-mended');
    const written = workbench.page.locator('.monaco-editor .view-line', { hasText: 'LEARNING_RATE = 0.0' });
    for (const theme of ['dark', 'light'] as const) {
      // A hover closes when the theme changes.
      await workbench.setTheme(theme);
      await workbench.page.mouse.move(5, 5);
      await written.locator('span span').last().hover();
      await workbench.page.locator('.monaco-hover:visible img[alt^="Final loss at rate 0.0"]').waitFor();
      await workbench.screenshot(`run-mended-hover-${theme}`);
    }
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.codelens-decoration a', { hasText: 'compare with 3' }).click();
    const compared = workbench.webview().locator('.comparison');
    await reads(compared, /3 .+; 0\.0\d+ .+\./);
    assert.equal(await compared.locator('.score-plot g > .line').count(), 2);
    await takePictures('run-compared');
  });
});
