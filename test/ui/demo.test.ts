import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { reads } from './reads.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

/** Milliseconds until the page is there on a machine that does much else. */
const PAGE_PATIENCE = 60_000;

describe('a user who plays with the rate on a parabola', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: 'dark', settings: { 'workbench.reduceMotion': 'off' } });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const page = (): FrameLocator => workbench.webview();
  const slider = (): Locator => page().getByRole('slider', { name: 'Learning rate' });
  const answer = (): Locator => page().locator('.demo-answer');
  const points = (): Promise<number> => page().getByRole('img', { name: 'Loss by step' }).locator('circle').count();

  it('opens the page, where the pro descends', async () => {
    await workbench.runCommand('Goldilocks: Snail, Maniac, Pro');
    await answer().waitFor({ timeout: PAGE_PATIENCE });
    await reads(answer(), /0\.1: converges from one side.*after 50 steps the loss is 5\.1e-9/s);
    await until('the path is complete', async () => (await points()) >= 45);
  });

  it('watches the maniac step by step until it has exploded', async () => {
    await page().getByRole('button', { name: 'Maniac: 1.1' }).click();
    const seen = new Set<number>();
    await until('the path is complete', async () => seen.add(await points()).has(31));
    assert.ok(seen.size > 1, 'the path grows');
    await reads(answer(), /1\.1: diverges.*explodes: at step 30 x is 1187.*multiplies x by -1\.2/s);
    await reads(page().locator('figure').first(), /At step 3 x leaves the picture/);
  });

  it('crosses the thresholds with the arrow keys', async () => {
    await slider().fill('107');
    await slider().press('ArrowRight');
    await reads(answer(), /^1: oscillates forever/);
    assert.equal(await slider().getAttribute('aria-valuetext'), '1: oscillates forever');
    await slider().press('ArrowRight');
    await reads(answer(), /^1\.01: diverges/);
    await slider().press('ArrowLeft');
    await slider().press('ArrowLeft');
    await reads(answer(), /^0\.99: oscillates and converges/);
    await slider().press('Home');
    await reads(answer(), /^0\.001: converges from one side.*after 50 steps the loss is 20\.5/s);
  });

  it('hears the result, and reads the numbers in a table', async () => {
    await reads(page().getByRole('status'), /the loss is 20\.5\. Each step multiplies x by 0\.998/);
    await page().getByText('Show the numbers').click();
    await reads(page().getByRole('row').last(), /^50\s+4\.524\s+20\.5$/);
    await page().getByText('Show the numbers').click();
  });

  it('reads it in every theme, wide and narrow', async () => {
    await slider().fill('98');
    await reads(answer(), /^0\.9: oscillates and converges/);
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await page().locator('.demo').waitFor();
      await workbench.screenshot(`demo-${theme}`);
    }
    const frame = workbench.page.locator('iframe.webview.ready:visible');
    await frame.evaluate((element: unknown) => {
      (element as { readonly style: { width: string } }).style.width = '320px';
    });
    await until('it fits', () =>
      page()
        .locator('html')
        .evaluate((root: unknown) => {
          const { scrollWidth, clientWidth } = root as { readonly scrollWidth: number; readonly clientWidth: number };
          return clientWidth === 320 && scrollWidth <= clientWidth;
        }),
    );
    await workbench.screenshot('demo-narrow', frame);
  });

  it('finds its rate again after a reload', async () => {
    await workbench.reload();
    await answer().waitFor({ timeout: PAGE_PATIENCE });
    await reads(answer(), /^0\.9: oscillates and converges/);
  });

  it('sees the whole path at once where motion is reduced', async () => {
    await workbench.changeSettings({ 'workbench.reduceMotion': 'on' });
    await answer().waitFor({ timeout: PAGE_PATIENCE });
    await page().getByRole('button', { name: 'Maniac: 1.1' }).click();
    assert.equal(await points(), 31);
    await page().getByRole('button', { name: 'Play Again' }).waitFor({ state: 'hidden' });
  });

  it('broke no policy', () => {
    assert.deepEqual(workbench.watch.foreignRequests, []);
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
