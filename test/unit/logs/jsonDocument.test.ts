import assert from 'node:assert/strict';
import { jsonDocument } from '../../../src/logs/jsonDocument.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { readText } from './files.ts';

const TRAINER_STATE = `{
  "epoch": 2.0, "global_step": 20, "train_batch_size": 8, "max_steps": 20,
  "log_history": [
    {"epoch": 1.0, "grad_norm": Infinity, "learning_rate": 5e-05, "loss": 2.5, "step": 10},
    {"epoch": 1.0, "eval_loss": 2.4, "eval_runtime": 1.2, "step": 10},
    {"epoch": 2.0, "grad_norm": 1.5, "learning_rate": 2.5e-05, "loss": NaN, "step": 20},
    {"epoch": 2.0, "step": 20, "total_flos": 123, "train_loss": 2.1, "train_runtime": 9.5}
  ]
}
`;

describe('a JSON document', () => {
  const newFolder = temporaryFolders();

  it("is read as the state of Hugging Face's Trainer, with its batch size, and not with its mean over all", async () => {
    const { format, facts, samples } = await readText(newFolder(), TRAINER_STATE);
    assert.equal(format, 'json');
    assert.equal(facts.batchSize, 8);
    assert.deepEqual(samples, [
      { step: 10, loss: 2.5, validationLoss: 2.4, rate: 5e-5, gradientNorm: Infinity },
      { step: 20, loss: NaN, rate: 2.5e-5, gradientNorm: 1.5 },
    ]);
  });

  it('is read as columns of equal length, as Keras keeps its history', async () => {
    const { facts, samples } = await readText(newFolder(), '{"loss": [2, 1], "val_loss": [3, 2.5]}');
    assert.equal(facts.unit, 'row');
    assert.deepEqual(samples, [
      { step: 0, loss: 2, validationLoss: 3 },
      { step: 1, loss: 1, validationLoss: 2.5 },
    ]);
  });

  it('is read as a list of objects, and wherever in the document that is', async () => {
    for (const text of ['[{"step": 1, "loss": 2}]', '{"name": "a", "runs": {"first": [{"step": 1, "loss": 2}]}}']) {
      assert.deepEqual((await readText(newFolder(), text)).samples, [{ step: 1, loss: 2 }]);
    }
  });

  it('is read as what CatBoost keeps of a training, whose metrics are named only once', async () => {
    const metrics = (name: string): string =>
      `[{"best_value":"Max","name":"AUC"},{"best_value":"Min","name":"${name}"}]`;
    const iteration = (at: number): string =>
      `{"learn":[0.${5 + at},${9 - at}],"iteration":${at},"passed_time":${at + 0.5},"remaining_time":9,"test":[0.${4 + at},${10 - at}]}`;
    const text = `{\n"meta":{"launch_mode":"Train","learn_metrics":${metrics('Logloss')},"test_metrics":${metrics('Logloss')}},\n"iterations":[\n${iteration(0)},\n${iteration(1)}\n]}\n`;
    assert.deepEqual((await readText(newFolder(), text)).samples, [
      {
        step: 0,
        loss: 9,
        validationLoss: 10,
      },
      {
        step: 1,
        loss: 8,
        validationLoss: 9,
      },
    ]);
  });

  it('is read without an exception where only some of it is what CatBoost keeps', () => {
    const metrics = '[{"best_value":"Min","name":"RMSE"}]';
    const DAMAGED = [
      `{"meta":{"learn_metrics":${metrics},"test_metrics":null},"iterations":[{"iteration":1,"loss":2}]}`,
      `{"meta":{"learn_metrics":[null]},"iterations":[{"iteration":1,"loss":2}]}`,
      `{"meta":{"learn_metrics":${metrics}},"iterations":[{"iteration":1,"loss":2,"learn":null}]}`,
    ];
    for (const text of DAMAGED) {
      assert.doesNotThrow(() => jsonDocument.createReader().push(Buffer.from(text)), text);
    }
  });

  it('says nothing while it is being written, and all when it is complete', () => {
    for (let end = 1; end < TRAINER_STATE.trimEnd().length; end++) {
      const reader = jsonDocument.createReader();
      assert.deepEqual(reader.push(Buffer.from(TRAINER_STATE.slice(0, end))), []);
      assert.equal(reader.push(Buffer.from(TRAINER_STATE.slice(end))).length, 4);
    }
  });
});
