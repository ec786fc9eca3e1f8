import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds that a small sweep may take on a machine that does much else. */
const SWEEP_PATIENCE = 60_000;

describe('a user with rates of their own', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: 'light' });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const asked = (): Locator => workbench.page.locator('.quick-input-widget');
  const input = (): Locator => asked().locator('input.input');
  const step = (number: number): Promise<void> =>
    asked()
      .locator('.quick-input-title', { hasText: `${number}/7` })
      .waitFor();

  async function chooseCustom(): Promise<void> {
    await workbench.runCommand('Goldilocks: Run LR Sweep');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Custom…' }).click();
    await step(1);
  }

  /** Beside the seven questions: back at the one that was left, the title tells what was chosen. */
  async function chooseSchedule(schedule: string): Promise<void> {
    await asked().getByRole('button', { name: 'Schedule: How the Rate Changes During a Run' }).click();
    const row = workbench.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${schedule},"]`);
    await row.waitFor();
    await workbench.screenshot('custom-sweep-schedules');
    await row.click();
    await asked()
      .locator('.quick-input-title', { hasText: `Custom LR Sweep, schedule ${schedule} (3/7)` })
      .waitFor();
    await workbench.screenshot('custom-sweep-with-schedule');
  }

  it('is told what is wrong while typing, answers seven questions, chooses a schedule beside them and sees the sweep', async () => {
    await chooseCustom();
    await input().fill('0,1');
    await asked().getByText('write 0.1; commas separate rates').waitFor();
    await workbench.screenshot('custom-sweep');
    await input().fill('0.1 0.01');
    await workbench.page.keyboard.press('Enter');
    await step(2);
    await workbench.page.locator('.quick-input-list .monaco-list-row[aria-label^="Adam,"]').click();
    await step(3);
    await chooseSchedule('cosine after a warm-up of 5 % of the run');
    for (const [number, answer] of [
      [3, '32'],
      [4, '1'],
      [5, '512'],
      [6, '128'],
      [7, '2'],
    ] as const) {
      await step(number);
      await input().fill(String(answer));
      await workbench.page.keyboard.press('Enter');
    }
    const panel = workbench.webview();
    const rows = panel.locator('table.runs tbody tr');
    await until(
      'both rates are finished',
      async () => (await rows.filter({ hasText: 'finished' }).count()) === 2,
      SWEEP_PATIENCE,
    );
    await reads(
      panel.locator('main'),
      /with Adam, batch 32, schedule cosine after a warm-up of 5 % of the run · 512 training images · 1 epoch · 2 rates · 2 seeds/,
    );
    await rows.first().locator('button.expander').click();
    await until('both seeds are shown', async () => (await panel.locator('table.runs tr.seed').count()) === 2);
    await workbench.screenshot('custom-sweep-seeds');
  });

  it('finds the last answers again, but for the schedule', async () => {
    await chooseCustom();
    await until('the last rates are offered', async () => (await input().inputValue()) === '0.1 0.01');
    // Without a schedule: one is chosen each time anew.
    await reads(asked().locator('.quick-input-title'), /^Custom LR Sweep \(1\/7\)$/);
    await workbench.page.keyboard.press('Escape');
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
