import assert from 'node:assert/strict';
import type { WorkerReport } from '../../../src/protocol/training.ts';
import { EngineFactory } from '../../../src/training/engines.ts';
import { TrainingWorker } from '../../../src/training/worker.ts';
import { DIST, MNIST } from '../../support/folders.ts';
import { smallSpec } from '../../support/runs.ts';

/** An engine that takes until `finish` is called to be made, as one does whose images come from a slow drive. */
class SlowFactory extends EngineFactory {
  finish!: () => void;
  readonly #finished = new Promise<void>((resolve) => (this.finish = resolve));

  override async create(...args: Parameters<EngineFactory['create']>): ReturnType<EngineFactory['create']> {
    await this.#finished;
    return super.create(...args);
  }
}

describe('TrainingWorker', () => {
  it('tells that it is alive while its engine and images are made ready', async () => {
    const engines = new SlowFactory(DIST);
    const reports: WorkerReport[] = [];
    let onAlive: () => void;
    const alive = new Promise<void>((resolve) => (onAlive = resolve));
    const worker = new TrainingWorker(engines, (report) => {
      reports.push(report);
      if (report.type === 'alive') onAlive();
    });
    const job = { run: 'a', spec: smallSpec(), datasetFolder: MNIST, attempt: null, continueFrom: null, earlier: [] };
    const handled = worker.handle({ type: 'run', ...job });
    await alive;
    assert.deepEqual(
      reports.map(({ type }) => type),
      ['alive'],
    );
    engines.finish();
    await handled;
    assert.equal(reports.at(-1)!.type, 'idle');
    assert.ok(reports.some((report) => report.type === 'event' && report.event.type === 'samples'));
  });
});
