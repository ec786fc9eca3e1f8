import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds that a sweep may take on a machine that does much else. */
const SWEEP_PATIENCE = 120_000;
/** The smallest size in which the view must be of use. */
const SMALL = { width: 250, height: 150 };

describe('a user who watches the loss while coding', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: 'dark' });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const view = (): FrameLocator => workbench.webview();
  const frame = (): Locator => workbench.page.locator('iframe.webview.ready:visible');
  const code = (): Locator => workbench.page.locator('.editor-instance .view-lines', { hasText: 'optim' });
  const curves = (): Locator => view().locator('svg[role=img]');
  const described = async (): Promise<string> => (await curves().getAttribute('aria-label')) ?? '';

  async function showView(): Promise<void> {
    await workbench.runCommand('Loss: Focus on Loss View');
  }

  async function choose(preset: string): Promise<void> {
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: preset }).click();
    // The panel opens beside the code, as ever; here only the view is looked at.
    await workbench.page.locator('.tab', { hasText: `Goldilocks: ${preset}` }).waitFor();
    await workbench.runCommand('View: Close Editors in Other Groups');
    await workbench.page.locator('.tab', { hasText: 'Goldilocks' }).waitFor({ state: 'detached' });
  }

  /** Gives the page of the view a size, as if the view had been drawn that small. */
  async function resizeView(size: { width: number; height: number } | null): Promise<void> {
    await frame().evaluate((element: unknown, wanted) => {
      const { style } = element as { readonly style: { width: string; height: string } };
      style.width = wanted ? `${wanted.width}px` : '100%';
      style.height = wanted ? `${wanted.height}px` : '100%';
    }, size);
    await until('the curves fit', async () => {
      const [outer, inner] = [await frame().boundingBox(), await curves().boundingBox()];
      return outer !== null && inner !== null && inner.y + inner.height <= outer.y + outer.height + 1;
    });
  }

  /** Everything that must be there in any size: the parts of the page lie inside of it, and none covers another. */
  async function isComplete(parts: readonly Locator[]): Promise<void> {
    const outer = await frame().boundingBox();
    assert.ok(outer);
    for (const part of parts) {
      const box = await part.boundingBox();
      assert.ok(box && box.width > 0 && box.height > 0, String(part));
      assert.ok(box.x >= outer.x && box.x + box.width <= outer.x + outer.width + 1, `${String(part)} is not cut off`);
      assert.ok(box.y >= outer.y && box.y + box.height <= outer.y + outer.height + 1, `${String(part)} is in view`);
    }
    const plot = await curves().boundingBox();
    assert.ok(plot && plot.height >= 50 && plot.width >= 200, `the curves have room: ${JSON.stringify(plot)}`);
  }

  it('opens the view below the code, which offers a sweep', async () => {
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'train.py' }).dblclick();
    await code().waitFor();
    await showView();
    await view().locator('.loss-empty').waitFor();
    await workbench.screenshot('loss-empty');
    await view().getByRole('button', { name: 'Run LR Sweep' }).click();
  });

  it('watches the curves grow below the code', async () => {
    await choose('Riding the Learning Curve');
    let grown = 0;
    let last = '';
    const steps: number[] = [];
    await until(
      'the curves grow',
      async () => {
        const [now, status] = [await described(), await view().locator('.loss-status').innerText()];
        if (now !== last && /1e-4: /.test(now)) grown++;
        last = now;
        const step = /step ([\d,]+) of/.exec(status)?.[1];
        if (step) steps.push(Number(step.replace(',', '')));
        return grown >= 4 && steps.length >= 2 && steps.at(-1)! > steps[0];
      },
      SWEEP_PATIENCE,
    );
    assert.ok(await code().isVisible());
    await workbench.screenshot('loss-growing');
  });

  it('reads it all in 250 by 150 pixels', async () => {
    await resizeView(SMALL);
    await isComplete([view().locator('.loss-status'), view().getByRole('button', { name: 'Open Panel' }), curves()]);
    await workbench.screenshot('loss-growing-small', frame());
    await resizeView(null);
    await workbench.runCommand('Goldilocks: Cancel');
    await view().locator('.loss-status').waitFor({ state: 'hidden' });
  });

  it('reads the result in every theme, small and docked', async () => {
    await workbench.runCommand('Goldilocks: Run LR Sweep');
    await choose('Slow, Fast, or Furious');
    await reads(view().locator('.loss-answer'), /^Suggested learning rate: 0\.01$/, SWEEP_PATIENCE);
    await reads(view().locator('.loss-runs'), /1e-4\s.*slow.*0\.01\s.*fast.*0\.1\s.*furious/s);
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await curves().waitFor();
      await workbench.screenshot(`loss-${theme}`);
      await resizeView(SMALL);
      await isComplete([
        view().locator('.loss-answer'),
        view().locator('.remark'),
        view().getByRole('button'),
        curves(),
      ]);
      await workbench.screenshot(`loss-small-${theme}`, frame());
      await resizeView(null);
    }
  });

  it('finds everything there when it hides the view and shows it again, and after a reload', async () => {
    await workbench.runCommand('View: Toggle Panel Visibility');
    await frame().waitFor({ state: 'hidden' });
    await showView();
    await until('the curves are there', async () => /0\.01: /.test(await described()));
    await workbench.reload();
    await showView();
    await until('the curves are there', async () => /0\.01: /.test(await described()));
  });

  it('opens the panel with one button', async () => {
    await view().getByRole('button', { name: 'Open Panel' }).click();
    await workbench.page.locator('.tab', { hasText: 'Goldilocks: Slow, Fast, or Furious' }).waitFor();
  });

  it('broke no policy', () => {
    assert.deepEqual(workbench.watch.foreignRequests, []);
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
