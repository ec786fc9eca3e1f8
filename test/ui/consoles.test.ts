import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { keepPictureOfFailure } from './failure.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds that a page may take on a machine that does much else. */
const PATIENCE = 120_000;

/** A training as people write it, without a word of Goldilocks: its loss becomes NaN after a while. */
const PROGRAM = `import math
import time

for step in range(600):
    loss = 2.3 * math.exp(-step / 60) if step < 300 else float("nan")
    if step % 2 == 0:
        print(f"step {step} | loss {loss:.4f} | lr 0.1", flush=True)
    time.sleep(0.05)
`;

describe('a user who trains in a terminal', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      theme: 'dark',
      settings: { 'terminal.integrated.shellIntegration.enabled': true },
    });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const view = (): FrameLocator => workbench.webview();
  const statusBar = (text: RegExp): Locator => workbench.page.locator('.statusbar-item', { hasText: text });

  it('sees the loss beside the code, and what goes wrong, without any set-up', async () => {
    writeFileSync(path.join(workbench.folder, 'loop.py'), PROGRAM);
    await workbench.runCommand('Loss: Focus on Loss View');
    // Opening a page takes VS Code seconds.
    await view().locator('body *:visible').first().waitFor({ timeout: PATIENCE });
    await workbench.runCommand('Terminal: Create New Terminal in Editor Area');
    // Beside the prompt when the shell integration is ready.
    await workbench.page.locator('.terminal-command-decoration').waitFor();
    await workbench.page.locator('.editor-instance .xterm-screen').click();
    await workbench.page.keyboard.type('python3 loop.py\n');
    await statusBar(/loop\.py: step \d+ · loss \d/).waitFor();
    await view().locator('svg[role=img][aria-label*=Loss]').waitFor({ timeout: PATIENCE });
    await workbench.screenshot('terminal-following');
    await statusBar(/loop\.py: step \d+ · loss NaN · NaN/).waitFor({ timeout: PATIENCE });
    await workbench.screenshot('terminal-nan');
    await statusBar(/loop\.py/).waitFor({ state: 'detached', timeout: PATIENCE });
    await view()
      .getByText(/NaN from step 300 on/)
      .first()
      .waitFor();
    await workbench.screenshot('terminal-ended');
  });
});
