import assert from 'node:assert/strict';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { writeLongRuns } from '../support/longRuns.ts';
import { until } from '../support/processes.ts';
import { keepPictureOfFailure } from './failure.ts';
import { openExperiment } from './openExperiment.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

/** Each of a thousand buckets of such a run has several teeth of the saw. */
const STEPS = 60_000;
const TOOTH = 16;
/** A loss that tells its step, but for the tooth. */
const lossAt = (step: number): number => 1 + (step % TOOTH) / TOOTH;

describe('a user who looks into a long run', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: 'light', settings: { 'files.simpleDialog.enable': true } });
    await writeLongRuns(path.join(workbench.folder, 'long'), 2, STEPS, lossAt);
    await openExperiment(workbench, 'long');
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await panel().getByRole('slider', { name: 'Smoothing' }).fill('0');
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  const panel = (): FrameLocator => workbench.webview();
  const chart = (): Locator => panel().locator('[data-chart=lossByStep]');
  const moving = (): Locator => chart().locator('.moving');
  const reset = (): Locator => panel().locator('section.lossByStep').getByRole('button', { name: 'Reset zoom' });
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);

  /** What is read at the reading line: the step, and the loss of the first run there. */
  async function read(): Promise<{ step: number; loss: number }> {
    const [, step, loss] =
      /^step ([\d,]+).*?1e-4\s*([\d.]+)/s.exec((await chart().locator('.readout').innerText()) ?? '') ?? [];
    return { step: Number((step ?? '').replaceAll(',', '')), loss: Number(loss) };
  }

  /** Whether the losses at the beginning of what is seen are those of the very steps. */
  async function isExact(): Promise<boolean> {
    await press('Home');
    for (let key = 0; key < 8; key++) {
      const { step, loss } = await read();
      const place = step % TOOTH;
      // Between the last step of a tooth and the first of the next one the line falls.
      if (place > 0 && place < TOOTH - 1 && !(Math.abs(loss - lossAt(step)) < 1 / TOOTH)) return false;
      await press('ArrowRight');
    }
    return true;
  }

  async function middle(): Promise<[x: number, y: number]> {
    const { x, y, width, height } = (await chart().boundingBox())!;
    return [x + width / 2, y + height / 2];
  }

  async function turnWheel(turns: number): Promise<void> {
    await workbench.page.mouse.move(...(await middle()));
    await workbench.page.keyboard.down('Control');
    for (let turn = 0; turn < Math.abs(turns); turn++) await workbench.page.mouse.wheel(0, turns < 0 ? -400 : 400);
    await workbench.page.keyboard.up('Control');
  }

  it('sees single steps where the page has asked for them, and all again by a double click', async () => {
    await chart().focus();
    await chart().locator('canvas').waitFor();
    assert.equal(await isExact(), false);
    for (let key = 0; key < 7; key++) await press('+');
    await reset().waitFor();
    await until('the losses of single steps are drawn', isExact);
    await workbench.screenshot('zoom-detail');
    await workbench.page.mouse.dblclick(...(await middle()));
    await reset().waitFor({ state: 'hidden' });
    await chart().focus();
    await until('the last step is seen again', async () => {
      await press('End');
      return /^step 59,999\b/.test(await chart().locator('.reading-place').innerText());
    });
  });

  it('moves the last picture with the wheel and by dragging until the exact one is there', async () => {
    await turnWheel(-4);
    await moving().waitFor();
    await moving().waitFor({ state: 'detached' });
    await reset().waitFor();
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      const [x, y] = await middle();
      const { page } = workbench;
      await page.keyboard.down('Shift');
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x - 150, y + 20, { steps: 5 });
      await moving().waitFor();
      await workbench.screenshot(`zoom-moving-${theme}`);
      await page.mouse.up();
      await page.keyboard.up('Shift');
      await moving().waitFor({ state: 'detached' });
      await workbench.screenshot(`zoom-moved-${theme}`);
    }
    await turnWheel(8);
    await reset().waitFor({ state: 'hidden' });
    await moving().waitFor({ state: 'detached' });
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
