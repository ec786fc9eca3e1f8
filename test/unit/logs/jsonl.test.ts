import assert from 'node:assert/strict';
import type { Sample } from '../../../src/domain/sample.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { readText } from './files.ts';

describe('JSON Lines logs', () => {
  const newFolder = temporaryFolders();
  const cases: [name: string, lines: string[], expected: Sample[]][] = [
    ['plain', ['{"step": 1, "loss": 2.3}', '{"step": 2, "loss": 1.5, "lr": 0.1}'], [{ step: 1, loss: 2.3 }, { step: 2, loss: 1.5, rate: 0.1 }]],
    ['with numbers as strings', ['{"num_updates": "100", "loss": "9.412", "lr": "1.25e-05", "gnorm": "2.31"}'], [{ step: 100, loss: 9.412, rate: 1.25e-5, gradientNorm: 2.31 }]],
    ['with bare NaN and Infinity', ['{"step": 1, "loss": NaN, "grad_norm": Infinity}', '{"step":2,"loss":-Infinity}'], [{ step: 1, loss: NaN, gradientNorm: Infinity }, { step: 2, loss: -Infinity }]],
    ['with nested objects', ['{"step": 7, "metrics": {"loss": 1.2}, "val": {"loss": 1.3}}'], [{ step: 7, loss: 1.2, validationLoss: 1.3 }]],
    ['with evaluation in rows of its own', ['{"step": 10, "loss": 2}', '{"step": 10, "eval_loss": 2.1}', '{"step": 20, "loss": 1}'], [{ step: 10, loss: 2, validationLoss: 2.1 }, { step: 20, loss: 1 }]],
    ['with a summary at the end', ['{"step": 10, "loss": 2}', '{"step": 20, "loss": 1}', '{"step": 20, "train_loss": 1.5}'], [{ step: 10, loss: 2 }, { step: 20, loss: 1 }]],
    ['with a running loss above the loss', ['{"step": 1, "running_loss": 3}', '{"step": 1, "loss": 2.5}', '{"step": 2, "loss": 2}', '{"step": 3, "loss": 1}'], [{ step: 1, loss: 2.5 }, { step: 2, loss: 2 }, { step: 3, loss: 1 }]],
    ['with a running loss that stands alone above the loss', ['{"step": 1, "running_loss": 30}', '{"step": 2, "loss": 2}', '{"step": 3, "loss": 1}'], [{ step: 1 }, { step: 2, loss: 2 }, { step: 3, loss: 1 }]],
    ['with a running loss of each step and a loss of each epoch', ['{"step": 1, "epoch": 1, "running_loss": 3}', '{"step": 2, "epoch": 1, "running_loss": 2}', '{"step": 2, "epoch": 1, "train_loss": 2.5, "val_loss": 2}', '{"step": 3, "epoch": 2, "running_loss": 1}'], [{ step: 1, loss: 3 }, { step: 2, loss: 2, validationLoss: 2 }, { step: 3, loss: 1 }]],
    ['with a summary at the end of each epoch', ['{"step": 10, "loss": 3}', '{"step": 10, "epoch": 1, "loss": 4}', '{"step": 20, "loss": 1}', '{"step": 20, "epoch": 2, "loss": 2}', '{"step": 30, "loss": 1}'], [{ step: 10, loss: 4 }, { step: 20, loss: 2 }, { step: 30, loss: 1 }]],
    ['with the configuration first', ['{"config": {"lr": "0.1", "layers": [1, 2]}}', '{"step": 1, "loss": 2}'], [{ step: 1, loss: 2 }]],
    ['from RLlib', ['{"training_iteration": 1, "config": {"lr": 1}, "learners": {"default_policy": {"total_loss": 2, "default_optimizer_learning_rate": 0.1}}}'], [{ step: 1, loss: 2, rate: 0.1 }]],
    ['from older RLlib', ['{"info": {"learner": {"default_policy": {"learner_stats": {"cur_lr": 0.1, "total_loss": 2}}}}, "training_iteration": 1}'], [{ step: 1, loss: 2, rate: 0.1 }]],
    ['with two versions that Git could not merge', ['<<<<<<< HEAD', '{"step": 1, "loss": 9}', '{"step": 2, "loss": 8}', '=======', '{"step": 1, "loss": 3}', '{"step": 2, "loss": 2}', '>>>>>>> other'], [{ step: 1, loss: 3 }, { step: 2, loss: 2 }]],
    ['with a torn last line', ['{"step": 1, "loss": 2}', '{"step": 2, "lo'], [{ step: 1, loss: 2 }]],
  ]; // prettier-ignore
  for (const [name, lines, expected] of cases) {
    it(`are read ${name}`, async () => {
      const { format, samples } = await readText(newFolder(), lines.join('\n'), { name: 'log.json' });
      assert.equal(format, 'jsonl');
      assert.deepEqual(samples, expected);
    });
  }

  it('learn of metrics that appear later', async () => {
    const rows = Array.from({ length: 5000 }, (_, step) => `{"step": ${step}, "loss": 1, "padding": "${'x'.repeat(20)}"}`);
    const text = [...rows, '{"step": 5000, "loss": 1, "val_loss": 2}', ''].join('\n');
    const { facts, types } = await readText(newFolder(), text);
    assert.deepEqual(
      facts.metrics.map(({ name }) => name),
      ['loss', 'validationLoss'],
    );
    assert.ok(types.includes('facts'));
  }); // prettier-ignore

  it('count the lines that are no objects', async () => {
    const { notices } = await readText(newFolder(), '{"loss": 1}\nTraining started\n[1, 2]\n{"loss": 2}\n');
    assert.deepEqual(notices, [{ text: '2 rows could not be read.', count: 2 }]);
  });

  it('pass over a line that is too long', async () => {
    const { samples, notices } = await readText(newFolder(), `{"loss": 1}\n{"weights": "${'x'.repeat(3e6)}"}\n{"loss": 2}\n`);
    assert.deepEqual([samples.length, notices[0].count], [2, 1]);
  }); // prettier-ignore
});
