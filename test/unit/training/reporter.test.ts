import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkerReport } from '../../../src/protocol/training.ts';
import { readCheckpoint } from '../../../src/training/checkpoint.ts';
import { CheckpointWriter } from '../../../src/training/checkpointWriter.ts';
import { Reporter } from '../../../src/training/reporter.ts';
import type { TrainingState } from '../../../src/training/trainingState.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { smallSpec } from '../../support/runs.ts';

describe('Reporter', () => {
  const newFolder = temporaryFolders();

  function reporter(metricsFile: string | null = null): {
    reporter: Reporter;
    sent: WorkerReport[];
    cancel: AbortController;
  } {
    const sent: WorkerReport[] = [];
    const cancel = new AbortController();
    return { reporter: new Reporter('run', metricsFile, (report) => sent.push(report), cancel.signal), sent, cancel };
  }

  it('sends samples in batches and appends them to the metrics file, one per line', () => {
    const file = path.join(newFolder(), 'metrics.jsonl');
    const { reporter: subject, sent } = reporter(file);
    subject.onSample({ step: 1, loss: 2 });
    subject.onSample({ step: 2, loss: NaN });
    assert.equal(sent.length, 0);
    subject.flush();
    subject.onSample({ step: 3, loss: 1 });
    subject.flush();
    assert.deepEqual(
      sent.map(
        (report) =>
          report.type === 'event' && report.event.type === 'samples' && report.event.samples.map(({ step }) => step),
      ),
      [[1, 2], [3]],
    );
    assert.equal(readFileSync(file, 'utf8'), '{"step":1,"loss":2}\n{"step":2,"loss":"NaN"}\n{"step":3,"loss":1}\n');
  });

  it('sends what was measured before it tells how far the run is', () => {
    const { reporter: subject, sent } = reporter();
    subject.onSample({ step: 1, loss: 2 });
    subject.onProgress(0.5, 'measuring');
    assert.deepEqual(
      sent.map((report) => report.type === 'event' && report.event),
      [
        { type: 'samples', samples: [{ step: 1, loss: 2 }] },
        { type: 'progress', done: 0.5, activity: 'measuring' },
      ],
    );
  });

  it('keeps the seconds of the newest sample of a batch and of samples from the test images', () => {
    const { reporter: subject, sent } = reporter();
    subject.onSample({ step: 1, loss: 2, seconds: 0.1 });
    subject.onSample({ step: 2, loss: 2, seconds: 0.2 });
    subject.onSample({ step: 2, validationLoss: 1, seconds: 0.2 });
    subject.onSample({ step: 3, loss: 2, seconds: 0.3 });
    subject.flush();
    assert.deepEqual(sent, [
      {
        type: 'event',
        run: 'run',
        event: {
          type: 'samples',
          samples: [
            { step: 1, loss: 2 },
            { step: 2, loss: 2 },
            { step: 2, validationLoss: 1, seconds: 0.2 },
            { step: 3, loss: 2, seconds: 0.3 },
          ],
        },
      },
    ]);
  });

  it('sends samples every 50 ms, however many there are', async () => {
    const sent: WorkerReport[] = [];
    let now = 1000;
    const subject = new Reporter(
      'run',
      null,
      (report) => sent.push(report),
      new AbortController().signal,
      () => now,
    );
    const batches: number[][] = [];
    for (let step = 1; step <= 20; ++step) {
      now += 10;
      subject.onSample({ step, loss: 2 });
      await subject.onBatchEnd();
      for (const report of sent.splice(0))
        batches.push(
          report.type === 'event' && report.event.type === 'samples'
            ? report.event.samples.map((sample) => sample.step)
            : [],
        );
    }
    assert.deepEqual(batches, [
      [1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10],
      [11, 12, 13, 14, 15],
      [16, 17, 18, 19, 20],
    ]);
  });

  it('throws an error with a sentence if measurements cannot be written', () => {
    const { reporter: subject } = reporter(newFolder());
    subject.onSample({ step: 1, loss: 2 });
    assert.throws(() => subject.flush(), /^Error: The measurements cannot be written: EISDIR.*\.$/);
  });

  it('reports that the worker is alive if there are no samples', () => {
    const { reporter: subject, sent } = reporter();
    subject.flush();
    assert.deepEqual(sent, [{ type: 'alive' }]);
  });

  it('sends the samples of an epoch before the epoch', () => {
    const { reporter: subject, sent } = reporter();
    subject.onSample({ step: 1, loss: 2 });
    subject.onEpochEnd({ epoch: 1, step: 1, loss: 2, accuracy: null, validationLoss: null, seconds: 1, images: 1 });
    assert.deepEqual(
      sent.map((report) => report.type === 'event' && report.event.type),
      ['samples', 'epoch'],
    );
  });

  describe('writing checkpoints', () => {
    const state = (step: number): TrainingState => ({
      step,
      epoch: 1,
      trained: step,
      lossSum: 1,
      seconds: 1,
      epochs: [],
      schedule: null,
      divergence: null,
      random: [],
      order: new Uint32Array(),
      engine: { steps: step, weights: [], moments: [] },
    });
    const origin = { spec: smallSpec(), engine: 'wasm simd' };
    /** Ends batches until a condition holds. */
    async function endBatchesUntil(
      subject: Reporter,
      save: (() => TrainingState) | undefined,
      isDone: () => boolean,
    ): Promise<void> {
      while (!isDone()) await subject.onBatchEnd(save);
    }

    it('writes one when the run is cancelled, after the samples before it', async () => {
      const folder = newFolder();
      const { reporter: subject, sent, cancel } = reporter(path.join(folder, 'metrics.jsonl'));
      const file = path.join(folder, 'checkpoint.bin');
      subject.checkpoints = new CheckpointWriter(file, origin);
      subject.onSample({ step: 3, loss: 2 });
      cancel.abort();
      await assert.rejects(
        endBatchesUntil(
          subject,
          () => state(3),
          () => false,
        ),
        { name: 'AbortError' },
      );
      assert.deepEqual(await readCheckpoint(file, origin), state(3));
      assert.deepEqual(
        sent.flatMap((report) => (report.type === 'event' ? report.event : [])),
        [
          { type: 'samples', samples: [{ step: 3, loss: 2 }] },
          { type: 'checkpoint', step: 3 },
        ],
      );
      assert.equal(readFileSync(path.join(folder, 'metrics.jsonl'), 'utf8'), '{"step":3,"loss":2}\n');
    });

    it('writes none before the first step and none in the first seconds', async () => {
      const file = path.join(newFolder(), 'checkpoint.bin');
      const { reporter: subject, sent, cancel } = reporter();
      subject.checkpoints = new CheckpointWriter(file, origin);
      await endBatchesUntil(
        subject,
        () => state(1),
        () => sent.length > 2,
      );
      cancel.abort();
      await assert.rejects(
        endBatchesUntil(subject, undefined, () => false),
        { name: 'AbortError' },
      );
      assert.ok(!existsSync(file));
    });

    it('warns once that none can be written, and the training continues', async () => {
      const { reporter: subject, sent } = reporter();
      const writer = new CheckpointWriter(path.join(newFolder(), 'no', 'such', 'folder.bin'), origin);
      Object.defineProperty(writer, 'isDue', { value: () => true });
      subject.checkpoints = writer;
      let step = 0;
      await endBatchesUntil(
        subject,
        () => state(++step),
        () => step > 2,
      );
      const notices = sent.flatMap((report) =>
        report.type === 'event' && report.event.type === 'notice' ? report.event.text : [],
      );
      assert.equal(notices.length, 1);
      assert.match(notices[0], /^No checkpoint can be written, .*ENOENT/);
    });
  });

  it('throws when the run was cancelled', async () => {
    const { reporter: subject, cancel } = reporter();
    cancel.abort();
    await assert.rejects(
      async () => {
        const end = performance.now() + 10_000;
        while (performance.now() < end) await subject.onBatchEnd();
      },
      { name: 'AbortError' },
    );
  });
});
