import assert from 'node:assert/strict';
import { consoleFormat } from '../../../src/logs/console/consoleFormat.ts';
import { TerminalLines } from '../../../src/logs/console/terminalLines.ts';
import type { LogRow } from '../../../src/logs/logRow.ts';
import { temporaryFolders } from '../../support/folders.ts';
import { readText } from './files.ts';

const ESC = '\x1b[';

function rowsOf(text: string, size = text.length): LogRow[] {
  const reader = consoleFormat.createReader();
  const bytes = Buffer.from(text);
  const rows: LogRow[] = [];
  for (let at = 0; at < bytes.length; at += size) rows.push(...reader.push(bytes.subarray(at, at + size)));
  return [...rows, ...reader.end()];
}

/** What a program prints, and the rows in it: step or epoch, then what was measured there. */
const PRINTED: readonly (readonly [program: string, text: string, rows: readonly LogRow[]])[] = [
  [
    'nanoGPT, whose own losses count and not its estimates',
    'step 0: train loss 10.9, val loss 10.8\niter 0: loss 10.9123, time 132.40ms, mfu -100.00%\niter 10: loss 9.4398, time 132.40ms, mfu 14.02%\nstep 250: train loss 2.4, val loss 2.5\n',
    [
      { step: 0, loss: 10.9, validationLoss: 10.8 },
      { step: 0, loss: 10.9123 },
      { step: 10, loss: 9.4398 },
      { step: 250, validationLoss: 2.5 },
    ],
  ],
  [
    'a script that prints only estimates',
    'step 250: train loss 2.4512, val loss 2.4873\nstep 500: train loss nan, val loss nan\n',
    [
      { step: 250, loss: 2.4512, validationLoss: 2.4873 },
      { step: 500, loss: NaN, validationLoss: NaN },
    ],
  ],
  [
    'Hugging Face, version 5 and 4, with the steps of its bar',
    "  2%|▏    | 10/500 [00:03<02:30,  3.2it/s]\r\n{'loss': '2.31', 'grad_norm': '1.92', 'learning_rate': '4.9e-05', 'epoch': '0.08'}\n  4%|▏    | 20/500 [00:03<02:30,  3.2it/s]\r{'loss': nan, 'grad_norm': 1.92, 'learning_rate': 4.9e-05, 'epoch': 0.16}\n{'train_runtime': 12.3, 'train_loss': 1.2, 'epoch': 1.0}\n",
    [
      { step: 10, epoch: 0.08, loss: 2.31, rate: 4.9e-5, gradientNorm: 1.92 },
      { step: 20, epoch: 0.16, loss: NaN, rate: 4.9e-5, gradientNorm: 1.92 },
    ],
  ],
  [
    'Keras, whose bar is drawn again and again',
    `Epoch 1/2\n${ESC}1m  1/469${ESC}0m ${ESC}37m━━━${ESC}0m ${ESC}1m10s${ESC}0m 24ms/step - accuracy: 0.1000 - loss: 2.3000\b\b\b\b\r${ESC}1m 96/469${ESC}0m ━ 1s 4ms/step - accuracy: 0.8812 - loss: 0.4021\b\b\r${ESC}1m 96/469${ESC}0m ━ 1s 4ms/step - accuracy: 0.8812 - loss: 0.4021\b\b\r469/469 ━ 2s 4ms/step - accuracy: 0.9 - loss: 0.3 - val_accuracy: 0.95 - val_loss: 0.2\nEpoch 2/2\n  1/469 - 4ms/step - accuracy: 0.91 - loss: 0.25\n`,
    [
      { epoch: 1, step: 1, loss: 2.3, accuracy: 0.1 },
      { epoch: 1, step: 96, loss: 0.4021, accuracy: 0.8812 },
      { epoch: 1, step: 469, loss: 0.3, validationLoss: 0.2, accuracy: 0.9, validationAccuracy: 0.95 },
      { epoch: 2, step: 470, loss: 0.25, accuracy: 0.91 },
    ],
  ],
  [
    'Keras with a line an epoch',
    'Epoch 1/2\n469/469 - 2s - 4ms/step - accuracy: 0.8812 - loss: 0.4021 - val_loss: 0.2\nEpoch 2/2\n469/469 - 2s - 4ms/step - accuracy: 0.9 - loss: 3.1e-04 - val_loss: 0.1\n',
    [
      { epoch: 1, step: 469, loss: 0.4021, validationLoss: 0.2, accuracy: 0.8812 },
      { epoch: 2, step: 938, loss: 3.1e-4, validationLoss: 0.1, accuracy: 0.9 },
    ],
  ],
  [
    "PyTorch's MNIST example",
    'Train Epoch: 1 [640/60000 (1%)]\tLoss: 2.300000\n\nTest set: Average loss: 0.0456, Accuracy: 9850/10000 (98%)\n\nTrain Epoch: 2 [0/60000 (0%)]\tLoss: 0.3\n',
    [
      { epoch: 1, step: 640, loss: 2.3 },
      { epoch: 1, step: 640, validationLoss: 0.0456, validationAccuracy: 0.985 },
      { epoch: 2, step: 60000, loss: 0.3 },
    ],
  ],
  [
    "PyTorch's CIFAR-10 tutorial",
    '[1,  2000] loss: 2.213\n[2,  2000] loss: 1.5\n',
    [
      { epoch: 1, step: 2000, loss: 2.213 },
      { epoch: 2, step: 2000, loss: 1.5 },
    ],
  ],
  [
    'Megatron, which leaves out a loss that is NaN',
    ' iteration      100/  500000 | consumed samples:        25600 | elapsed time per iteration (ms): 512.3 | learning rate: 1.500000E-05 | lm loss: 9.412345E+00 | grad norm: 2.310 | number of nan iterations:   0 |\n iteration      200/  500000 | consumed samples:        51200 | learning rate: 1.600000E-05 | number of nan iterations:   1 |\n',
    [
      { step: 100, loss: 9.412345, rate: 1.5e-5, gradientNorm: 2.31 },
      { step: 200, loss: NaN, rate: 1.6e-5 },
    ],
  ],
  [
    'torchtitan, in colour',
    `${ESC}31mstep: 10  ${ESC}32mloss:  8.12345  ${ESC}0mgrad_norm:  1.2345  memory: 21.05GiB(26.60%)  tps: 5,812  mfu: 28.30%\n`,
    [{ step: 10, loss: 8.12345, gradientNorm: 1.2345 }],
  ],
  [
    'mmengine, with dates and validation',
    '2023/06/05 - mmengine - INFO - Epoch(train)  [1][ 50/600]  lr: 4.0000e-03  eta: 1:02:03  memory: 3021  loss: 0.4219\nEpoch(val) [1][60/60]  accuracy/top1: 88.2  \nEpoch(train)  [2][ 50/600]  lr: 4.0000e-03  loss: 0.2\n',
    [
      { epoch: 1, step: 50, loss: 0.4219, rate: 0.004 },
      { epoch: 1, step: 50, validationAccuracy: 88.2 },
      { epoch: 2, step: 650, loss: 0.2, rate: 0.004 },
    ],
  ],
  [
    'detectron2',
    '[06/01 10:00:00 d2.utils.events]:  eta: 0:13:32  iter: 19  total_loss: 1.921  loss_cls: 1.02  time: 0.25  last_time: 0.25  lr: 0.0049  max_mem: 3101M\n',
    [{ step: 19, loss: 1.921, rate: 0.0049 }],
  ],
  [
    'timm',
    'Train: 0 [  50/1251 (  4%)]  Loss: 6.93 (6.94)  Time: 0.412s,  621.36/s  (0.420s,  609.52/s)  LR: 1.000e-05  Data: 0.010 (0.015)\nTrain: 1 [   0/1251 (  0%)]  Loss: 6.1 (6.1)  LR: 1.000e-04\n',
    [
      { step: 50, loss: 6.93, rate: 1e-5 },
      { step: 1251, loss: 6.1, rate: 1e-4 },
    ],
  ],
  [
    'XGBoost',
    '[0]\ttrain-auc:0.8\ttrain-logloss:0.68211\tvalid-logloss:0.69123+0.01\n',
    [{ step: 0, loss: 0.68211, validationLoss: 0.69123 }],
  ],
  [
    'LightGBM',
    "[10]\ttraining's binary_logloss: 0.48211\tvalid_1's binary_logloss: 0.50123\n",
    [{ step: 10, loss: 0.48211, validationLoss: 0.50123 }],
  ],
  [
    'fastai',
    'epoch     train_loss  valid_loss  accuracy  time    \n0         0.512345    0.401234    0.853210  00:12     \n',
    [{ epoch: 0, loss: 0.512345, validationLoss: 0.401234, accuracy: 0.85321 }],
  ],
  [
    'Stable-Baselines3',
    '-----------------------------\n| time/                   |             |\n|    total_timesteps      | 2048        |\n| train/                  |             |\n|    learning_rate        | 0.0003      |\n|    loss                 | 0.123       |\n-----------------------------\n',
    [{ step: 2048, loss: 0.123, rate: 3e-4 }],
  ],
  [
    'fairseq, as JSON and as text',
    '2026-01-05 10:00:01 | INFO | train_inner | {"epoch": 1, "update": 0.35, "loss": "9.412", "num_updates": "100", "lr": "1.25e-05", "gnorm": "2.31"}\n2026-01-05 10:00:01 | INFO | train_inner | epoch 001:    200 / 1000 loss=9.1, ppl=681.2, num_updates=200, lr=1.25e-05\n',
    [
      { epoch: 1, step: 100, loss: 9.412, rate: 1.25e-5, gradientNorm: 2.31 },
      { epoch: 1, step: 200, loss: 9.1, rate: 1.25e-5 },
    ],
  ],
  [
    'OLMo, which names the step a line before',
    '[step=100/1000,epoch=1,eta=2h]\n    train/CE loss=3.213\n[step=110/1000,epoch=1,eta=2h]\n    train/CE loss=3.1\n',
    [
      { step: 100, epoch: 1, loss: 3.213 },
      { step: 110, epoch: 1, loss: 3.1 },
    ],
  ],
  [
    'PyTorch Lightning',
    'Epoch 0:  50%|█████     | 10/20 [00:01<00:01,  9.9it/s, v_num=0, train_loss=0.693]\rEpoch 0: 100%|██████████| 20/20 [00:01<00:01,  9.9it/s, v_num=0, train_loss=0.6]\rEpoch 1:  50%|█████     | 10/20 [00:01<00:01,  9.9it/s, v_num=0, train_loss=0.5]\n',
    [
      { epoch: 0, step: 10, loss: 0.693 },
      { epoch: 0, step: 20, loss: 0.6 },
      { epoch: 1, step: 30, loss: 0.5 },
    ],
  ],
  [
    'modded-nanogpt, whose time a step is nan',
    'step:1/6200 train_loss:10.9184 train_time:74701ms step_avg:nanms\nstep:2/6200 val_loss:10.9 train_time:74701ms step_avg:nanms\n',
    [
      { step: 1, loss: 10.9184 },
      { step: 2, validationLoss: 10.9 },
    ],
  ],
  [
    'llm.c',
    's:98 trl:7.1433 lr:0.000085 norm:1.22\ns:100 tel:6.5\n',
    [
      { step: 98, loss: 7.1433, rate: 8.5e-5, gradientNorm: 1.22 },
      { step: 100, validationLoss: 6.5 },
    ],
  ],
  ['DeepSpeed', 'steps: 100 loss: 2.4512 iter time (s): 0.512 samples/sec: 62.500\n', [{ step: 100, loss: 2.4512 }]],
  [
    'NeMo',
    'Training epoch 0, iteration 99/1000 | lr: 0.0003 | global_step: 99 | reduced_train_loss: 2.345\n',
    [{ epoch: 0, step: 99, loss: 2.345, rate: 3e-4 }],
  ],
  [
    'scripts of many hands',
    '2026-01-05 10:00:01,123 - INFO - Epoch 1/10, Loss: 0.5\nINFO:root:Epoch 2 loss 0.4\nEpoch [3/10], Step [100/600], Loss: -inf\n',
    [
      { epoch: 1, loss: 0.5 },
      { epoch: 2, loss: 0.4 },
      { epoch: 3, step: 100, loss: -Infinity },
    ],
  ],
  [
    'a program that shows its options first, and an epoch in several lines',
    'lr: 0.0001\nbatch_size: 128\nEpoch: 1/30\nTime Taken: 34.45s - LR: 9.98e-05\nTrain Loss: 7.4000 - Train Perplexity: 1636.01\nValid Loss: 6.6052 - Valid Perplexity: 738.93\n',
    [
      { epoch: 1, rate: 9.98e-5 },
      { epoch: 1, loss: 7.4 },
      { epoch: 1, validationLoss: 6.6052 },
    ],
  ],
  ['a program that trains nothing', 'Downloading: 100%|██| 10/10 [00:01<00:00, 9it/s]\nBuild step 3 of 4\n', []],
];

describe('what programs print while they train', () => {
  const newFolder = temporaryFolders();

  for (const [program, text, rows] of PRINTED) {
    it(`is read from ${program}`, () => assert.deepEqual(rowsOf(text), rows));
  }

  it('is read the same wherever it is cut', () => {
    for (const [program, text, rows] of PRINTED) {
      for (const size of [1, 2, 7]) assert.deepEqual(rowsOf(text, size), rows, `${program}, cut every ${size} bytes`);
    }
  });

  it('never fails, whatever is printed', () => {
    let seed = 1;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 3000; round++) {
      const bytes = Buffer.from(PRINTED[random(PRINTED.length)][1]);
      for (let change = 0; change < 4; change++) bytes[random(bytes.length)] = random(256);
      const reader = consoleFormat.createReader();
      reader.push(bytes.subarray(0, random(bytes.length)));
      reader.end();
    }
  });

  it('tells the diagnosis that the bar of Keras shows means since the epoch began', async () => {
    const [, text] = PRINTED.find(([program]) => program.startsWith('Keras, '))!;
    const { format, facts, samples } = await readText(newFolder(), text, { name: 'out.txt' });
    assert.equal(format, 'console');
    assert.deepEqual(facts.metrics.find(({ name }) => name === 'loss'), { name: 'loss', source: 'loss', averaged: 'running' });
    assert.deepEqual(samples.map(({ step }) => step), [1, 96, 469, 470]);
  }); // prettier-ignore
});

describe('the lines of a terminal', () => {
  it('are what a reader sees, however the text is cut', () => {
    const text = `a\x1b]0;title\x07b${ESC}2Kc\rd\n${ESC}1Ae\n`;
    for (let size = 1; size <= text.length; size++) {
      const lines = new TerminalLines();
      const read: string[] = [];
      for (let at = 0; at < text.length; at += size) read.push(...lines.push(text.slice(at, at + size)));
      assert.deepEqual([...read, ...lines.end()], ['abc', 'd', 'e'], `cut every ${size} characters`);
    }
  });

  it('do not fill the memory where none ends', () => {
    const lines = new TerminalLines();
    for (let round = 0; round < 1000; round++) assert.deepEqual(lines.push('x'.repeat(1000)), []);
    assert.ok(lines.end().join('').length <= 20_000);
  });
});
