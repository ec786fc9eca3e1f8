import assert from 'node:assert/strict';
import { EarlyOutput } from '../../../src/logs/console/earlyOutput.ts';
import { SYNONYMS } from '../../../src/logs/columnRoles.ts';

/** A line that names a loss in the way of a program whose losses have other names than the rest. */
const LINES = [
  '[12]\ttrain-rmse:0.48211\tvalid-rmse:0.50123',
  "[10]\ttraining's l2: 0.48211\tvalid_1's l2: 0.50123",
  '10:\tlearn: 0.6512342\ttest: 0.6611234\tbest: 0.6611234 (10)',
  's:98 trl:7.1433 lr:0.000085',
  's:250 tel:6.5',
  '     Epoch   gpu_mem       box       obj       cls    labels  img_size',
  ' iteration      100/  500000 | consumed samples:        25600 | learning rate: 1.5E-05 |',
  '(epoch: 1, iters: 20, time: 14.412, data: 0.080) G_GAN: 2.436 G_L1: 54.115 D_real: 0.167',
  ' 1: 1234.5, 1230.1 avg, 0.001000 rate, 3.2 seconds, 64 images',
];

describe('what a program prints first', () => {
  for (const line of [...SYNONYMS.loss, ...SYNONYMS.validationLoss, ...LINES])
    it(`looks like a training with "${line.trim()}", wherever it is cut`, () => {
      for (const size of [1, 7, line.length]) {
        const early = new EarlyOutput();
        const text = `${line}\n`;
        let told: string | null = null;
        for (let at = 0; at < text.length && told === null; at += size) told = early.push(text.slice(at, at + size));
        assert.ok(told !== null && text.startsWith(told), `cut every ${size} characters`);
      }
    });

  it('is kept as far as it may belong to the first loss', () => {
    const early = new EarlyOutput();
    assert.equal(early.push('Epoch 3\n'), null);
    assert.equal(early.push('train'), null);
    assert.equal(early.push(' loss: 0.5\n'), 'Epoch 3\ntrain loss: 0.5\n');
  });

  it('takes little memory, however much there is', () => {
    const early = new EarlyOutput();
    for (let round = 0; round < 1000; round++) assert.equal(early.push('building 1 of 9000\n'.repeat(50)), null);
    assert.ok(early.push('loss')!.length < 50_000);
  });
});
