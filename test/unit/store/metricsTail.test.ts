import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sample } from '../../../src/domain/sample.ts';
import { ExperimentFolder } from '../../../src/store/experimentFolder.ts';
import { MetricsTail } from '../../../src/store/metricsTail.ts';
import { CLAIM, recordsOf } from '../../support/experiments.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { finishedRun, sweepOf } from '../../support/runs.ts';

const SWEEP = sweepOf([finishedRun(0, 0.1, [2.3, 1])]);

describe('the measurements of a run', () => {
  const newFolder = temporaryFolders();
  const create = (): Promise<ExperimentFolder> => ExperimentFolder.create(newFolder(), SWEEP.record, recordsOf(SWEEP));
  const measured = async (experiment: ExperimentFolder): Promise<readonly Sample[]> => {
    const tail = await experiment.metricsTail(0);
    await tail!.read();
    return tail!.samples;
  };

  it('skip a torn last line, and have it once it is whole', async () => {
    const experiment = await create();
    assert.equal(await experiment.metricsTail(0), null);
    const attempt = await experiment.startAttempt(0, CLAIM);
    assert.deepEqual(await measured(experiment), []);
    writeFileSync(attempt.metricsFile, '{"step":1,"loss":2.5}\n{"step":2,"loss":"Na');
    assert.deepEqual(await measured(experiment), [{ step: 1, loss: 2.5 }]);
    appendFileSync(attempt.metricsFile, 'N"}\n');
    assert.deepEqual(await measured(experiment), [
      { step: 1, loss: 2.5 },
      { step: 2, loss: NaN },
    ]);
  });

  it('skip damaged lines', async () => {
    const file = path.join(newFolder(), 'metrics.jsonl');
    const damaged = [
      'null',
      '[]',
      '7',
      '{"loss":1}',
      '{"step":"2"}',
      '{"step":3,"loss":"low"}',
      '{"step":4,"extra":"x"}',
      '{',
    ];
    writeFileSync(file, [...damaged, '{"step":5,"loss":"-Infinity","extra":{"a":"NaN"}}', ''].join('\n'));
    const tail = new MetricsTail(file);
    await tail.read();
    assert.deepEqual(tail.samples, [{ step: 5, loss: -Infinity, extra: { a: NaN } }]);
  });

  it('are put together of the attempts that continue each other, without what came after a checkpoint', async () => {
    const experiment = await create();
    const write = async (
      continues: { attempt: number; step: number } | null,
      samples: readonly Sample[],
    ): Promise<void> => {
      const { metricsFile } = await experiment.startAttempt(0, CLAIM, continues);
      writeFileSync(metricsFile, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
    };
    await write(null, [
      { step: 0, loss: 9 },
      { step: 1, loss: 8 },
      { step: 2, loss: 7 },
      { step: 3, loss: 6 },
    ]);
    await write(null, [{ step: 0, loss: 5 }]);
    assert.deepEqual(
      (await measured(experiment)).map(({ loss }) => loss),
      [5],
      'a new beginning',
    );
    // After step 2 the test images were measured, and then the process died: its checkpoint is that of the batch.
    await write({ attempt: 1, step: 2 }, [
      { step: 2, validationLoss: 4 },
      { step: 3, loss: 3 },
      { step: 4, loss: 2 },
      { step: 4, epoch: 2, validationLoss: 2 },
    ]);
    await write({ attempt: 3, step: 4 }, [
      { step: 4, epoch: 2, validationLoss: 1 },
      { step: 5, loss: 1 },
    ]);
    assert.deepEqual(
      (await measured(experiment)).map(({ step, loss, validationLoss }) => [
        step,
        loss ?? null,
        validationLoss ?? null,
      ]),
      [
        [0, 9, null],
        [1, 8, null],
        [2, 7, null],
        [2, null, 4],
        [3, 3, null],
        [4, 2, null],
        [4, null, 1],
        [5, 1, null],
      ],
    );
  });

  it('begin with an attempt that says it continues itself or a later one', async () => {
    const experiment = await create();
    const { metricsFile } = await experiment.startAttempt(0, CLAIM, { attempt: 1, step: 4 });
    writeFileSync(metricsFile, '{"step":5}\n');
    assert.deepEqual(await measured(experiment), [{ step: 5 }]);
  });
});
