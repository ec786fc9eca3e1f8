import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds that the sweep of the article may take on a machine that does much else. */
const SWEEP_PATIENCE = 120_000;

describe('a user whose training goes wrong', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: 'dark', settings: { 'files.simpleDialog.enable': true } });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const panel = (): FrameLocator => workbench.webview();
  const lossPerStep = (): Locator => panel().locator('[data-chart=lossByStep]');
  const reasons = (): Locator => panel().locator('tr.reasons');

  /** Answers the questions of a custom sweep. */
  async function runCustom(rate: string, optimizer: string): Promise<void> {
    const asked = workbench.page.locator('.quick-input-widget');
    const step = (number: number): Promise<void> =>
      asked.locator('.quick-input-title', { hasText: `${number}/9` }).waitFor();
    const choose = (label: string): Promise<void> =>
      workbench.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${label}"]`).first().click();
    await workbench.runCommand('Goldilocks: Run LR Sweep');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Custom…' }).click();
    await step(1);
    await asked.locator('input.input').fill(rate);
    await workbench.page.keyboard.press('Enter');
    await step(2);
    await choose(`${optimizer},`);
    await step(3);
    await choose('constant');
    for (const [number, answer] of ['32', '3', '512', '128', '1'].entries()) {
      await step(number + 4);
      await asked.locator('input.input').fill(answer);
      await workbench.page.keyboard.press('Enter');
    }
    // Whether hopeless runs are stopped, and what else is measured, stay as they are.
    await step(9);
    await workbench.page.keyboard.press('Enter');
  }

  it('hears of it in the chart of the losses, and reads it at its flag with the keys', async () => {
    await runCustom('100', 'SGD');
    await reasons()
      .getByRole('button', { name: /^Run again with / })
      .waitFor({ timeout: SWEEP_PATIENCE });
    const described = (await lossPerStep().getAttribute('aria-label')) ?? '';
    assert.match(described, /\. The loss [^.]*\d/);
    await lossPerStep().focus();
    // A chart below the others is drawn when it comes into view.
    await lossPerStep().locator('canvas').waitFor();
    await workbench.page.keyboard.press('Home');
    const found = lossPerStep().locator('.reading-findings .remark');
    await until('the flag is reached', async () => {
      if ((await found.count()) > 0) return true;
      await workbench.page.keyboard.press('ArrowRight');
      return false;
    });
    await reads(found.first(), /The loss /);
    await workbench.screenshot('findings-read');
  });

  it('sees where it goes wrong on the curve, in every theme, wide and narrow', async () => {
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      for (const width of [1280, 400]) {
        await workbench.resize({ width, height: 900 });
        await lossPerStep().scrollIntoViewIfNeeded();
        await workbench.screenshot(`findings-mark-${theme}-${width}`);
        await reasons().scrollIntoViewIfNeeded();
        await workbench.screenshot(`findings-buttons-${theme}-${width}`);
        const [chip, table] = await Promise.all([
          panel().locator('table.runs .chip').first().boundingBox(),
          panel().locator('.scroll:has(table.runs)').boundingBox(),
        ]);
        assert.ok(
          chip && table && chip.x + chip.width <= table.x + table.width,
          `the verdict is cut off at ${width} px`,
        );
      }
    }
    await workbench.setTheme('dark');
    await workbench.resize({ width: 1280, height: 900 });
  });

  it('opens the page about the symptom, with its picture', async () => {
    await reasons()
      .getByRole('button', { name: /^What does this mean\? / })
      .first()
      .click();
    const page = workbench.webview();
    await page.locator('h2', { hasText: 'What to do' }).waitFor();
    await until('the picture is loaded', () =>
      page
        .locator('img')
        .first()
        .evaluate((image: unknown) => (image as { readonly naturalWidth: number }).naturalWidth > 0),
    );
    await workbench.screenshot('findings-page');
    await workbench.runCommand('Goldilocks: Show Panel');
  });

  it('trains again with the rate that is proposed, by one key', async () => {
    const again = reasons().getByRole('button', { name: /^Run again with / });
    const [, rate] = /with (\S+)$/.exec(await again.innerText())!;
    assert.ok(Number(rate) < 100);
    await again.focus();
    await workbench.page.keyboard.press('Enter');
    await panel().locator('h1', { hasText: rate }).waitFor();
    await reads(panel().locator('.variant-name').first(), new RegExp(`^${rate}$`));
    await reads(panel().locator('main'), /with SGD, batch 32 · 512 training images · 3 epochs · 1 rate/);
    // A panel that is still opening would take the focus from what is asked next.
    await panel().getByRole('button', { name: 'Run Again', exact: true }).waitFor();
  });

  it('trains a rate that is too low for more epochs, by one click', async () => {
    await runCustom('0.002 0.01', 'Adam');
    const longer = reasons().getByRole('button', { name: /^Run again with \d+ epochs$/ });
    await longer.waitFor({ timeout: SWEEP_PATIENCE });
    const [, epochs] = /with (\d+) epochs$/.exec(await longer.innerText())!;
    await workbench.screenshot('findings-longer');
    await longer.click();
    await reads(
      panel().locator('main'),
      new RegExp(`with Adam, batch 32 · 512 training images · ${epochs} epochs · 1 rate`),
    );
  });

  it('copies the rate that is proposed for a log', async () => {
    const file = path.join(workbench.folder, 'rising.csv');
    const rows = Array.from(
      { length: 200 },
      (_, step) => `${step},${step < 60 ? 2.3 - step / 100 : 1.7 * 1.05 ** (step - 60)},0.5`,
    );
    writeFileSync(file, `step,train_loss,lr\n${rows.join('\n')}\n`);
    await workbench.runCommand('Goldilocks: Open Training Log…');
    const input = workbench.page.locator('.quick-input-widget input.input');
    await until('the dialog offers a place', async () =>
      (await input.inputValue().catch(() => '')).includes(path.basename(workbench.folder)),
    );
    await input.fill(file);
    await workbench.page.keyboard.press('Enter');
    const copy = reasons().getByRole('button', { name: /^Copy \d/ });
    await copy.waitFor();
    const [, rate] = /^Copy (\S+)/.exec(await copy.innerText())!;
    assert.ok(Number(rate) < 0.5, rate);
    await workbench.screenshot('findings-copy');
    await copy.click();
    await reads(reasons(), /Copied/);
    await workbench.page.keyboard.press('F1');
    await workbench.page.locator('.quick-input-widget input.input:focus').waitFor();
    await workbench.page.keyboard.press('Control+V');
    await until('the rate is pasted', async () => (await input.inputValue()).endsWith(rate));
    await workbench.page.keyboard.press('Escape');
  });
});
