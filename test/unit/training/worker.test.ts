import assert from 'node:assert/strict';
import { featureLayers } from '../../../src/domain/layers.ts';
import type { RunSpec } from '../../../src/domain/run.ts';
import type { Sample } from '../../../src/domain/sample.ts';
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

  it('goes on with features that were trained before, where a run has any', async () => {
    const spec = smallSpec({ dataset: { ...smallSpec().dataset, classes: [5, 6, 7, 8, 9] } });
    const pretraining = { classes: [0, 1, 2, 3, 4], images: 200, epochs: 2, learningRate: 0.01 };
    const samplesOf = async (run: RunSpec): Promise<Sample[]> => {
      const samples: Sample[] = [];
      const worker = new TrainingWorker(new EngineFactory(DIST), (report) => {
        if (report.type === 'event' && report.event.type === 'samples') samples.push(...report.event.samples);
      });
      const job = { spec: run, datasetFolder: MNIST, attempt: null, continueFrom: null, earlier: [] };
      await worker.handle({ type: 'run', run: 'a', ...job });
      return samples.map(({ seconds: _, ...sample }) => sample);
    };
    const fresh = await samplesOf(spec);
    const pretrained = await samplesOf({ ...spec, pretraining });
    assert.deepEqual(
      pretrained.map(({ step }) => step),
      fresh.map(({ step }) => step),
    );
    assert.notEqual(pretrained[0].loss, fresh[0].loss);
    assert.deepEqual(await samplesOf({ ...spec, pretraining }), pretrained);
    // Whatever rates the run gives its layers, all of them learn before it.
    const frozen = { groupRates: Object.fromEntries(featureLayers(spec.network).map((layer) => [layer, 0])) };
    assert.equal((await samplesOf({ ...spec, ...frozen, pretraining }))[0].loss, pretrained[0].loss);
  });
});
