import path from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import type { PanelMessage, PanelRequest } from '../../../src/protocol/panel.ts';
import { openPage } from '../../support/vscode/browser.ts';
import { programOf } from '../../support/vscode/debianPackages.ts';
import { MessageServer } from './messageServer.ts';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const CHART = '[data-chart=lossByStep]';

/** What the page leaves for the bench; tests are compiled without the types of browsers. */
interface PageGlobals {
  /** When the page said that everything was drawn. */
  rendered: number;
  /** When the exact picture had taken the place of the moved one. */
  settled: number;
  frames: number[];
  isRecording: boolean;
  /** A message that was not received yet. */
  brought: unknown;
  readonly performance: { now(): number };
  dispatchEvent(event: unknown): void;
  MessageEvent: new (type: string, data: { data: unknown }) => unknown;
}

/** What VS Code gives to a page, and what the bench watches in it. */
const STAND_IN = `
  Object.assign(globalThis, { rendered: 0, settled: 0, frames: [], isRecording: false, brought: null });
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (request) => {
      if (request.type === 'rendered') rendered = performance.now();
      toHost(request);
    },
    getState: () => undefined,
    setState: () => {},
  });
  const record = (time) => {
    if (isRecording) frames.push(time);
    requestAnimationFrame(record);
  };
  requestAnimationFrame(record);
  new MutationObserver((changes) => {
    const removed = changes.flatMap(({ removedNodes }) => [...removedNodes]);
    if (removed.some((node) => node.classList?.contains('moving'))) settled = performance.now();
  }).observe(document, { childList: true, subtree: true });`;

/** What one movement costs; times in milliseconds. */
export interface MotionCost {
  /** Between frames, at the 95th percentile. */
  readonly frame: number;
  /** Of the page's processor, for each move of the pointer. */
  readonly work: number;
  /** From the end of the movement to the exact picture. */
  readonly exact: number;
  /** Of the page's processor until that. */
  readonly exactWork: number;
}

/** The panel's page in a browser alone, without VS Code around it. */
export class BrowserPage {
  private constructor(
    readonly page: Page,
    private readonly session: CDPSession,
    private readonly messages: MessageServer,
    readonly close: () => Promise<void>,
  ) {}

  /** @param onRequest gets what the page asks for */
  static async open(onRequest: (request: PanelRequest) => void): Promise<BrowserPage> {
    const { browser, page } = await openPage(await programOf('chromium'));
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.exposeFunction('toHost', onRequest);
    await page.setContent('<body class="vscode-dark"><div id="page"></div>');
    await page.addStyleTag({ path: path.join(ROOT, 'media', 'panel.css') });
    await page.addScriptTag({ content: STAND_IN });
    await page.addScriptTag({ path: path.join(ROOT, 'dist', 'panel.js') });
    const messages = await MessageServer.open();
    return new BrowserPage(page, session, messages, async () => {
      await browser.close();
      messages.close();
    });
  }

  /** Sends a message; returns when it came, in milliseconds of the page. */
  async post(message: PanelMessage): Promise<number> {
    await this.#bring(message);
    return this.#receive();
  }

  /** Brings a message to the page, which takes work that VS Code does not do there. */
  async #bring(message: PanelMessage): Promise<void> {
    await this.page.evaluate(`${this.messages.offer(message)}.then((message) => { brought = message; })`);
  }

  /** Gives the page what was brought; returns when, in milliseconds of the page. */
  async #receive(): Promise<number> {
    return this.page.evaluate(() => {
      const globals = globalThis as unknown as PageGlobals;
      const now = globals.performance.now();
      globals.dispatchEvent(new globals.MessageEvent('message', { data: globals.brought }));
      return now;
    });
  }

  /** Milliseconds from everything of an experiment to its first picture, and those of the processor. */
  async firstPicture(message: PanelMessage): Promise<{ time: number; work: number }> {
    await this.#bring(message);
    const before = await this.#work();
    const from = await this.#receive();
    await this.page.waitForFunction('rendered > 0', null, { timeout: 120_000 });
    const rendered = await this.page.evaluate(() => (globalThis as unknown as PageGlobals).rendered);
    return { time: rendered - from, work: (await this.#work()) - before };
  }

  /** Zooms into the loss by step, drags it by as many moves, and waits for the exact picture. */
  async drag(moves: number): Promise<MotionCost> {
    const { page } = this;
    await page.locator(CHART).scrollIntoViewIfNeeded();
    await page.locator(`${CHART} canvas`).waitFor();
    await page.locator(CHART).focus();
    await page.keyboard.press('+');
    await page.getByRole('button', { name: 'Reset zoom' }).waitFor();
    await page.waitForTimeout(1000);
    const { x, y, width, height } = (await page.locator(CHART).boundingBox())!;
    const place = [x + width / 2, y + height / 2] as const;
    await page.keyboard.down('Shift');
    await page.mouse.move(...place);
    await page.mouse.down();
    const before = await this.#work();
    await page.evaluate('isRecording = true, undefined');
    for (let move = 1; move <= moves; move++)
      await page.mouse.move(place[0] + 100 * Math.sin((6 * move) / moves), place[1]);
    await page.mouse.move(place[0] + 100, place[1]);
    await page.evaluate('isRecording = false, undefined');
    const moved = await this.#work();
    const released = await page.evaluate(() => {
      const globals = globalThis as unknown as PageGlobals;
      globals.settled = 0;
      return globals.performance.now();
    });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.waitForFunction('settled > 0', null, { timeout: 120_000 });
    const exactWork = (await this.#work()) - moved;
    const { frames, settled } = await page.evaluate(() => {
      const { frames, settled } = globalThis as unknown as PageGlobals;
      return { frames, settled };
    });
    const intervals = frames.slice(1).map((time, index) => time - frames[index]);
    intervals.sort((a, b) => a - b);
    return {
      frame: intervals[Math.floor(0.95 * intervals.length)],
      work: (moved - before) / moves,
      exact: settled - released,
      exactWork,
    };
  }

  /** Milliseconds of the page's processor for each key of a word that runs are filtered by, until all is drawn. */
  async filter(word: string): Promise<number> {
    const field = this.page.getByRole('searchbox', { name: 'Filter runs' });
    const before = await this.#work();
    for (const key of word) {
      await field.press(key);
      await this.page.waitForTimeout(1000);
    }
    const work = ((await this.#work()) - before) / word.length;
    await field.fill('');
    await this.page.waitForTimeout(1000);
    return work;
  }

  /** Bytes of scripts that are reachable. */
  async heap(): Promise<number> {
    await this.session.send('HeapProfiler.collectGarbage');
    return (await this.#metric('JSHeapUsedSize')) + (await this.#arrayBuffers());
  }

  async #arrayBuffers(): Promise<number> {
    const { backingStorageSize = 0 } = (await this.session.send('Runtime.getHeapUsage')) as {
      backingStorageSize?: number;
    };
    return backingStorageSize;
  }

  /** Milliseconds that the page's main thread has worked. */
  async #work(): Promise<number> {
    return 1000 * (await this.#metric('TaskDuration'));
  }

  async #metric(name: string): Promise<number> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === name)!.value;
  }
}
