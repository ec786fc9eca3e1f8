import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds that a small experiment may take on a machine that does much else. */
const TRAINING_PATIENCE = 120_000;
/** Milliseconds until a page is there, likewise. */
const LOAD_PATIENCE = 60_000;

describe('a user with a form', function () {
  this.timeout(400_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: 'light' });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const form = (): FrameLocator => workbench.webview();
  const field = (label: string): Locator => form().getByLabel(label, { exact: true });
  const command = (): Locator => form().locator('.form-command code');
  const focused = (id: string): Promise<void> => form().locator(`#field-${id}:focus`).waitFor();
  const openForm = async (): Promise<void> => {
    await workbench.runCommand('Goldilocks: New Experiment…');
    await form().getByRole('radio', { name: 'Sweep', exact: true }).waitFor({ timeout: LOAD_PATIENCE });
  };

  it('sees defaults, the rate curve, how long it takes and the command line', async () => {
    await openForm();
    await reads(form().locator('.form-amounts'), /7 runs · (about|a few)/);
    await reads(command(), /^goldilocks sweep --rates 0\.0001,0\.0003162,.* --engine wasm --prune$/);
    assert.equal(await form().locator('.rate-curve').count(), 1);
  });

  it('goes from field to field with Tab and is told what is wrong below the field', async () => {
    const { keyboard } = workbench.page;
    await form().getByRole('radio', { name: 'Sweep', exact: true }).focus();
    await keyboard.press('Tab');
    await focused('network');
    await keyboard.press('Tab');
    await focused('rates');
    // Tab has selected what stands there.
    await keyboard.type('0,1');
    const rates = form().locator('[data-field=rates]');
    await rates.getByText('write 0.1; commas separate rates').waitFor();
    assert.equal(await field('Learning rates').getAttribute('aria-invalid'), 'true');
    assert.match((await field('Learning rates').getAttribute('aria-describedby')) ?? '', /^field-rates-error /);
    await workbench.screenshot('form-error');
    await keyboard.press('Enter');
    await keyboard.press('Escape');
    await focused('rates');
    assert.equal(await workbench.page.getByRole('tab', { name: /^Goldilocks: / }).count(), 0);
  });

  it('starts a tiny sweep with Enter and sees it in the panel', async () => {
    const { keyboard } = workbench.page;
    const fill = async (label: string, text: string): Promise<void> => {
      await field(label).selectText();
      await keyboard.type(text);
    };
    await fill('Learning rates', '0.1 0.01');
    await form().locator('[data-field=schedule] select').focus();
    await keyboard.type('cosine');
    await fill('Epochs', '1');
    await fill('Training images', '512');
    await fill('Test images', '128');
    await reads(command(), /--rates 0\.1,0\.01 .*--train 512 --schedule cosine --epochs 1 --test 128 /);
    await reads(form().locator('.rate-curve figcaption'), /cosine.*0\.1 → /s);
    await workbench.screenshot('form-filled');
    await keyboard.press('Enter');
    await workbench.page.getByRole('tab', { name: /^Goldilocks: / }).waitFor({ timeout: LOAD_PATIENCE });
    const rows = workbench.webview().locator('table.runs tbody tr');
    await until(
      'both rates are finished',
      async () => (await rows.filter({ hasText: /finished|stopped/ }).count()) === 2,
      TRAINING_PATIENCE,
    );
    await reads(workbench.webview().locator('main'), /schedule cosine · 512 training images · 1 epoch · 2 rates/);
  });

  it('finds the form as it was, in every theme, and another kind by an arrow key', async () => {
    await openForm();
    await until('the rates are remembered', async () => (await field('Learning rates').inputValue()) === '0.1 0.01');
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await reads(command(), /--rates 0\.1,0\.01 /);
      await workbench.screenshot(`form-sweep-${theme}`);
    }
    await form().getByRole('radio', { name: 'Find a rate', exact: true }).focus();
    await workbench.page.keyboard.press('ArrowRight');
    await reads(command(), /^goldilocks compare --schedules constant,step,/);
    assert.equal(await form().locator('.rate-curve').count(), 7);
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await reads(command(), /^goldilocks compare --schedules constant,step,/);
      await workbench.screenshot(`form-schedules-${theme}`);
    }
  });

  it('broke no policy', () => {
    assert.deepEqual(workbench.watch.foreignRequests, []);
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
