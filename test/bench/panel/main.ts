import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { shapeCurves } from '../../../src/charts/curves.ts';
import { DEFAULT_VIEW } from '../../../src/charts/view.ts';
import type { CurveView } from '../../../src/charts/view.ts';
import { ExperimentLibrary } from '../../../src/app/experimentLibrary.ts';
import type { TrainingEnvironment } from '../../../src/app/training.ts';
import type { PanelMessage } from '../../../src/protocol/panel.ts';
import { PanelFeed } from '../../../src/vscode/panel/panelFeed.ts';
import { ExperimentModel } from '../../../webview/experimentModel.ts';
import { writeLongRuns } from '../../support/longRuns.ts';
import { measureWork } from '../measureWork.ts';
import { BrowserPage } from './browserPage.ts';

const TEXTS = {
  waiting: '',
  preparing: '',
  firstLoss: '',
  following: '',
  silent: () => '',
  cancelling: '',
  elsewhere: '',
};
/** Points of a line that can be told apart in a window of usual width. */
const POINTS = 900;
/** Of the pointer, while a chart is dragged. */
const MOVES = 120;

async function main(): Promise<void> {
  const [runs = 100, steps = 1_000_000] = process.argv.slice(2).map(Number);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'goldilocks-panel-'));
  try {
    await writeLongRuns(path.join(folder, 'experiment'), runs, steps);
    console.log(`${runs} runs of ${steps.toLocaleString('en')} steps`.padEnd(42), '    time      CPU    block at most');
    const messages: PanelMessage[] = [];
    const environment = { window: 'bench', runner: { name: 'workers' } } as unknown as TrainingEnvironment;
    const library = new ExperimentLibrary(path.join(folder, 'storage'), environment);
    const feed = new PanelFeed(
      path.join(folder, 'experiment'),
      library,
      TEXTS,
      (message) => messages.push(message),
      (error) => console.error(error),
    );
    const print = async (what: string, work: () => Promise<unknown>): Promise<void> =>
      console.log(what.padEnd(42), await measureWork(work));
    await print('host: everything for the first picture', () => feed.open());
    const [hydrate] = messages;
    if (hydrate.type !== 'hydrate') throw new Error(`The first message is ${hydrate.type}.`);
    const model = new ExperimentModel(hydrate);
    const shape = async (zoom?: readonly [number, number]): Promise<void> => {
      const zooms: CurveView['zooms'] = zoom ? { lossByStep: { x: zoom, y: [0, 3] as const } } : {};
      const share = Math.max(80, Math.round(4200 / runs));
      shapeCurves(model.curveInput(), { ...DEFAULT_VIEW, zooms, points: { raw: share, smoothed: share, seed: share } });
    };
    await print('page: curves of the first picture', () => shape());
    for (const part of [0.5, 0.01]) {
      const zoom = [0.4 * steps, (0.4 + part) * steps] as const;
      const name = `${100 * part}% of the steps`;
      await print(`page: curves at once, ${name}`, () => shape(zoom));
      await print(`host: detail of ${name}`, () => feed.sendDetail({ figure: 'lossByStep', steps: zoom }, POINTS));
      const detail = messages.at(-1)!;
      if (detail.type === 'detail') model.applyDetail(detail);
      await print(`page: curves in detail, ${name}`, () => shape(zoom));
    }
    await measureBrowser(hydrate, feed, messages);
    feed.close();
    const sent = hydrate.series.reduce((sum, line) => sum + bytesOf(line), 0);
    console.log(`numbers in the first message: ${(sent / 2 ** 20).toFixed(1)} MB`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the page itself costs in a browser, without VS Code around it. */
async function measureBrowser(hydrate: PanelMessage, feed: PanelFeed, messages: PanelMessage[]): Promise<void> {
  let detail = Promise.resolve();
  const browser = await BrowserPage.open((request) => {
    if (request.type === 'problem') console.error(request.message);
    if (request.type === 'detail')
      detail = feed.sendDetail(request, request.points).then(async () => void (await browser.post(messages.at(-1)!)));
  });
  try {
    const print = (what: string, time: number, work: number): void =>
      console.log(what.padEnd(42), ...[time, work].map((value) => `${value.toFixed(1)} ms`.padStart(11)));
    console.log('in Chromium'.padEnd(42), '      time    main thread');
    const { time, work } = await browser.firstPicture(hydrate);
    print('from everything to the first picture', time, work);
    console.log(
      'a key in the filter of runs'.padEnd(42),
      `${(await browser.filter('0.0')).toFixed(1)} ms`.padStart(22),
    );
    const motion = await browser.drag(MOVES);
    print('a frame while dragging (95th percentile)', motion.frame, motion.work);
    print('from its end to the exact picture', motion.exact, motion.exactWork);
    await detail;
    console.log(`memory of the page's script: ${((await browser.heap()) / 2 ** 20).toFixed(0)} MB`);
  } finally {
    await browser.close();
  }
}

function bytesOf({
  steps,
  values,
  means,
}: {
  steps: Float64Array;
  values: Float64Array;
  means?: Float64Array;
}): number {
  return steps.byteLength + values.byteLength + (means?.byteLength ?? 0);
}

void main();
