import assert from 'node:assert/strict';
import { explainRate } from '../../../../src/app/rates/explainRate.ts';
import { explainSchedule } from '../../../../src/app/rates/explainSchedule.ts';
import { pointedAt } from '../../../../src/app/rates/pointedAt.ts';
import { findRates } from '../../../../src/code/findRates.ts';
import { parsers } from '../../code/marked.ts';

const TORCH =
  'import argparse, torch\nfrom torch import optim\nfrom torch.optim.lr_scheduler import *\nfrom transformers import *\n';
const KERAS = 'import keras\n';

/** What is learned at the mark `»`: "0.1 in line 4" for each rate, the name of a scheduler and what it does; null for nothing. */
async function at(marked: string, language = 'python'): Promise<string | null> {
  const text = marked.replace('»', '');
  const report = await findRates({ language, text }, parsers);
  const before = marked.slice(0, marked.indexOf('»')).split('\n');
  const place = { line: before.length, column: before.at(-1)!.length + 1 };
  const found = pointedAt(report, place, text.split('\n')[place.line - 1]);
  if (!found) return null;
  if (found.kind === 'rates')
    return found.sites.map((site) => `${explainRate(site, report, text).rate} in line ${site.line}`).join(', ');
  const { name, sentence } = explainSchedule(found.known, report);
  return `${name}: ${sentence}`;
}

describe('what is pointed at', () => {
  const ARGS = `${TORCH}parser = argparse.ArgumentParser()\nparser.add_argument("--lr", type=float, default=0.1)\nargs = parser.parse_args()\n`;
  const LR = `${TORCH}BACKBONE_LR = 1e-4\n`;

  for (const [title, marked, expected] of [
    ['an attribute', `${ARGS}optim.SGD(p, lr=args.»lr)`, '0.1 in line 6'],
    ['the keyword of an attribute', `${ARGS}optim.SGD(p, »lr=args.lr)`, '0.1 in line 6'],
    ['the keyword of a converted name', `${ARGS}optim.SGD(p, l»r = float(args.lr))`, '0.1 in line 6'],
    ['a name in a dictionary', `${LR}optim.SGD([{"params": p, "lr": »BACKBONE_LR * 100}])`, '1e-4 in line 5'],
    ['the key of a dictionary', `${LR}optim.SGD([{"params": p, "l»r": BACKBONE_LR * 100}])`, '1e-4 in line 5'],
    ['the key of a product', `${LR}optim.SGD([{"params": p, "»lr": 100 * BACKBONE_LR}])`, '1e-4 in line 5'],
    ['a positional argument', `${LR}optim.SGD(p, BACKBONE_»LR)`, '1e-4 in line 5'],
    ['the literal', `${TORCH}optim.SGD(p, lr=0.»01)`, '0.01 in line 5'],
    ['the keyword of a literal', `${TORCH}optim.SGD(p, l»r=0.01)`, '0.01 in line 5'],
    ['a constant where it is defined', `${TORCH}LEARNING_»RATE = 0.01\noptim.SGD(p, LEARNING_RATE)`, '0.01 in line 5'],
    ['a parameter with a type', `${TORCH}def f(l»r: float = 0.01):\n    optim.SGD(p, lr)`, '0.01 in line 5'],
    [
      'a name with several values',
      `${TORCH}lr = 0.1 if big else 0.2\noptim.SGD(p, »lr)`,
      '0.1 in line 5, 0.2 in line 5',
    ],
    ['another keyword', `${TORCH}optim.SGD(p, lr=0.1, mom»entum=0.9)`, null],
    ['another argument', `${TORCH}optim.SGD(»p, lr=0.1)`, null],
    ['a comparison', `${TORCH}lr = 0.1\noptim.SGD(p, lr=lr)\nprint(l»r == 0.1)`, null],
    ['settings that make no schedule', `${TORCH}TrainingArg»uments(output_dir="x", learning_rate=1e-4)`, null],
  ] as const) {
    it(`is found at ${title}`, async () => assert.equal(await at(marked), expected));
  }

  it('is found in JavaScript', async () => {
    const tf = "import * as tf from '@tensorflow/tfjs';\nconst LEARNING_RATE = 0.01;\n";
    assert.equal(await at(`${tf}tf.train.adam(LEARNING_»RATE);`, 'javascript'), '0.01 in line 2');
    assert.equal(
      await at(`${tf}tf.train.adam(0.1);\nconst c = { learning»Rate: 0.2 };`, 'javascript'),
      '0.2 in line 4',
    );
    assert.equal(await at(`${tf}const c = { rate: 0.2 };\ntf.train.sgd(c.»rate);`, 'javascript'), '0.2 in line 3');
  });

  const SGD = `${TORCH}o = optim.SGD(p, lr=0.1)\n`;
  const LOOP = '\nfor epoch in range(9):\n    s.step()\n';
  for (const [marked, expected] of [
    [`${SGD}s = Step»LR(o, step_size=30, gamma=0.5)${LOOP}`, 'StepLR: Multiplies the rate by 0.5 every 30 epochs.'],
    [`${SGD}s = StepLR(o, step_»size=30)${LOOP}`, 'StepLR: Multiplies the rate by 0.1 every 30 epochs.'],
    [`${SGD}s = StepLR(o, 3»0)`, 'StepLR: Multiplies the rate by 0.1 every 30 calls to step().'],
    [`${SGD}s = StepLR(»o, 30)`, null],
    [`${SGD}s = ExponentialLR(o, gam»ma=0.9)${LOOP}`, 'ExponentialLR: Multiplies the rate by 0.9 after every epoch.'],
    [
      `${SGD}s = ExponentialLR(o, gam»ma=g)${LOOP}`,
      'ExponentialLR: Multiplies the rate by the same factor at regular intervals.',
    ],
    [
      `${SGD}N = 50\ns = CosineAnnealingLR(o, T_m»ax=N, eta_min=1e-4)${LOOP}`,
      'CosineAnnealingLR: Lowers the rate from 0.1 to 1e-4 following a cosine curve over 50 epochs.',
    ],
    [
      `${TORCH}def f(o):\n    s = CosineAnnealingLR(o, T_max=»50)`,
      'CosineAnnealingLR: Lowers the rate to 0 following a cosine curve over 50 calls to step().',
    ],
    [
      `${SGD}OneCycleLR(o, max_»lr=0.5, total_steps=100)`,
      'OneCycleLR: Raises the rate from 0.02 to 0.5, then lowers it to 2e-6, over 100 calls to step().',
    ],
    [`${SGD}OneCycleLR(o, max_lr=»0.5, total_steps=100)`, '0.5 in line 6'],
    [
      `${SGD}Reduce»LROnPlateau(o)`,
      'ReduceLROnPlateau: Lowers the rate when the loss, or another value that it watches, no longer improves.',
    ],
    [
      `${SGD}get_cosine_»schedule_with_warmup(o, 10, 100)`,
      'get_cosine_schedule_with_warmup: Raises the rate in a warm-up, then lowers it following a cosine curve.',
    ],
    [
      `${SGD}MultiStepLR(o, mile»stones=[30, 60])`,
      'MultiStepLR: Multiplies the rate by 0.1 after 30 and 60 calls to step().',
    ],
    [
      `${SGD}LinearLR(o, start_factor=0.1, total_»iters=10)`,
      'LinearLR: Changes the rate linearly from 0.01 to 0.1 over 10 calls to step().',
    ],
    [
      `${SGD}CosineAnnealingWarmRestarts(o, T_»0=10)`,
      'CosineAnnealingWarmRestarts: Lowers the rate following a cosine curve and starts again from the top, the first time after 10 calls to step().',
    ],
    [
      `${KERAS}keras.optimizers.Adam(keras.optimizers.schedules.Polynomial»Decay(0.1, 100))`,
      'PolynomialDecay: Lowers the rate from 0.1 to 1e-4 over 100 steps.',
    ],
    [
      `${KERAS}keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.0, decay_»steps=90, warmup_target=0.01, warmup_steps=10))`,
      'CosineDecay: Raises the rate from 0 to 0.01, then lowers it to 0 following a cosine curve over 90 steps.',
    ],
  ] as const) {
    it(`is a schedule in ${marked.split('\n').find((line) => line.includes('»'))}`, async () =>
      assert.equal(await at(marked), expected));
  }

  it('is soon found in a line of a megabyte', async () => {
    const text = `x = "${'lr'.repeat(500_000)}"\n`;
    assert.equal(
      pointedAt(await findRates({ language: 'python', text }, parsers), { line: 1, column: 90_000 }, text),
      null,
    );
  });
});
