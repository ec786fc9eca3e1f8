import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { Workbench } from './workbench.ts';

/** Four mistakes, all in view above the list of problems, and one that is left alone. */
const PROGRAM = `import torch
from torch import nn, optim
from torch.optim.lr_scheduler import CosineAnnealingLR, StepLR
model = nn.Sequential(nn.Linear(784, 10))
EPOCHS = 30
optimizer = optim.Adam(model.parameters(), lr=3.0)
scheduler = CosineAnnealingLR(optimizer, T_max=20)

for epoch in range(EPOCHS):
    for images, labels in train_loader:
        train(images, labels)
    scheduler.step()

head = optim.SGD(model.parameters(), lr=1 // 1000)
decay = StepLR(head, step_size=10, gamma=0.1)

for epoch in range(EPOCHS):
    for images, labels in train_loader:
        train(images, labels)
        decay.step()

known = optim.Adam(model.parameters(), lr=5.0)  # goldilocks: ignore
`;

const MESSAGES = [
  /far above the usual range for Adam/,
  /T_max is 20, but training runs 30 epochs/,
  /rounds down to 0/,
  /is stepped after every batch/,
];

describe('a user who reads the problems of a program', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    // A workbench that is installed for tests keeps the marks to itself unless it is asked for them.
    workbench = await Workbench.open({
      theme: 'dark',
      settings: { 'problems.visibility': true },
      files: { 'mistakes.py': PROGRAM },
    });
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'mistakes.py' }).dblclick();
    await workbench.page.locator('.monaco-editor .view-line').first().waitFor();
    await workbench.runCommand('Problems: Focus on Problems View');
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const rows = (): Locator => workbench.page.locator('.markers-panel .monaco-list-row', { hasText: 'Goldilocks' });
  const squiggles = (): Locator =>
    workbench.page.locator(
      '.monaco-editor .view-overlays .cdr.squiggly-warning, .monaco-editor .view-overlays .cdr.squiggly-info',
    );

  it('finds each mistake once, by its rule, with a mark in the code', async () => {
    await until('all mistakes are listed', async () => (await rows().count()) === MESSAGES.length, 60_000);
    const texts = await rows().allInnerTexts();
    for (const message of MESSAGES)
      assert.equal(texts.filter((text) => message.test(text)).length, 1, `${String(message)} in ${texts.join(' | ')}`);
    await until('each is marked in the code', async () => (await squiggles().count()) >= MESSAGES.length);
  });

  it('reads them in light and dark', async () => {
    for (const theme of ['light', 'dark'] as const) {
      await workbench.setTheme(theme);
      await rows().first().waitFor();
      await workbench.screenshot(`problems-${theme}`);
    }
  });

  it('was not followed: nothing was asked of another host', () => {
    assert.deepEqual(workbench.watch.foreignRequests, []);
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
