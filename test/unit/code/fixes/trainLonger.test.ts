import assert from 'node:assert/strict';
import { trainLonger } from '../../../../src/code/fixes/trainLonger.ts';
import { fixed } from './fixTable.ts';

const longer = (text: string, language?: string) => fixed(text, (read) => trainLonger(read, 10, 35), language);

const OPTIMIZER = 'import torch\noptimizer = torch.optim.SGD(net.parameters(), lr=0.1)\n';

describe('training for more epochs', () => {
  const ROWS: Readonly<Record<string, readonly [before: string, language?: string]>> = {
    'a constant': [`EPOCHS = 10\n${OPTIMIZER}for epoch in range(EPOCHS):\n    optimizer.step()\n`],
    'the range of a loop': [`${OPTIMIZER}for epoch in range(10):\n    optimizer.step()\n`],
    'the default of an option': [`${OPTIMIZER}parser.add_argument("--epochs", type=int, default=10)\n`],
    'the default of a parameter': [`${OPTIMIZER}def train(batch=10, num_epochs=10):\n    pass\n`],
    'an argument of fit': [
      'import keras\nmodel.compile(keras.optimizers.SGD(0.1))\nmodel.fit(x, y, batch_size=10, epochs=10)\n',
    ],
    'an argument of a Trainer': [
      'from transformers import TrainingArguments\nTrainingArguments("out", learning_rate=0.1, num_train_epochs=10)\n',
    ],
    'a setting': ['optimizer:\n  lr: 0.1\nbatch: 10\nmax_epochs: 10\n', 'yaml'],
    'an option of TensorFlow.js': [
      "import * as tf from '@tensorflow/tfjs';\nmodel.compile({ optimizer: tf.train.sgd(0.1) });\nawait model.fit(x, y, { batchSize: 10, epochs: 10 });\n",
      'typescript',
    ],
  };
  for (const [name, [before, language]] of Object.entries(ROWS))
    it(`changes ${name}`, async () => {
      assert.equal(
        await longer(before, language),
        before.replace(/(epochs["\w:= ,]*?|in range\(|EPOCHS = )10\b/, '$135'),
      );
    });

  const REFUSED: Readonly<Record<string, readonly [program: string, why: RegExp]>> = {
    'another number': [`EPOCHS = 20\n${OPTIMIZER}`, /10, is not written in this file/],
    'two numbers': [`EPOCHS = 10\n${OPTIMIZER}train(epochs=10)\n`, /several places/],
    'a schedule with its own length': [
      `EPOCHS = 10\n${OPTIMIZER}s = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)\n`,
      /length of its own/,
    ],
  };
  for (const [name, [program, why]] of Object.entries(REFUSED))
    it(`refuses ${name}`, async () => assert.match(String(await longer(program)), why));

  it('leaves a schedule to follow that has its length from the epochs', async () => {
    const program = `EPOCHS = 10\n${OPTIMIZER}s = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=EPOCHS)\n`;
    assert.equal(await longer(program), program.replace('10', '35'));
  });
});
