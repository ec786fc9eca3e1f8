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
      .locator('.quick-input-title', { hasText: `${number}/9` })
      .waitFor();

  const option = (name: string): Locator =>
    workbench.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${name}"]`);

  async function chooseCustom(): Promise<void> {
    await workbench.runCommand('Goldilocks: Run LR Sweep');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Custom…' }).click();
    await step(1);
  }

  async function chooseSchedule(schedule: string): Promise<void> {
    const row = workbench.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${schedule},"]`);
    await row.waitFor();
    await workbench.screenshot('custom-sweep-schedules');
    await row.click();
  }

  it('is told what is wrong while typing, answers nine questions and sees the sweep', async () => {
    await chooseCustom();
    await input().fill('0,1');
    await asked().getByText('write 0.1; commas separate rates').waitFor();
    await workbench.screenshot('custom-sweep');
    await input().fill('0.1 0.01');
    await reads(asked().locator('.quick-input-title'), /^Custom LR Sweep · 2 runs · a few seconds \(1\/9\)$/);
    await workbench.page.keyboard.press('Enter');
    await step(2);
    await workbench.page.locator('.quick-input-list .monaco-list-row[aria-label^="Adam,"]').click();
    await step(3);
    await chooseSchedule('cosine after a warm-up of 5% of the run');
    for (const [number, answer] of [
      [4, '32'],
      [5, '1'],
      [6, '512'],
      [7, '128'],
      [8, '2'],
    ] as const) {
      await step(number);
      await input().fill(String(answer));
      await workbench.page.keyboard.press('Enter');
    }
    await step(9);
    assert.equal(await option('Stop runs early').getAttribute('aria-checked'), 'true');
    for (const name of [
      'Stop runs early',
      'Measure the gradient norm',
      'Measure the update ratio',
      'Measure dead ReLU units',
    ]) {
      await option(name).click();
    }
    await workbench.screenshot('custom-sweep-options');
    await workbench.page.keyboard.press('Enter');
    const panel = workbench.webview();
    const rows = panel.locator('table.runs tbody tr');
    await until(
      'both rates are finished',
      async () => (await rows.filter({ hasText: 'finished' }).count()) === 2,
      SWEEP_PATIENCE,
    );
    await reads(
      panel.locator('main'),
      /with Adam, batch 32, schedule cosine after a warm-up of 5% of the run · 512 training images · 1 epoch · 2 rates · 2 seeds/,
    );
    await rows.first().locator('button.expander').click();
    await until(
      'both seeds are shown',
      async () => (await panel.locator('table.runs tr.seed:not(.reasons)').count()) === 2,
    );
    await workbench.screenshot('custom-sweep-seeds');
  });

  it('sees a chart of each measure that was checked', async () => {
    const panel = workbench.webview();
    for (const [name, value] of [
      ['gradientNormByStep', /0\.01: \d+(\.\d+)?; 0\.1: \d/],
      ['updateRatioByStep', /0\.01: 0\.\d+; 0\.1: \d/],
      ['deadShareByStep', /0\.01: \d+(\.\d)?%; 0\.1: \d+(\.\d)?%/],
    ] as const) {
      const chart = panel.locator(`[data-chart=${name}]`);
      await chart.scrollIntoViewIfNeeded();
      await chart.locator('canvas').waitFor();
      assert.match((await chart.getAttribute('aria-label')) ?? '', value);
      await workbench.screenshot(`custom-sweep-${name}`);
    }
  });

  it('finds the last answers again', async () => {
    await chooseCustom();
    await until('the last rates are offered', async () => (await input().inputValue()) === '0.1 0.01');
    await reads(asked().locator('.quick-input-title'), /^Custom LR Sweep · 4 runs · a few seconds \(1\/9\)$/);
    await workbench.page.keyboard.press('Enter');
    await step(2);
    await workbench.page.keyboard.press('Enter');
    await step(3);
    await asked().locator('.monaco-list-row.focused[aria-label^="cosine after a warm-up of 5% of the run,"]').waitFor();
    for (let number = 4; number <= 9; number++) {
      await workbench.page.keyboard.press('Enter');
      await step(number);
    }
    await option('Stop runs early').waitFor();
    assert.equal(await option('Stop runs early').getAttribute('aria-checked'), 'false');
    assert.equal(await option('Measure the update ratio').getAttribute('aria-checked'), 'true');
    await workbench.page.keyboard.press('Escape');
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
