import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { shapeCurves } from '../../../src/charts/curves.ts';
import { DEFAULT_VIEW } from '../../../src/charts/view.ts';
import type { CurveView } from '../../../src/charts/view.ts';
import { ExperimentLibrary } from '../../../src/app/experimentLibrary.ts';
import type { TrainingEnvironment } from '../../../src/app/training.ts';
import { SeriesRecorder } from '../../../src/domain/seriesRecorder.ts';
import { thinSeries } from '../../../src/domain/thinning.ts';
import type { PanelMessage } from '../../../src/protocol/panel.ts';
import { ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import { PanelFeed } from '../../../src/vscode/panel/panelFeed.ts';
import { ExperimentModel } from '../../../webview/experimentModel.ts';
import { CLAIM, recordsOf } from '../../support/experiments.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';
import { measureWork } from '../measureWork.ts';

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

async function main(): Promise<void> {
  const [runs = 100, steps = 1_000_000] = process.argv.slice(2).map(Number);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'goldilocks-panel-'));
  try {
    await writeRuns(path.join(folder, 'experiment'), runs, steps);
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
    feed.close();
    const sent = hydrate.series.reduce((sum, line) => sum + bytesOf(line), 0);
    console.log(`numbers in the first message: ${(sent / 2 ** 20).toFixed(1)} MB`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a sweep whose runs have ended, without what they measured exactly. */
async function writeRuns(folder: string, runs: number, steps: number): Promise<void> {
  const overview = sweepOf(
    Array.from({ length: runs }, (_, index) => finishedRun(index, 1e-4 * 1.1 ** index, [2.3, 1])),
  );
  const experiment = await ExperimentFolder.create(folder, overview.record, recordsOf(overview));
  for (const { index, result } of overview.runs) {
    const recorder = new SeriesRecorder();
    for (let first = 0; first < steps; first += 10_000) {
      recorder.addSamples(
        Array.from({ length: Math.min(10_000, steps - first) }, (_, at) => {
          const step = first + at;
          return {
            step,
            loss: 2.3 / (1 + step / 1e4) + 0.1 * Math.abs(Math.sin(step * step + index)),
            seconds: step / 100,
          };
        }),
      );
    }
    const measured = recorder.all();
    const series = { loss: thinSeries(measured.loss!), seconds: thinSeries(measured.seconds!) };
    const attempt = await experiment.startAttempt(index, CLAIM);
    await attempt.writeResult({ ...result!, series }, recorder.allBuckets());
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
