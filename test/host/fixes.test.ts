import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { until } from '../support/processes.ts';
import { followRun, reported } from './followedRuns.ts';
import { emptyLibrary, goldilocks } from './support.ts';

const TORCH = `import torch

model = torch.nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)

for x, y in batches:
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
`;
const KERAS = `import keras

model = keras.Sequential([keras.layers.Dense(1)])
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.5), loss="mse")
`;
const OPTAX = `import optax

optimizer = optax.sgd(learning_rate=0.5)
`;
const CONSTANT = TORCH.replace('\n\nmodel', '\n\nRATE = 5e-1\nmodel').replace('lr=0.5', 'lr=RATE');
const ROUNDED = TORCH.replace('lr=0.5', 'lr=1 // 1000');
const ULTRALYTICS = 'from ultralytics import YOLO\n\nYOLO("yolo11n.pt").train(data="coco8.yaml", epochs=3, lr0=0.5)\n';
/** Programs that show how long they train; Adam at a rate at which the loss swings. */
const SWINGING = TORCH.replace(
  'optim.SGD(model.parameters(), lr=0.5, momentum=0.9)',
  'optim.Adam(model.parameters(), lr=5.0)',
)
  .replace('for x, y in batches:', 'for epoch in range(10):\n    for x, y in batches:')
  .replaceAll(/^ {4}(?=\w+\.)/gm, '        ');
const KERAS_FIT = `${KERAS}model.fit(x, y, epochs=10, steps_per_epoch=100)\n`;
const OPTAX_LOOP = `${OPTAX}for step in range(1000):
    updates, state = optimizer.update(grads, state)
    params = optax.apply_updates(params, updates)
`;
const LIGHTNING = `import lightning as L
import torch


class Model(L.LightningModule):
    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.5)
`;
const TRAINER = `from transformers import TrainingArguments

args = TrainingArguments("out", learning_rate=0.5)
`;

interface Fixed {
  readonly file: string;
  readonly program: string;
  /** Whether a run of it ends in NaN first, or in a loss that swings; else the fix is one for the text. */
  readonly runs: boolean | 'swinging';
  readonly action: RegExp;
  /** What stands there after the fix, and not before. */
  readonly text: RegExp;
}

const FIXES: Readonly<Record<string, Fixed>> = {
  'the rate': {
    ...{ file: 'train.py', program: TORCH, runs: true },
    action: /^Change the rate to /,
    text: /lr=0\.0\d+, momentum=0\.9\)/,
  },
  'the rate in a constant, as it is written': {
    ...{ file: 'train.py', program: CONSTANT, runs: true },
    action: /^Change the rate to /,
    text: /^RATE = \d(\.\d)?e-[2-9]$/m,
  },
  'the rate in YAML': {
    ...{ file: 'train.yaml', program: 'optimizer: sgd\nlr: 0.5\n', runs: true },
    action: /^Change the rate to /,
    text: /^lr: 0\.0\d+$/m,
  },
  'the rate in TensorFlow.js': {
    ...{ file: 'train.js', runs: true },
    program: "import * as tf from '@tensorflow/tfjs';\nconst optimizer = tf.train.sgd(0.5);\n",
    action: /^Change the rate to /,
    text: /sgd\(0\.0\d+\)/,
  },
  'clipping in PyTorch': {
    ...{ file: 'train.py', program: TORCH, runs: true },
    action: /^Clip gradients at norm 5$/,
    text: /\.backward\(\)\n {4}torch\.nn\.utils\.clip_grad_norm_\(model\.parameters\(\), max_norm=5(\.0)?\)\n {4}optimizer\.step\(\)/,
  },
  'clipping in Keras': {
    ...{ file: 'train.py', program: KERAS, runs: true },
    action: /^Clip gradients at norm 5$/,
    text: /SGD\(learning_rate=0\.5, global_clipnorm=5(\.0)?\)/,
  },
  'clipping in optax': {
    ...{ file: 'train.py', program: OPTAX, runs: true },
    action: /^Clip gradients at norm 5$/,
    text: /optax\.chain\(optax\.clip_by_global_norm\(5(\.0)?\), optax\.sgd\(learning_rate=0\.5\)\)/,
  },
  'Adam instead of SGD': {
    ...{ file: 'train.py', program: TORCH, runs: true },
    action: /^Use Adam with a rate of 0\.001$/,
    text: /torch\.optim\.Adam\(model\.parameters\(\), lr=0\.001\)/,
  },
  'a warm-up in PyTorch': {
    ...{ file: 'train.py', program: TORCH, runs: true },
    action: /^Add a warm-up of 50 steps$/,
    text: /momentum=0\.9\)\nscheduler = torch\.optim\.lr_scheduler\.LinearLR\(optimizer, start_factor=0\.01, total_iters=50\)\n[^]* {4}optimizer\.step\(\)\n {4}scheduler\.step\(\)\n/,
  },
  'a warm-up and a cosine in Keras, as its title says': {
    ...{ file: 'train.py', program: KERAS_FIT, runs: true },
    action: /^Add a warm-up of 50 steps and a cosine schedule$/,
    text: /^schedule = keras\.optimizers\.schedules\.CosineDecay\(0\.0, decay_steps=950, warmup_target=0\.5, warmup_steps=50\)\nmodel\.compile\(.*learning_rate=schedule\)/m,
  },
  'a warm-up in optax': {
    ...{ file: 'train.py', program: OPTAX_LOOP, runs: true },
    action: /^Add a warm-up of 50 steps$/,
    text: /^schedule = optax\.linear_schedule\(init_value=0\.0, end_value=0\.5, transition_steps=50\)\noptimizer = optax\.sgd\(learning_rate=schedule\)/m,
  },
  'a warm-up in Lightning': {
    ...{ file: 'train.py', program: LIGHTNING, runs: true },
    action: /^Add a warm-up of 50 steps$/,
    text: /optimizer = torch\.optim\.SGD\(self\.parameters\(\), lr=0\.5\)\n {8}scheduler = .*LinearLR\(optimizer, .*total_iters=50\)\n {8}return \{.*"interval": "step"/,
  },
  'a warm-up in Transformers': {
    ...{ file: 'train.py', program: TRAINER, runs: true },
    action: /^Add a warm-up of 50 steps$/,
    text: /learning_rate=0\.5, warmup_steps=50\)/,
  },
  'a cosine schedule in PyTorch': {
    ...{ file: 'train.py', program: SWINGING, runs: 'swinging' },
    action: /^Add a cosine schedule$/,
    text: /lr=5\.0\)\nscheduler = torch\.optim\.lr_scheduler\.CosineAnnealingLR\(optimizer, T_max=10\)\n[^]* {8}optimizer\.step\(\)\n {4}scheduler\.step\(\)\n/,
  },
  'a constant': {
    ...{ file: 'train.py', program: TORCH, runs: false },
    action: /^Extract to a constant$/,
    text: /^LEARNING_RATE = 0\.5$[^]*lr=LEARNING_RATE,/m,
  },
  'a number that was rounded down to 0': {
    ...{ file: 'train.py', program: ROUNDED, runs: false },
    action: /^Change to 1 \/ 1000$/,
    text: /lr=1 \/ 1000,/,
  },
  'an optimizer where Ultralytics would choose one': {
    ...{ file: 'train.py', program: ULTRALYTICS, runs: false },
    action: /^Change to optimizer="SGD", lr0=0\.5$/,
    text: /epochs=3, optimizer="SGD", lr0=0\.5\)/,
  },
  'a comment that ignores a symptom': {
    ...{ file: 'train.py', program: TORCH, runs: true },
    action: /^Ignore this problem on this line$/,
    text: /momentum=0\.9\) {2}# goldilocks: ignore\[nan\]$/m,
  },
};

/** A loss that explodes and becomes NaN, under gradients of norm 5. */
const SAMPLES = Array.from({ length: 60 }, (_, step) => ({
  step,
  loss: step < 40 ? 2.3 * 1.6 ** step : NaN,
  gradientNorm: 5,
}));

/** A loss that falls and then swings, the same each time. */
const SWINGS = Array.from({ length: 100 }, (_, step) => ({
  step,
  loss: step === 0 ? 10 : 1 + 7.5 * ((step * 0.618034) % 1),
}));

describe('a fix', () => {
  let api: GoldilocksApi;
  let folder: string;
  before(async () => {
    api = await goldilocks();
  });
  beforeEach(async () => {
    await emptyLibrary(api);
    folder = await mkdtemp(path.join(tmpdir(), 'goldilocks-fixes-'));
  });
  afterEach(async () => {
    while (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0))
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await emptyLibrary(api);
    await rm(folder, { recursive: true, force: true });
  });

  async function open({ file, program }: Fixed): Promise<vscode.TextDocument> {
    const place = path.join(folder, file);
    await writeFile(place, program);
    const document = await vscode.workspace.openTextDocument(place);
    await vscode.window.showTextDocument(document);
    return document;
  }

  async function actionsAt(document: vscode.TextDocument): Promise<vscode.CodeAction[]> {
    const written = document.positionAt(document.getText().search(/0\.5|5\.0|5e-1|1 \/\/ 1000/));
    return vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(written, written.translate(0, 1)),
    );
  }

  for (const [name, fixed] of Object.entries(FIXES)) {
    it(`writes ${name}, and is undone in one step`, async () => {
      const document = await open(fixed);
      const symptom = fixed.runs === 'swinging' ? 'oscillating' : 'nan';
      if (fixed.runs) {
        const end = await (symptom === 'nan'
          ? followRun(api, document, { rate: 0.5, optimizer: 'sgd', total: 1000 }, SAMPLES)
          : followRun(api, document, { rate: 5, optimizer: 'adam', total: 100 }, SWINGS));
        await end();
        await reported(document.uri, symptom);
      }
      let action: vscode.CodeAction | undefined;
      await until('the fix is offered', async () => {
        action = (await actionsAt(document)).find(({ title }) => fixed.action.test(title));
        return action?.edit !== undefined;
      });
      assert.doesNotMatch(document.getText(), fixed.text);
      assert.ok(await vscode.workspace.applyEdit(action!.edit!));
      assert.match(document.getText(), fixed.text);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), fixed.program);
      if (fixed.runs) await reported(document.uri, symptom);
    });
  }
});
