import assert from 'node:assert/strict';
import { visibleBatchSize } from '../../../../src/app/rates/batchSize.ts';

describe('the visible batch size', () => {
  for (const [text, expected] of [
    ['loader = DataLoader(data, batch_size=64)', 64],
    ['BATCH_SIZE = 128', 128],
    ['parser.add_argument("--batch-size", type=int, default=32)', 32],
    ['def train(batch_size: int = 16):', 16],
    ['await model.fit(x, y, {batchSize: 512});', 512],
    ['"train_batch_size": 8,', 8],
    ['per_device_train_batch_size=4, per_device_eval_batch_size=16', 4],
    ['batch_size=64\ntest_batch_size = 1000', 64],
    ['batch_size=64\nDataLoader(d, batch_size=64)', 64],
    ['batch_size=64\nbatch_size=32', null],
    ['# batch_size=64', null],
    ['batch_size=2 * n', null],
    ['per_device_train_batch_size=4, gradient_accumulation_steps=8', null],
    ['batch_size = 64\nmicro_batch_size = 4', null],
    ['batch_size=n', null],
    ['minibatch = 3', null],
  ] as const) {
    it(`is ${expected} in: ${text.replaceAll('\n', ' ⏎ ')}`, () => assert.equal(visibleBatchSize(text), expected));
  }
});
