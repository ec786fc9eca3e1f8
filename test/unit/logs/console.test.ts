import assert from 'node:assert/strict';
import { consoleFormat } from '../../../src/logs/console/consoleFormat.ts';
import { EarlyOutput } from '../../../src/logs/console/earlyOutput.ts';
import type { PrintedLine } from '../../../src/logs/console/lineCodes.ts';
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
    'a script that prints numbers of NumPy or PyTorch',
    "{'step': 1, 'train/identity_loss': np.float32(0.5), 'train/learning_rate': np.float32(7.5e-06)}\nstep 2, train identity loss: tensor(0.25, device='cuda:0')\n",
    [
      { step: 1, loss: 0.5, rate: 7.5e-6 },
      { step: 2, loss: 0.25 },
    ],
  ],
  [
    'a script that names places in a few words, or without a space',
    'TRAIN in epoch 0 , step 0, loss = 4.5\nTRAIN in epoch 0 , step 50, loss = 3.5\nTEST in epoch0, loss = 2.25, acc = 44.5%\nTRAIN in epoch 1 , step 0, loss = 2.5\nEpoch2/9: loss 2\n',
    [
      { step: 0, epoch: 0, loss: 4.5 },
      { step: 50, epoch: 0, loss: 3.5 },
      { step: 50, epoch: 0, validationLoss: 2.25, validationAccuracy: 44.5 },
      { step: 0, epoch: 1, loss: 2.5 },
    ],
  ],
  [
    'a script that trains one model after the other and names them before the epochs',
    'LSTM_e1 Epoch 1: Loss = 4.5\nResNet18 Epoch 1: Loss = 3.5\nResNet18 Epoch 2: Loss = 2.5\nbest_model epoch 1\nloaded out/model_2.pth (epoch 9)\nLoss 2.25\nEp 3: Loss 1.5\n',
    [
      { epoch: 1, loss: 4.5 },
      { epoch: 1, loss: 3.5 },
      { epoch: 2, loss: 2.5 },
      { epoch: 3, loss: 1.5 },
    ],
  ],
  [
    'tqdm, whose bar begins with a loss of 0 that nothing has measured',
    'loss: 0.00:   0%|   | 0/9 [00:00<?, ?it/s]\rloss: 0.00:  11%|   | 1/9 [00:01<00:01,  4.63it/s]\rloss: 2.50:  11%|   | 1/9 [00:01<00:01,  4.63it/s]\r',
    [{ step: 1, loss: 2.5 }],
  ],
  [
    'torchtune, whose data was split and tokenized with bars of their own',
    'epochs: 1\nsplit: 100%|###| 900/900 [00:01<00:00, 53.7it/s]\rpack: 100%|###| 900/900 [00:01<00:00, 53.7it/s]\r  0%|   | 1/9 [00:28<04:02, 28.53s/it]\r1|1|Loss: 2.5:   0%|   | 1/9 [00:28<04:02, 28.53s/it]\r1|2|Loss: 1.5:   0%|   | 2/9 [00:29<01:43, 12.19s/it]\r',
    [
      { step: 1, epoch: 1, loss: 2.5 },
      { step: 2, epoch: 1, loss: 1.5 },
    ],
  ],
  [
    "DeepSpeed's times of a step, and the weight of a loss among the arguments",
    'train.py --moe-gate-loss-wt 0.01 --aux-loss-coeff=0.5\ntime (ms) | fwd: 530.86 | step: 210.61\nepoch 1 loss 3.5\nCOMET INFO:     train_loss [6279] : (1.83, 7.31)\n',
    [{ epoch: 1, loss: 3.5 }],
  ],
  [
    'a script with numbered headings',
    'Step1: load data\nStep2: train\nEpoch 1 loss 3\nEpoch 2 loss 2\n',
    [
      { epoch: 1, loss: 3 },
      { epoch: 2, loss: 2 },
    ],
  ],
  [
    'a script that glues steps to their numbers',
    'Step1: loss 3\nStep2/9\nloss 2\n',
    [
      { step: 1, loss: 3 },
      { step: 2, loss: 2 },
    ],
  ],
  [
    'a script that glues steps to their numbers in lines of their own',
    'Step0\n loss: 2\nStep10\n loss: 1.5\nStep20 Epoch1\n loss: 1\n',
    [
      { step: 0, loss: 2 },
      { step: 10, loss: 1.5 },
      { step: 20, epoch: 1, loss: 1 },
    ],
  ],
  [
    'a script that says which epoch has ended above its losses',
    'End of epoch 1 / 9 \t Time Taken: 16.5 sec\nGenerator Loss: 3.5, Discriminator Loss: 2\nlearning rate = 0.0002\nEnd of epoch 2 / 9 \t Time Taken: 16.5 sec\nGenerator Loss: 3, Discriminator Loss: 2\n',
    [
      { epoch: 1, loss: 3.5 },
      { epoch: 1, rate: 0.0002 },
      { epoch: 2, loss: 3 },
    ],
  ],
  [
    'tqdm in a notebook, which keeps only how each bar has ended',
    '100%|██| 10/10 [00:00<00:00, 12.28it/s, loss=0.5]\ndead = 0\n100%|██| 10/10 [00:00<00:00, 12.44it/s, loss=0.25]\n100%|██| 10/10 [00:00<00:00, 12.44it/s, loss=0.25]\n',
    [
      { step: 10, loss: 0.5 },
      { step: 20, loss: 0.25 },
      { step: 30, loss: 0.25 },
    ],
  ],
  [
    'reinforcement learning, by episodes',
    'Episode 10 | reward 1.5 | loss 0.5\nEpisode 20 | reward 2.5 | loss 0.25\n',
    [
      { epoch: 10, loss: 0.5 },
      { epoch: 20, loss: 0.25 },
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
    "  2%|▏    | 10/500 [00:03<02:30,  3.2it/s]\r\n{'loss': '2.31', 'grad_norm': '1.92', 'learning_rate': '4.9e-05', 'epoch': '0.08'}\n\r  2%|▏    | 10/500 [00:03<02:30,  3.2it/s]\r  4%|▏    | 20/500 [00:03<02:30,  3.2it/s]\r{'loss': nan, 'grad_norm': 1.92, 'learning_rate': 4.9e-05, 'epoch': 0.16}\n{'train_runtime': 12.3, 'train_loss': 1.2, 'epoch': 1.0}\n",
    [
      { step: 10, epoch: 0.08, loss: 2.31, rate: 4.9e-5, gradientNorm: 1.92 },
      { step: 20, epoch: 0.16, loss: NaN, rate: 4.9e-5, gradientNorm: 1.92 },
    ],
  ],
  [
    'Hugging Face where it is faster than its bar is drawn, which shows where it is below each line',
    "\r 8%|▊   | 1/24 [00:00<00:09,  2.5it/s]\r        \r{'loss': '3.6', 'epoch': '0.25'}\n\r 8%|▊   | 2/24 [00:00<00:09,  2.5it/s]\r        \r{'loss': '3.5', 'epoch': '0.5'}\n\r17%|█   | 4/24 [00:00<00:09,  2.5it/s]\r        \r{'loss': '3.4', 'epoch': '0.75'}\n",
    [
      { step: 2, epoch: 0.25, loss: 3.6 },
      { step: 4, epoch: 0.5, loss: 3.5 },
      { step: 4, epoch: 0.75, loss: 3.4 },
    ],
  ],
  [
    'Lightning, whose bar advances first and gets the loss of its step then, and goes on showing the last validation',
    '\rEpoch 0:  50%|█  | 1/2 [00:01<00:01, 9.9it/s]\rEpoch 0:  50%|█  | 1/2 [00:01<00:01, 9.9it/s, train_loss=0.9]\rEpoch 0: 100%|██| 2/2 [00:01<00:01, 9.9it/s, train_loss=0.9]\rEpoch 0: 100%|██| 2/2 [00:01<00:01, 9.9it/s, train_loss=0.8]\n\rValidation: 100%|██| 2/2 [00:01<00:01, 9.9it/s]\rEpoch 0: 100%|██| 2/2 [00:01<00:01, 9.9it/s, train_loss=0.8, val_loss=0.7]\rEpoch 0:   0%|  | 0/2 [00:01<00:01, 9.9it/s, train_loss=0.8, val_loss=0.7]\rEpoch 1:   0%|  | 0/2 [00:01<00:01, 9.9it/s, train_loss=0.8, val_loss=0.7]\rEpoch 1:  50%|█  | 1/2 [00:01<00:01, 9.9it/s, train_loss=0.8, val_loss=0.7]\rEpoch 1:  50%|█  | 1/2 [00:01<00:01, 9.9it/s, train_loss=0.6, val_loss=0.7]\n',
    [
      { epoch: 0, step: 1, loss: 0.9 },
      { epoch: 0, step: 2, loss: 0.8, validationLoss: 0.7 },
      { epoch: 1, step: 3, loss: 0.6 },
    ],
  ],
  [
    'Lightning with Rich, whose bar is broken into a column',
    `Epoch 0/2  ${ESC}35m━━━${ESC}0m 3/16 0:00:00 • 0:00:01 20.55it/s v_num: 0.000      \n                                                train_loss: 1.493 \n                                                val_loss: 0.500   ${ESC}2K${ESC}1A${ESC}2K${ESC}1AEpoch 0/2  ${ESC}35m━━━${ESC}0m 4/16 0:00:00 • 0:00:01 20.55it/s v_num: 0.000      \n                                                train_loss: 1.4   \n                                                val_loss: 0.500   \nDone.\n`,
    [
      { epoch: 0, step: 3, loss: 1.493, validationLoss: 0.5 },
      { epoch: 0, step: 4, loss: 1.4 },
    ],
  ],
  [
    'Rich, as a table',
    '┏━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━┓\n┃ Epoch ┃ Train loss ┃ Val loss ┃\n┡━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━┩\n│ 0     │ 1.0000     │ 1.2000   │\n│ 1     │ 0.5000     │ 0.6000   │\n└───────┴────────────┴──────────┘\n',
    [
      { epoch: 0, loss: 1, validationLoss: 1.2 },
      { epoch: 1, loss: 0.5, validationLoss: 0.6 },
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
    'Keras, without the bars of evaluate and predict',
    'Epoch 1/1\n1/2 ━━ 1s 4ms/step - loss: 0.5\r2/2 ━━ 1s 4ms/step - loss: 0.4\n1/4 ━━ 1s 4ms/step - loss: 3.0\r4/4 ━━ 0s 4ms/step - loss: 2.0\n1/4 ━━ 0s 2ms/step\r4/4 ━━ 0s 2ms/step\n',
    [
      { epoch: 1, step: 1, loss: 0.5 },
      { epoch: 1, step: 2, loss: 0.4 },
    ],
  ],
  [
    'Keras, which does not know the length of the first epoch',
    'Epoch 1/2\n1/Unknown 1s 4ms/step - loss: 0.5\r2/Unknown 1s 4ms/step - loss: 0.4\nEpoch 2/2\n1/2 ━━ 1s 4ms/step - loss: 0.3\n',
    [
      { epoch: 1, step: 1, loss: 0.5 },
      { epoch: 1, step: 2, loss: 0.4 },
      { epoch: 2, step: 3, loss: 0.3 },
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
    "LightGBM's own program",
    '[LightGBM] [Info] Iteration:1, training binary_logloss : 0.5\n[LightGBM] [Info] Iteration:1, valid_1 auc : 0.75\n[LightGBM] [Info] Iteration:1, valid_1 binary_logloss : 0.625\n[LightGBM] [Info] 0.012 seconds elapsed, finished iteration 1\n',
    [
      { step: 1, loss: 0.5 },
      { step: 1, validationLoss: 0.625 },
    ],
  ],
  [
    'LightGBM, whose scores are no losses',
    "[10]\tvalid_0's f1_score: 0.75\tvalid_0's auc: 0.5\n[20]\tvalid_0's map@5: 0.5\tvalid_0's mape: 0.25\n",
    [{ step: 20, validationLoss: 0.25 }],
  ],
  [
    'XGBoost, with metrics that have a parameter',
    '[0]\ttrain-error@0.7:0.5\teval-error@0.7:0.75\n[1]\ttrain-tweedie-nloglik@1.5:0.25\teval-tweedie-nloglik@1.5:0.5\n',
    [
      { step: 0, loss: 0.5, validationLoss: 0.75 },
      { step: 1, loss: 0.25, validationLoss: 0.5 },
    ],
  ],
  [
    "LightGBM's cross-validation, which names the data in the metric",
    "[10]\tcv_agg's train auc: 0.75 + 0.01\tcv_agg's train l2: 0.5 + 0.01\tcv_agg's valid auc: 0.75 + 0.01\tcv_agg's valid l2: 0.25 + 0.01\n",
    [{ step: 10, loss: 0.5, validationLoss: 0.25 }],
  ],
  [
    'XGBoost, whose scores are no losses, whatever stands before them',
    '[0]\ttrain-interval-regression-accuracy:0.75\ttrain-pre@5:0.75\ttrain-roc_auc:0.75\ttrain-1-auc:0.5\n',
    [{ step: 0, loss: 0.5 }],
  ],
  [
    'tqdm without a description, below the validation loss of the epoch before',
    '\r 50%|#####     | 1/2 [00:01<00:01, 1.2it/s, loss=4.5]\r100%|##########| 2/2 [00:01<00:00, 1.2it/s, loss=3.5]\nval_loss=2.5\n\r 50%|#####     | 1/2 [00:01<00:01, 1.2it/s, loss=2]\r100%|##########| 2/2 [00:01<00:00, 1.2it/s, loss=1.5]\nval_loss=1.25\n',
    [
      { step: 1, loss: 4.5 },
      { step: 2, loss: 3.5 },
      { step: 2, validationLoss: 2.5 },
      { step: 3, loss: 2 },
      { step: 4, loss: 1.5 },
      { step: 4, validationLoss: 1.25 },
    ],
  ],
  [
    'a function that Ray calls train_fn, with the validation below a heading',
    '(train_fn pid=7) loss: 2.5  [   64/60000]\n(train_fn pid=7) Test Error: \n(train_fn pid=7)  Accuracy: 50.5%, Avg loss: 2.25\n',
    [
      { step: 64, loss: 2.5 },
      { step: 64, validationLoss: 2.25, validationAccuracy: 50.5 },
    ],
  ],
  [
    'a script whose models have names with words such as "min" and "per" in them',
    'MiniLM-L6 Epoch 1: Loss = 4.5\nhyper_2 Epoch 2: Loss = 3.5\nbestmodel_2 epoch 9\nLoss = 9\nval_min epoch 9\nLoss = 9\nMaxViT_t Epoch 3: Loss = 2.5\n',
    [
      { epoch: 1, loss: 4.5 },
      { epoch: 2, loss: 3.5 },
      { epoch: 3, loss: 2.5 },
    ],
  ],
  [
    'a script that says first how many parts it is cut into, of which EP is no epoch',
    'Parallelism: TP: 4, PP: 2, EP: 8, accumulation steps: 2\nstep: 1 loss: 2.5\nstep: 2 loss: 1.5\n',
    [
      { step: 1, loss: 2.5 },
      { step: 2, loss: 1.5 },
    ],
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
    'fairseq, without the means of an epoch',
    "| epoch 001:    100 / 200 loss=9.1, ppl=681.2, num_updates=100, lr=1.25e-05\n| epoch 001 | loss 8.5 | nll_loss 8.1 | ppl 300.1 | num_updates 200 | lr 1.25e-05\n| epoch 001 | valid on 'valid' subset | loss 7.5 | nll_loss 7.1 | num_updates 200\n| epoch 002:    100 / 200 loss=8.1, ppl=281.2, num_updates=300, lr=1.25e-05\n",
    [
      { epoch: 1, step: 100, loss: 9.1, rate: 1.25e-5 },
      { epoch: 1, step: 200, validationLoss: 7.5 },
      { epoch: 2, step: 300, loss: 8.1, rate: 1.25e-5 },
    ],
  ],
  [
    'flair, without the means of an epoch',
    '2026-01-05 10:00:01,123 epoch 1 - iter 10/20 - loss 2.31 - time (sec): 1.2 - lr: 0.100000\n2026-01-05 10:00:01,123 EPOCH 1 done: loss 1.5623 - lr 0.1000000\n2026-01-05 10:00:01,123 DEV : loss 0.9 - f1-score (micro avg)  0.8\n2026-01-05 10:00:01,123 epoch 2 - iter 10/20 - loss 1.1 - time (sec): 1.2 - lr: 0.100000\n',
    [
      { epoch: 1, step: 10, loss: 2.31, rate: 0.1 },
      { epoch: 1, step: 10, rate: 0.1 },
      { epoch: 1, step: 10, validationLoss: 0.9 },
      { epoch: 2, step: 30, loss: 1.1, rate: 0.1 },
    ],
  ],
  [
    'DETR, whose medians count and not its means, nor those of the epoch',
    'Epoch: [0]  [  0/500]  eta: 1:02:03  lr: 0.000100  class_error: 95.20 (97.10)  loss: 1.2 (1.5)  loss_ce: 0.5 (0.6)  time: 0.4  max mem: 3021\nEpoch: [0]  [ 10/500]  eta: 1:02:03  lr: 0.000100  class_error: 95.20 (97.10)  loss: 1.1 (1.4)  loss_ce: 0.5 (0.6)\nAveraged stats: lr: 0.000100  class_error: 95.20 (97.10)  loss: 1.0 (1.3)\nTest:  [ 0/50]  eta: 0:00:40  class_error: 85.10 (85.10)  loss: 0.9 (0.9)\nEpoch: [1]  [  0/500]  lr: 0.000100  loss: 0.8 (0.8)\n',
    [
      { epoch: 0, step: 0, loss: 1.2, rate: 1e-4 },
      { epoch: 0, step: 10, loss: 1.1, rate: 1e-4 },
      { epoch: 0, step: 10, rate: 1e-4 },
      { epoch: 0, step: 10, validationLoss: 0.9 },
      { epoch: 1, step: 500, loss: 0.8, rate: 1e-4 },
    ],
  ],
  [
    'CatBoost',
    'Learning rate set to 0.03\n0:\tlearn: 0.6512342\ttest: 0.6611234\tbest: 0.6611234 (0)\ttotal: 1.2s\tremaining: 3s\n1:\tlearn: 0.6412342\ttest: 0.6511234\tbest: 0.6511234 (1)\ttotal: 1.2s\tremaining: 3s\n',
    [
      { step: 0, loss: 0.6512342, validationLoss: 0.6611234 },
      { step: 1, loss: 0.6412342, validationLoss: 0.6511234 },
    ],
  ],
  [
    'Ultralytics, whose loss is the sum of its parts, in a bar under a header',
    '\n      Epoch    GPU_mem   box_loss   cls_loss   dfl_loss  Instances       Size\n        1/2       1.2G        1.5       3.25          1         16        640:  50%|█████     | 4/8 [00:02<00:02,  2.00it/s]\r        1/2       1.2G        1.5       3.25        0.5         16        640: 100%|██████████| 8/8 [00:02<00:00,  2.00it/s]\n                 Class     Images  Instances      Box(P          R      mAP50  mAP50-95): 100%|██████████| 1/1 [00:00<00:00,  2.00it/s]\n                   all        100        200      0.512      0.401      0.412      0.213\n\n      Epoch    GPU_mem   box_loss   cls_loss   dfl_loss  Instances       Size\n        2/2       1.2G          1       2.25        0.5         16        640: 100%|██████████| 8/8 [00:02<00:00,  2.00it/s]\n',
    [
      { epoch: 1, step: 4, loss: 5.75 },
      { epoch: 1, step: 8, loss: 5.25 },
      { epoch: 2, step: 16, loss: 3.75 },
    ],
  ],
  [
    'skorch, with a rule under the header',
    '  epoch    train_loss    valid_acc    valid_loss     dur\n-------  ------------  -----------  ------------  ------\n      1        0.6868       0.6050        0.6654  0.1200\n      2        0.6050       0.6150        0.6254  0.1200\n',
    [
      { epoch: 1, loss: 0.6868, validationLoss: 0.6654, validationAccuracy: 0.605 },
      { epoch: 2, loss: 0.605, validationLoss: 0.6254, validationAccuracy: 0.615 },
    ],
  ],
  [
    'YOLOv10, whose losses have two heads',
    '      Epoch    GPU_mem     box_om     cls_om     box_oo  Instances       Size\n      1/100      3.1G        1.5          2      0.5         64        640: 100%|██████████| 30/30 [00:05<00:00,  5.3it/s]\n',
    [{ epoch: 1, step: 30, loss: 4 }],
  ],
  [
    'YOLOv7 in results.txt, with the sum of the parts in the row and parts of the validation loss at its end',
    '      0/59     2.17G   0.07725    0.0145         0   0.09175        34       640         0         0         0         0   0.08945   0.01393         0\n      1/59       14G    0.0679  0.009069         0   0.07696        43       640\n      2/59       14G       nan       nan         0       nan        43       640\n',
    [
      { epoch: 0, loss: 0.09175, validationLoss: 0.10338 },
      { epoch: 1, loss: 0.07696 },
      { epoch: 2, loss: NaN },
    ],
  ],
  [
    'OpenNMT, below what was validated too',
    '[2024-05-08 04:06:17,722 INFO] Step 50/1000; acc:  12.00; ppl: 26.87; xent: 3.29; lr: 1.00000; 11270/8704 tok/s;      4 sec\n[2024-05-08 04:06:28,463 INFO] Validation perplexity: 5.45281\n[2024-05-08 04:06:28,463 INFO] Validation accuracy: 44.6274\n[2024-05-08 04:06:22,054 INFO] Step 100/1000; acc:  26.11; ppl: 13.24; xent: 2.58; lr: 1.00000; 10925/8489 tok/s;      9 sec\n',
    [
      { step: 50, loss: 3.29, accuracy: 12, rate: 1 },
      { step: 50, validationAccuracy: 44.6274 },
      { step: 100, loss: 2.58, accuracy: 26.11, rate: 1 },
    ],
  ],
  [
    'Deeplearning4j, which calls the loss a score',
    '06:38:16.402 [main] INFO o.d.o.l.ScoreIterationListener - Score at iteration 0 is 1.6235\n06:39:50.616 [main] INFO o.d.o.l.ScoreIterationListener - Score at iteration 100 is 1.3935\n',
    [
      { step: 0, loss: 1.6235 },
      { step: 100, loss: 1.3935 },
    ],
  ],
  [
    'PaddleRec, whose epochs are summed up',
    'epoch: 0, batch_id: 0, AUC:0.500000, ACC:0.649414, loss:0.5009312, ips: 1000.71910 ins/s\nepoch: 0, batch_id: 500, AUC:0.788134, ACC:0.688159, loss:0.18541333, ips: 1000.71910 ins/s\nepoch: 0 done, AUC: 0.874769,ACC: 0.822143,loss:0.14919266, epoch time: 1105.58 s\n',
    [
      { epoch: 0, step: 0, loss: 0.5009312, accuracy: 0.649414 },
      { epoch: 0, step: 500, loss: 0.18541333, accuracy: 0.688159 },
    ],
  ],
  [
    'what was validated, said as a verb',
    'INFO Train: [0/50]\tloss 1.4072 (1.7318)\nINFO Validate: \tTime 0.102 (0.162)\tLoss 1.2919 (1.2955)\n',
    [{ loss: 1.4072 }, { validationLoss: 1.2919 }],
  ],
  [
    'Darknet, with its rate',
    ' 1: 1234.5, 1234.5 avg loss, 0.001000 rate, 3.2 seconds, 64 images, 10.5 hours left\nLoaded: 0.00 seconds\n 2: 1230.5, 1234.1 avg loss, 0.001000 rate, 3.2 seconds, 128 images, 10.5 hours left\n',
    [
      { step: 1, loss: 1234.5, rate: 0.001 },
      { step: 2, loss: 1230.5, rate: 0.001 },
    ],
  ],
  [
    'ESPnet, whose results of an epoch are of the validation',
    '[h] 2021-01-01 10:00:00,1 (trainer:720) INFO: 1epoch:train:1-100batch: iter_time=1.2e-04, loss_ctc=250.1, acc=0.1, loss=138.2, backward_time=0.1, grad_norm=50.1, optim0_lr0=1.0e-06, train_time=0.5\n[h] (trainer:338) INFO: 1epoch results: [train] iter_time=1.2e-04, loss_ctc=200, acc=0.12, loss=119, total_count=200, [valid] loss_ctc=90, acc=0.3, loss=60.5, time=1\n',
    [
      { epoch: 1, step: 100, loss: 138.2, accuracy: 0.1, rate: 1e-6, gradientNorm: 50.1 },
      { epoch: 1, step: 100, validationLoss: 60.5, validationAccuracy: 0.3 },
    ],
  ],
  [
    'Marian, whose loss is a cost',
    '[2020-01-01 10:00:00] Ep. 1 : Up. 1,500 : Sen. 32,000 : Cost 8.65 * 700,000 after 700,000 : Time 100s : 7000 words/s : L.r. 1.5e-05\n',
    [{ epoch: 1, step: 1500, loss: 8.65, rate: 1.5e-5 }],
  ],
  [
    "kohya's bar, whose share of the steps is no step",
    'steps:   1%|          | 10/1000 [00:10<16:30,  1.0s/it, avr_loss=0.15]\rsteps:   2%|          | 20/1000 [00:20<16:20,  1.0s/it, avr_loss=0.14]\n',
    [
      { step: 10, loss: 0.15 },
      { step: 20, loss: 0.14 },
    ],
  ],
  [
    "Hugging Face's table in a notebook, without the means of the whole run below it",
    "Epoch\tTraining Loss\tValidation Loss\n1\t0.35\t0.33\n2\t0.31\t0.32\nTrainOutput(global_step=20, training_loss=0.38, metrics={'train_runtime': 1.5, 'train_loss': 0.38, 'epoch': 2.0})\n",
    [
      { epoch: 1, loss: 0.35, validationLoss: 0.33 },
      { epoch: 2, loss: 0.31, validationLoss: 0.32 },
    ],
  ],
  [
    'MXNet, whose loss is a cross-entropy and stands behind a unit and a tab',
    'INFO:root:Epoch[0] Batch [100]\tSpeed: 123.45 samples/sec\taccuracy=0.125\tcross-entropy=2.3\nINFO:root:Epoch[0] Train-cross-entropy=1.9\nINFO:root:Epoch[0] Validation-cross-entropy=1.8\n',
    [
      { epoch: 0, step: 100, loss: 2.3, accuracy: 0.125 },
      { epoch: 0, step: 100, validationLoss: 1.8 },
    ],
  ],
  [
    'pix2pix, of whose losses the first counts',
    'learning rate 0.0002000 -> 0.0001000\n(epoch: 1, iters: 20, time: 14.412, data: 0.080) G_GAN: 2.436 G_L1: 54.115 D_real: 0.167 D_fake: 0.138 \n(epoch: 1, iters: 40, time: 13.912, data: 0.066) G_GAN: 2.483 G_L1: 34.324 D_real: 0.100 D_fake: 0.113 \n',
    [
      { epoch: 1, step: 20, loss: 2.436 },
      { epoch: 1, step: 40, loss: 2.483 },
    ],
  ],
  [
    'losses in sentences',
    'Epoch 0, Step 25, total used time 7.1 (s), avg loss so far is 0.109\nEpoch 0, val loss is 0.047, val mse is 0.024.\n',
    [
      { epoch: 0, step: 25, loss: 0.109 },
      { epoch: 0, step: 25, validationLoss: 0.047 },
    ],
  ],
  [
    'a GAN, of whose losses the first counts',
    '[Epoch 0/200] [Batch 0/938] [D loss: 0.691] [G loss: 0.702]\n[Epoch 0/200] [Batch 1/938] [D loss: 0.581] [G loss: 0.712]\n',
    [
      { epoch: 0, step: 0, loss: 0.691 },
      { epoch: 0, step: 1, loss: 0.581 },
    ],
  ],
  [
    "PyTorch's quick start, with a heading over what was tested",
    'Epoch 1\n-------------------------------\nloss: 2.303494  [   64/60000]\nloss: 2.294637  [ 6464/60000]\nTest Error: \n Accuracy: 50.9%, Avg loss: 2.150367 \n\nEpoch 2\n-------------------------------\nloss: 2.1  [   64/60000]\n',
    [
      { epoch: 1, step: 64, loss: 2.303494 },
      { epoch: 1, step: 6464, loss: 2.294637 },
      { epoch: 1, step: 6464, validationLoss: 2.150367, validationAccuracy: 50.9 },
      { epoch: 2, step: 60064, loss: 2.1 },
    ],
  ],
  [
    'a bar that begins with the first loss, and one that shows an old one first',
    'Epoch 0:   0%|          | 0/2 [00:00<?, ?it/s, loss=0.7]\rEpoch 0: 100%|██████████| 2/2 [00:01<00:00,  9.9it/s, loss=0.6]\rEpoch 1:   0%|          | 0/2 [00:00<?, ?it/s, loss=0.6]\rEpoch 1:  50%|█████     | 1/2 [00:01<00:01,  9.9it/s, loss=0.5]\n',
    [
      { epoch: 0, step: 0, loss: 0.7 },
      { epoch: 0, step: 2, loss: 0.6 },
      { epoch: 1, step: 4, loss: 0.5 },
    ],
  ],
  [
    'TensorFlow estimators, whose evaluation has a loss of its own, and W&B, which says the last values again',
    'INFO:tensorflow:loss = 1.02, step = 0\nINFO:tensorflow:loss = 0.51, step = 100 (162.563 sec)\nINFO:tensorflow:Saving dict for global step 110: eval_accuracy = 0.5, global_step = 110, loss = 0.72\nINFO:tensorflow:***** Eval results *****\nINFO:tensorflow:  global_step = 110\nINFO:tensorflow:  loss = 0.72\nwandb:        loss 0.51\n',
    [
      { step: 0, loss: 1.02 },
      { step: 100, loss: 0.51 },
      { step: 110, validationAccuracy: 0.5, validationLoss: 0.72 },
      { step: 110, validationLoss: 0.72 },
    ],
  ],
  [
    'a script that sums an epoch up after its bar',
    'Epoch 1/2:  50%|█████     | 1/2 [00:01<00:01,  9.9it/s, loss=0.6]\rEpoch 1/2: 100%|██████████| 2/2 [00:01<00:00,  9.9it/s, loss=0.5]\nValidation: 100%|██████████| 1/1 [00:01<00:00,  9.9it/s, loss=0.9]\nEpoch 1: train loss 0.55 val loss 0.8\nTrain loss: 0.56\n',
    [
      { epoch: 1, step: 1, loss: 0.6 },
      { epoch: 1, step: 2, loss: 0.5 },
      { epoch: 1, step: 2, validationLoss: 0.9 },
      { epoch: 1, step: 2, validationLoss: 0.8 },
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
  [
    'ms-swift, which names its step and the last one',
    "{'loss': 1.61, 'learning_rate': 0.0001, 'epoch': 0.0, 'global_step/max_steps': '1/58114', 'percentage': '0.00%'}\n{'loss': 1.5, 'learning_rate': 0.0001, 'epoch': 0.0, 'global_step/max_steps': '10/58114', 'percentage': '0.02%'}\n",
    [
      { step: 1, epoch: 0, loss: 1.61, rate: 1e-4 },
      { step: 10, epoch: 0, loss: 1.5, rate: 1e-4 },
    ],
  ],
  [
    'a script that names in brackets what it measures on',
    '10:00:01 - [Train] Epoch 001: loss = 0.9\n10:00:02 - [Diff-Val(Test-Normal)] Epoch 001 (Deterministic): loss = 0.7\n[test.py:7] Epoch 002: loss = 0.8\n',
    [
      { epoch: 1, loss: 0.9 },
      { epoch: 1, validationLoss: 0.7 },
      { epoch: 2, loss: 0.8 },
    ],
  ],
  [
    'pt.darts, whose first fraction is the epoch',
    '2026-01-05 10:00:01 Train: [ 1/5] Step 000/335 Loss 9.2 Prec@(1,5) (20.1%, 47.3%)\n2026-01-05 10:00:01 Train: [ 1/5] Step 335/335 Loss 5.1 Prec@(1,5) (20.1%, 47.3%)\n2026-01-05 10:00:01 Valid: [ 1/5] Final Prec@1 30.1%\n2026-01-05 10:00:01 Train: [ 2/5] Step 000/335 Loss 4.5 Prec@(1,5) (20.1%, 47.3%)\n',
    [
      { epoch: 1, step: 0, loss: 9.2 },
      { epoch: 1, step: 335, loss: 5.1 },
      { epoch: 2, step: 0, loss: 4.5 },
    ],
  ],
  [
    'a logger whose level is no mark away from the message',
    '[2026-01-05 10:00:01] INFO step=0 loss=2.5 lr=1.0e-04\n10:00:02 train INFO step=10 loss=2.25 lr=1.0e-04\nINFO validation loss=2.4 acc=0.5\n',
    [
      { step: 0, loss: 2.5, rate: 1e-4 },
      { step: 10, loss: 2.25, rate: 1e-4 },
      { step: 10, validationLoss: 2.4, validationAccuracy: 0.5 },
    ],
  ],
  [
    'words that are values of other names',
    'level=info msg="a message" step=0 loss=2.5\ndevice=cuda step=10 eta=N/A loss=2.25\nphase=val loss=2.4 note=\'none\' acc=0.5\n',
    [
      { step: 0, loss: 2.5 },
      { step: 10, loss: 2.25 },
      { step: 10, validationLoss: 2.4, validationAccuracy: 0.5 },
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

  it('is noticed in a terminal', () => {
    for (const [program, text, rows] of PRINTED) {
      // No program prints results.txt.
      const isPrinted = rows.some(({ loss }) => loss !== undefined) && !program.includes('results.txt');
      if (isPrinted) assert.ok(new EarlyOutput().push(text) !== null, program);
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

  it('counts steps although the rate of an epoch stands above them', async () => {
    const announced = 'Epoch 1: LearningRateScheduler setting learning rate to 0.01.\n';
    const text = `Epoch 1/2\n\n${announced}1/2 - 4ms/step - loss: 3\n2/2 - 4ms/step - loss: 2\nEpoch 2/2\n\n${announced}1/2 - 4ms/step - loss: 1.5\n`;
    const { facts, samples } = await readText(newFolder(), text, { name: 'out.txt' });
    assert.equal(facts.unit, 'step');
    assert.deepEqual(samples, [
      { step: 1, loss: 3, rate: 0.01 },
      { step: 2, loss: 2, rate: 0.01 },
      { step: 3, loss: 1.5 },
    ]);
  });

  it('counts steps although a validation without one stands above them', async () => {
    const text =
      'validation loss: 10.9\nstep 0 | loss: 11\nstep 1 | loss: 10\nvalidation loss: 9.5\nstep 2 | loss: 9\n';
    const { facts, samples } = await readText(newFolder(), text, { name: 'out.txt' });
    assert.equal(facts.unit, 'step');
    assert.deepEqual(samples, [
      { step: 0, loss: 11, validationLoss: 10.9 },
      { step: 1, loss: 10, validationLoss: 9.5 },
      { step: 2, loss: 9 },
    ]);
  });

  it('numbers validations where there are no losses of the training', async () => {
    const { samples } = await readText(newFolder(), 'val loss: 3\nval loss: 2\n', { name: 'out.txt' });
    assert.deepEqual(samples, [
      { step: 0, validationLoss: 3 },
      { step: 1, validationLoss: 2 },
    ]);
    const alone = await readText(newFolder(), 'val loss: 3\n', { name: 'out.txt' });
    assert.deepEqual(alone.samples, [{ step: 0, validationLoss: 3 }]);
  });

  it('shows the newest of several trainings that Keras prints one after the other', async () => {
    const epoch = (epoch: number, batches: number, loss: number): string =>
      `Epoch ${epoch}/2\n${batches}/${batches} [====] - 0s 1ms/step - loss: ${loss}\n`;
    const text = epoch(1, 4, 9) + epoch(2, 4, 8) + epoch(1, 5, 7) + epoch(2, 5, 6);
    const { samples, notices } = await readText(newFolder(), text, { name: 'out.txt' });
    assert.deepEqual(samples, [
      { step: 5, loss: 7 },
      { step: 10, loss: 6 },
    ]);
    assert.equal(notices.length, 1);
  });

  it('counts the steps of a training anew that begins below another', async () => {
    const lines = [[0, 0, 9], [0, 5, 8], [1, 0, 7], [1, 5, 6], [0, 0, 5], [0, 2, 4], [1, 0, 3]].map(([epoch, step, loss]) => `Epoch: [${epoch}/2] step: ${step} loss: ${loss}\n`); // prettier-ignore
    const { samples } = await readText(newFolder(), lines.join(''), { name: 'out.txt' });
    assert.deepEqual(samples, [
      { step: 0, loss: 5 },
      { step: 2, loss: 4 },
      { step: 3, loss: 3 },
    ]);
  });

  const trained = (epoch: number, step: number): string => `epoch ${epoch} step ${step} loss ${9 - epoch}\n`;
  const within = (epoch: number, steps: readonly number[]): string =>
    steps.map((step) => trained(epoch, step)).join('');
  const ended = (epoch: number, step: number): string =>
    within(epoch + 1, [1, 2, 3]) + `End of epoch ${epoch}: step ${step} loss 5\n`;
  const KEPT: readonly (readonly [log: string, text: string, steps: readonly number[], notices: number])[] = [
    ['goes back within the first epoch', within(1, [100, 200, 300, 400, 300, 400, 500]), [100, 200, 300, 400, 500], 1],
    ['goes back into the first epoch', within(1, [10, 20, 30]) + within(2, [40, 50]) + within(1, [30]) + within(2, [40]), [10, 20, 30, 40], 1],
    ['is slightly out of order where the second epoch begins', within(0, [10, 20, 30]) + within(1, [40]) + within(0, [35]) + within(1, [50]), [10, 20, 30, 35, 50], 1],
    ['is slightly out of order', within(0, [10, 5, 20, 15, 30, 25, 40, 35]), [5, 15, 25, 35], 1],
    ['counts epochs from 1, but from 0 where they end', [0, 1, 2].map((epoch) => ended(epoch, 3)).join(''), [1, 2, 3, 4, 5, 6, 7, 8, 9], 0],
    ['counts epochs from 0 where they end, with one loss each', [0, 1, 2].map((epoch) => `epoch ${epoch + 1} step 4 loss 9\nEnd of epoch ${epoch}: step 4 loss 9\n`).join(''), [4, 8, 12], 0],
    ['counts epochs from 0 where they end, below their last loss', [0, 1].map((epoch) => ended(epoch, 4)).join(''), [1, 2, 3, 4, 5, 6, 7, 8], 0],
  ]; // prettier-ignore
  for (const [log, text, steps, restarts] of KEPT) {
    it(`keeps the steps before where a log ${log}`, async () => {
      const { samples, notices } = await readText(newFolder(), text, { name: 'out.txt' });
      assert.deepEqual([samples.map(({ step }) => step), notices.length], [steps, restarts]);
    });
  }

  it("is told apart by the epochs of Hugging Face's Trainer where a program has drawn its bar before it printed, and so once per training", async () => {
    const trained = (losses: readonly number[], mean: number): string =>
      '100%|██████████| 126/126 [02:20<00:00,  1.07it/s]\n' +
      losses.map((loss, index) => `{'loss': ${loss}, 'grad_norm': 0.5, 'learning_rate': 1e-05, 'epoch': ${(index + 1) / 2}}\n`).join('') +
      `{'train_runtime': 140.5, 'train_loss': ${mean}, 'epoch': 2.0}\nTraining done. Loss: ${mean}\nEval progress: 100/200, acc so far: 0.81\n`;
    const text = trained([9, 8, 7, 6], 7.5) + trained([5, 4, 3, 2], 3.5);
    const { facts, samples } = await readText(newFolder(), text, { name: 'run.log' });
    assert.equal(facts.unit, 'epoch');
    assert.deepEqual(samples.map(({ step, loss }) => [step, loss]), [[0.5, 5], [1, 4], [1.5, 3], [2, 2]]);
  }); // prettier-ignore

  const RANKS: readonly (readonly [what: string, line: (rank: number, step: number) => string])[] = [
    ['torchrun', (rank, step) => `[rank${rank}]:step ${step} loss ${rank}.${step}`],
    ['mpirun', (rank, step) => `[1,${rank}]<stdout>:step ${step} loss ${rank}.${step}`],
    ['Ray', (rank, step) => `(RayTrainWorker pid=${rank}, ip=10.0.0.1) step ${step} loss ${rank}.${step}`],
    ['Ray, in lines of XGBoost,', (rank, step) => `(pid=${rank}) [${step}]\ttrain-rmse:${rank}.${step}`],
    ['torchrun, of old', (rank, step) => `[default${rank}]:step ${step} loss ${rank}.${step}`],
    ['srun', (rank, step) => `${rank}: step ${step} loss ${rank}.${step}`],
    ['DeepSpeed', (rank, step) => `[12:00:00] [INFO] [Rank ${rank}] step=${step}, loss=${rank}.${step}`],
    ['the program', (rank, step) => `Rank ${rank}, step ${step}, loss: ${rank}.${step}`],
    ['the program, by a key,', (rank, step) => `rank=${rank} step=${step} loss=${rank}.${step}`],
    ['the program, in brackets,', (rank, step) => `[Process ${rank}] step ${step}: loss ${rank}.${step}`],
  ];
  for (const [what, line] of RANKS) {
    for (const count of [2, 4]) {
      it(`is that of the first of ${count} processes whose lines ${what} marks`, async () => {
        const lines = [1, 2, 3].flatMap((step) => Array.from({ length: count }, (_, rank) => line(rank + 3, step)));
        const { samples } = await readText(newFolder(), `${lines.join('\n')}\n`, { name: 'train.log' });
        assert.deepEqual(samples, [{ step: 1, loss: 3.1 }, { step: 2, loss: 3.2 }, { step: 3, loss: 3.3 }]); // prettier-ignore
      });
    }
  }

  it('is whole where its lines are numbered', async () => {
    const lines = [1, 2, 3].map((epoch) => `${epoch}: epoch ${epoch} loss ${9 - epoch}\n`);
    const { samples } = await readText(newFolder(), lines.join(''), { name: 'train.log' });
    assert.deepEqual(samples, [{ step: 1, loss: 8 }, { step: 2, loss: 7 }, { step: 3, loss: 6 }]); // prettier-ignore
  });

  const COUNTED: readonly (readonly [what: string, line: (count: number, epoch: number, step: number) => string])[] = [
    ['steps, in one epoch', (count) => `${count}: epoch 3 loss ${count}`],
    ['steps', (count, epoch) => `${count}: loss ${count} (epoch ${epoch})`],
    ['lines, of steps that begin anew', (count, epoch, step) => `${count}: epoch ${epoch} step ${step} loss ${count}`],
    ['used memory', (count, _, step) => `GPU ${step}.5G step ${count} loss ${count}`],
    ['used memory in brackets', (count, _, step) => `step ${count} loss ${count} [GPU ${5000 + step}]`],
    ['used shares', (count, _, step) => `gpu:${90 + step}% step ${count} loss ${count}`],
  ];
  for (const [what, line] of COUNTED) {
    it(`is whole where a number in its lines counts no processes but ${what}`, async () => {
      const counts = Array.from({ length: 12 }, (_, count) => count);
      const text = counts.map((count) => `${line(count, Math.floor(count / 4), (count % 4) + 1)}\n`).join('');
      const { samples } = await readText(newFolder(), text, { name: 'train.log' });
      assert.deepEqual(samples.map(({ loss }) => loss), counts); // prettier-ignore
    });
  }

  for (const prefix of ['[rank0]: ', '0: ']) {
    it(`has the validation losses of one of several processes, as marked by "${prefix}"`, async () => {
      const lines = [1, 2, 3].flatMap((epoch) =>
        [0, 5].flatMap((rank) => [
          `epoch ${epoch} train loss ${rank + epoch}`,
          `epoch ${epoch} val loss ${rank + epoch + 1}`,
        ].map((line) => prefix.replace('0', String(rank)) + line)),
      ); // prettier-ignore
      const { samples } = await readText(newFolder(), `${lines.join('\n')}\n`, { name: 'train.log' });
      assert.deepEqual(samples, [1, 2, 3].map((step) => ({ step, loss: step, validationLoss: step + 1 }))); // prettier-ignore
    });
  }

  it('is the mean of each run where nothing else was printed', async () => {
    const mean = (loss: number): string => `{'train_runtime': 9.5, 'train_loss': ${loss}, 'epoch': 1.0}\n`;
    const { samples } = await readText(newFolder(), mean(1.5) + mean(1.25) + mean(1), { name: 'train.out' });
    assert.deepEqual(samples.map(({ loss }) => loss), [1.5, 1.25, 1]); // prettier-ignore
  });

  it('is a table with tabs below the settings of a program, where no column says the place of a row', async () => {
    const rows = '0.01\t2.5\t2.6\t15.5\t\n0.01\t2.25\t2.4\t18\t\n0.001\t2\t2.2\t19\t\n';
    const text = `==>Arguments:\nepochs:3\nlr:0.01\n==>Training log:\nLearning Rate\tTrain Loss\tValid Loss\tTrain Acc\t\n${rows}`;
    const { facts, samples } = await readText(newFolder(), text, { name: 'log.txt' });
    assert.equal(facts.unit, 'row');
    assert.deepEqual(samples.map(({ loss, validationLoss }) => [loss, validationLoss]), [[2.5, 2.6], [2.25, 2.4], [2, 2.2]]);
  }); // prettier-ignore

  for (const first of ['<<<<<<< HEAD', "<class 'int'>", '<12:00> start']) {
    it(`is read below "${first}", which is no web page`, async () => {
      const { samples } = await readText(newFolder(), `${first}\nstep 1 loss 3\nstep 2 loss 2\n`, {
        name: 'train.log',
      });
      assert.deepEqual(samples, [{ step: 1, loss: 3 }, { step: 2, loss: 2 }]); // prettier-ignore
    });
  }

  it('takes steps that go back for a restart where they go on from epoch to epoch', async () => {
    const lines = [[0, 0], [1, 10], [2, 20], [3, 20], [4, 30]].map(([epoch, step]) => `epoch ${epoch} step ${step} loss ${9 - epoch}\n`); // prettier-ignore
    const { samples } = await readText(newFolder(), lines.join(''), { name: 'out.txt' });
    assert.deepEqual(
      samples.map(({ step }) => step),
      [0, 10, 20, 30],
    );
  });

  it('shows the newest of several trainings whose lines name the same epoch, and the equal losses of two epochs', async () => {
    const lines = [[0, 0, 9], [0, 0, 9], [0, 5, 8], [0, 0, 7], [0, 5, 6], [1, 0, 6], [1, 5, 5]].map(([epoch, batch, loss]) => `Epoch: [${epoch}][ ${batch}/8]\tLR 0.1\tLoss ${loss} (${loss})\n`); // prettier-ignore
    const { samples } = await readText(newFolder(), lines.join(''), { name: 'out.txt' });
    assert.deepEqual(
      samples.map(({ step, loss }) => [step, loss]),
      [
        [0, 7],
        [5, 6],
        [8, 6],
        [13, 5],
      ],
    );
  });

  it('follows the newest training although its epochs have another length', async () => {
    const lines = [[1, 9, 9], [1, 6, 8], [3, 6, 7], [5, 6, 6]].map(([batch, total, loss]) => `epoch: 1, ${batch}/${total}, lr: 0.1\n    recon loss: ${loss}\n\n`); // prettier-ignore
    const { samples } = await readText(newFolder(), lines.join(''), { name: 'out.txt' });
    assert.deepEqual(
      samples.map(({ step, loss }) => [step, loss]),
      [
        [1, 8],
        [3, 7],
        [5, 6],
      ],
    );
  });

  it('follows a training from a checkpoint in an earlier epoch, where steps begin anew in each', async () => {
    const places = [[1, 5, 9], [1, 10, 8], [2, 5, 7], [2, 10, 6], [3, 5, 5], [3, 10, 4], [2, 5, 3], [2, 10, 2]];
    const lines = places.map(([epoch, step, loss]) => `epoch ${epoch} step ${step} loss ${loss}\n`);
    const { samples } = await readText(newFolder(), lines.join(''), { name: 'out.txt' });
    assert.deepEqual(samples, [[5, 9], [10, 8], [15, 3], [20, 2]].map(([step, loss]) => ({ step, loss })));
  }); // prettier-ignore

  it('takes no step that goes back for a restart where the epoch goes on', async () => {
    const places = [[5, 4], [9, 8], [25, 24], [30, 4], [34, 8]];
    const lines = places.map(([epoch, step]) => `(epoch: ${epoch}, iters: ${step}, time: 0.1, data: 0.2) G_GAN: ${99 - epoch} G_L1: 17.7\n`);
    const { samples, notices } = await readText(newFolder(), lines.join(''), { name: 'loss_log.txt' });
    assert.deepEqual([samples.map(({ loss }) => loss), notices.length], [[94, 90, 74, 69, 65], 0]);
  }); // prettier-ignore

  it('counts the steps of each epoch to its end, although the last is not printed', async () => {
    const lines = [[1, 50], [1, 100], [2, 50], [2, 100], [4, 50]].map(([epoch, step]) => `Epoch[${epoch}/9] Iteration[${step}/120] loss: 1\n`); // prettier-ignore
    const { samples } = await readText(newFolder(), lines.join(''), { name: 'out.txt' });
    assert.deepEqual(
      samples.map(({ step }) => step),
      [50, 100, 170, 220, 410],
    );
  });

  it('counts the steps of epochs from 0 to their last', async () => {
    const places = [[0, 0], [0, 60], [1, 0], [1, 60], [2, 0], [2, 60], [1, 0], [1, 60], [2, 0]];
    const lines = places.map(([epoch, step], index) => `Epoch ${epoch} Step ${step}/60 loss ${index}\n`);
    const { samples } = await readText(newFolder(), lines.join(''), { name: 'out.txt' });
    assert.deepEqual(
      samples.map(({ step, loss }) => [step, loss]),
      [[0, 0], [60, 1], [61, 6], [121, 7], [122, 8]],
    );
  }); // prettier-ignore

  it('counts steps that go on from epoch to epoch as they are, with the length of the training', async () => {
    const lines = [[1, 50], [1, 100], [2, 150], [2, 100], [2, 150]].map(([epoch, step]) => `Epoch ${epoch} step ${step}/600 loss 1\n`); // prettier-ignore
    const { samples } = await readText(newFolder(), lines.join(''), { name: 'out.txt' });
    assert.deepEqual(
      samples.map(({ step }) => step),
      [50, 100, 150],
    );
  });

  it('is read although its first line has commas like a table', async () => {
    const bar = '32/58 [====>...] - ETA: 0s - loss: 1.18\n58/58 [======] - 0s 7ms/step - loss: 1.2 - val_loss: 1.0\n';
    const text = `Train on 58 samples, validate on 26 samples\nEpoch 1/2\n${bar}Epoch 2/2\n${bar}`;
    const { format, samples } = await readText(newFolder(), text, { name: 'out.txt' });
    assert.deepEqual([format, samples.length], ['console', 4]);
  });

  it('tells the diagnosis that the bar of Keras shows means since the epoch began', async () => {
    const [, text] = PRINTED.find(([program]) => program.startsWith('Keras, '))!;
    const { format, facts, samples } = await readText(newFolder(), text, { name: 'out.txt' });
    assert.equal(format, 'console');
    assert.deepEqual(facts.metrics.find(({ name }) => name === 'loss'), { name: 'loss', source: 'loss', averaged: 'running' });
    assert.deepEqual(samples.map(({ step }) => step), [1, 96, 469, 470]);
  }); // prettier-ignore
});

const FAIRSEQ = (loss: number, update: number): string =>
  `[2026-03-01 10:10:10,123][train_inner][INFO] - {"epoch": 1, "update": 0.3, "loss": "${loss}", "ppl": "${2 ** loss}", "num_updates": "${update}", "lr": "1e-05"}\n`;
const FAIRSEQ_MEANS =
  '2026-01-01 10:00:00 | INFO | train | epoch 001 | loss 8.5 | ppl 300 | num_updates 200 | lr 1e-05\n2026-01-01 10:00:00 | INFO | train | epoch 002 | loss 7.5 | ppl 137 | num_updates 400 | lr 1e-05\n';

describe('losses in bits', () => {
  const newFolder = temporaryFolders();
  const cases: readonly (readonly [what: string, text: string, losses: number[]])[] = [
    ['lines of JSON with a prefix', FAIRSEQ(9.4, 100) + FAIRSEQ(9.2, 200), [9.4, 9.2]],
    ['the means of epochs', FAIRSEQ_MEANS, [8.5, 7.5]],
    ['JSON Lines', '{"epoch": 1, "loss": "9.4", "num_updates": "100"}\n{"epoch": 1, "loss": "9.2", "num_updates": "200"}\n', [9.4, 9.2]],
    ['JSON Lines of epochs', '{"epoch": 1, "train_loss": "9.4", "train_num_updates": "100"}\n{"epoch": 2, "train_loss": "9.2", "train_num_updates": "200"}\n', [9.4, 9.2]],
  ]; // prettier-ignore
  for (const [what, text, losses] of cases) {
    it(`are kept as fairseq writes them and marked as such, in ${what}`, async () => {
      const { facts, samples } = await readText(newFolder(), text, { name: 'out.txt', classes: 1024 });
      assert.deepEqual(
        samples.map(({ loss }) => loss),
        losses,
      );
      assert.equal(facts.metrics.find(({ name }) => name === 'loss')?.unit, 'bits');
      assert.equal(facts.baseline, 10, 'guessing one of 1024 costs 10 bits');
    });
  }

  it('are means since the line before where fairseq prints lines about updates', async () => {
    const { facts } = await readText(newFolder(), FAIRSEQ(9.4, 100) + FAIRSEQ(9.2, 200), { name: 'out.txt' });
    assert.equal(facts.metrics.find(({ name }) => name === 'loss')?.averaged, 'window');
  });

  it('are those of no other program', async () => {
    const { facts } = await readText(newFolder(), 'step 1 loss 3\nstep 2 loss 2\n', { name: 'out.txt', classes: 8 });
    assert.equal(facts.metrics.find(({ name }) => name === 'loss')?.unit, undefined);
    assert.equal(facts.baseline, null);
  });
});

describe('a bar that is read while it is drawn', () => {
  it('has the loss of its newest state, which the next one ends', () => {
    const state = (done: number, loss: number): string => `\rloss=${loss}:  9%|9 | ${done}/9 [00:01<00:01, 4.6it/s]`;
    const reader = consoleFormat.createReader();
    const rows = [...reader.push(Buffer.from(state(1, 9) + state(2, 9) + state(2, 8))), ...reader.flush!()];
    assert.deepEqual(
      [...rows, ...reader.push(Buffer.from(state(3, 8) + state(3, 7))), ...reader.end()],
      [
        { step: 1, loss: 9 },
        { step: 2, loss: 8 },
        { step: 3, loss: 7 },
      ],
    );
  });
});

describe('the lines of a terminal', () => {
  it('are what a reader sees, however the text is cut', () => {
    const text = `a\x1b]0;title\x07b${ESC}2Kc\rd\n${ESC}1Ae\n`;
    for (let size = 1; size <= text.length; size++) {
      const lines = new TerminalLines();
      const read: string[] = [];
      const add = ({ text, from, to }: PrintedLine): number => read.push(text.slice(from, to));
      for (let at = 0; at < text.length; at += size) lines.push(text.slice(at, at + size), add);
      lines.end(add);
      assert.deepEqual(read, ['abc', 'd', 'e'], `cut every ${size} characters`);
    }
  });

  it('do not fill the memory where none ends', () => {
    const lines = new TerminalLines();
    for (let round = 0; round < 1000; round++) lines.push('x'.repeat(1000), () => assert.fail('a line has ended'));
    lines.end(({ from, to }) => assert.ok(to - from <= 20_000));
  });
});
