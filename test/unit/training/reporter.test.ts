import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkerReport } from '../../../src/protocol/training.ts';
import { Reporter } from '../../../src/training/reporter.ts';
import { temporaryFolders } from '../../support/folders.ts';

describe('Reporter', () => {
  const newFolder = temporaryFolders();

  function reporter(metricsFile: string | null = null): { reporter: Reporter; sent: WorkerReport[]; cancel: AbortController } {
    const sent: WorkerReport[] = [];
    const cancel = new AbortController();
    return { reporter: new Reporter('run', metricsFile, (report) => sent.push(report), cancel.signal), sent, cancel };
  }

  it('sends samples together, and appends them to the metrics file one a line', () => {
    const file = path.join(newFolder(), 'metrics.jsonl');
    const { reporter: subject, sent } = reporter(file);
    subject.sample({ step: 1, loss: 2 });
    subject.sample({ step: 2, loss: NaN });
    assert.equal(sent.length, 0);
    subject.flush();
    subject.sample({ step: 3, loss: 1 });
    subject.flush();
    assert.deepEqual(sent.map((report) => report.type === 'event' && report.event.type === 'samples' && report.event.samples.map(({ step }) => step)), [[1, 2], [3]]);
    assert.equal(readFileSync(file, 'utf8'), '{"step":1,"loss":2}\n{"step":2,"loss":"NaN"}\n{"step":3,"loss":1}\n');
  });

  it('keeps the seconds of the newest sample of a batch, and of those measured on test images', () => {
    const { reporter: subject, sent } = reporter();
    subject.sample({ step: 1, loss: 2, seconds: 0.1 });
    subject.sample({ step: 2, loss: 2, seconds: 0.2 });
    subject.sample({ step: 2, validationLoss: 1, seconds: 0.2 });
    subject.sample({ step: 3, loss: 2, seconds: 0.3 });
    subject.flush();
    assert.deepEqual(sent, [
      {
        type: 'event',
        run: 'run',
        event: {
          type: 'samples',
          samples: [{ step: 1, loss: 2 }, { step: 2, loss: 2 }, { step: 2, validationLoss: 1, seconds: 0.2 }, { step: 3, loss: 2, seconds: 0.3 }],
        },
      },
    ]);
  });

  it('shows a sign of life when there is nothing to tell', () => {
    const { reporter: subject, sent } = reporter();
    subject.flush();
    assert.deepEqual(sent, [{ type: 'alive' }]);
  });

  it('sends the samples of an epoch before the epoch', () => {
    const { reporter: subject, sent } = reporter();
    subject.sample({ step: 1, loss: 2 });
    subject.epoch({ epoch: 1, step: 1, loss: 2, accuracy: null, validationLoss: null, seconds: 1, images: 1 });
    assert.deepEqual(sent.map((report) => report.type === 'event' && report.event.type), ['samples', 'epoch']);
  });

  it('lets a cancellation through at the next turn', async () => {
    const { reporter: subject, cancel } = reporter();
    cancel.abort();
    await assert.rejects(async () => {
      const end = performance.now() + 10_000;
      while (performance.now() < end) await subject.breathe();
    }, { name: 'AbortError' });
  });
});
