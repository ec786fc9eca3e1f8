import assert from 'node:assert/strict';
import { addSchedule } from '../../../../src/code/fixes/addSchedule.ts';
import type { Shape } from '../../../../src/code/fixes/scheduleShape.ts';
import { fixed } from './fixTable.ts';

const cosine = (text: string, language?: string) =>
  fixed(text, (read, rate) => addSchedule(read, rate, { kind: 'cosine' }), language);
const warmUp = (text: string, unit: Extract<Shape, { kind: 'warm-up' }>['unit'] = 'step') =>
  fixed(text, (read, rate) => addSchedule(read, rate, { kind: 'warm-up', count: 5, unit }));

/** The lines of a text that another one does not have. */
function added(before: string, after: string | null): string[] {
  const lines = before.split('\n');
  return after!.split('\n').filter((line) => !lines.includes(line));
}

const MODEL = 'import torch\nmodel = torch.nn.Linear(2, 1)\n';
const OPTIMIZER = `${MODEL}optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n`;
const LOOP = `for epoch in range(10):
    for x in loader:
        optimizer.zero_grad()
        model(x).sum().backward()
        optimizer.step()
    print(epoch)
`;
const COSINE = 'scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=';
const LINEAR = 'scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.01, total_iters=5)\n';

describe('adding a schedule to a PyTorch program', () => {
  it('creates a cosine behind the optimizer and steps it at the end of each epoch', async () => {
    assert.equal(await cosine(OPTIMIZER + LOOP), `${OPTIMIZER}${COSINE}10)\n${LOOP}    scheduler.step()\n`);
  });

  it('steps a warm-up after each step of the optimizer', async () => {
    const loop = LOOP.replace('optimizer.step()', 'optimizer.step()\n        scheduler.step()');
    assert.equal(await warmUp(OPTIMIZER + LOOP), OPTIMIZER + LINEAR + loop);
  });

  it('steps a warm-up that is counted in epochs once an epoch', async () => {
    assert.equal(await warmUp(OPTIMIZER + LOOP, 'epoch'), `${OPTIMIZER}${LINEAR}${LOOP}    scheduler.step()\n`);
  });

  it('finds the steps of an optimizer that a GradScaler takes', async () => {
    const scaled = (text: string) => text.replaceAll(/optimizer\.step\(\)/g, 'scaler.step(optimizer)');
    const program = `${OPTIMIZER}scaler = torch.amp.GradScaler()\n${scaled(LOOP)}`;
    assert.equal(
      await cosine(program),
      `${program.replace('scaler =', `${COSINE}10)\nscaler =`)}    scheduler.step()\n`,
    );
  });

  const TRAINER = `import torch
class Trainer:
    def __init__(self, model, epochs):
        self.optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        self.epochs = epochs
    def train_epoch(self):
        for x in self.loader:
            self.optimizer.step()
    def fit(self):
        for epoch in range(self.epochs):
            self.train_epoch()
Trainer(net, 3).fit()
`;

  it('keeps it beside an optimizer that belongs to an object, and steps it in its methods', async () => {
    const creation = (settings: string) =>
      `        self.scheduler = torch.optim.lr_scheduler.${settings.replace('(', '(self.optimizer, ')}\n`;
    const step = 'self.scheduler.step()\n';
    assert.equal(
      await cosine(TRAINER),
      TRAINER.replace(/self\.epochs = epochs\n/, `$&${creation('CosineAnnealingLR(T_max=self.epochs)')}`).replace(
        /self\.train_epoch\(\)\n/,
        `$&            ${step}`,
      ),
    );
    assert.equal(
      await warmUp(TRAINER),
      TRAINER.replace(/lr=0\.1\)\n/, `$&${creation('LinearLR(start_factor=0.01, total_iters=5)')}`).replace(
        /self\.optimizer\.step\(\)\n/,
        `$&            ${step}`,
      ),
    );
  });

  it('refuses an object whose length is not known with its optimizer, or whose method is repeated elsewhere', async () => {
    const later = TRAINER.replace('        self.epochs = epochs\n', '');
    assert.match(String(await cosine(later)), /self\.epochs is not defined yet/);
    const repeated = TRAINER.replace('Trainer(net, 3).fit()', 'for run in range(3):\n    trainer.fit()');
    assert.match(String(await cosine(repeated)), /could not be read/);
  });

  it('names it for its optimizer where there are several', async () => {
    const program = (OPTIMIZER + LOOP).replaceAll('optimizer', 'optimizer_G');
    assert.match(
      (await cosine(program))!,
      /\nscheduler_G = .*\(optimizer_G, T_max=10\)\n[^]* {4}scheduler_G\.step\(\)\n$/,
    );
  });

  it('creates it behind the number of epochs where that comes later, and keeps tabs and Windows line ends', async () => {
    const program = `${OPTIMIZER}num_epochs = 3  # enough\n${LOOP.replace('range(10)', 'tqdm(range(1, num_epochs + 1))')}`;
    const expected = program
      .replace('enough\n', `enough\n${COSINE}num_epochs)\n`)
      .replace('    print(epoch)\n', '    print(epoch)\n    scheduler.step()\n');
    const rewritten = (text: string) => text.replaceAll('    ', '\t').replaceAll('\n', '\r\n');
    assert.equal(await cosine(rewritten(program)), rewritten(expected));
  });

  it('finds the loop around the function that trains one epoch', async () => {
    const program = `import torch
def train(net, data, opt):
    for x in data:
        net(x).sum().backward()
        opt.step()
def main(args):
    model = torch.nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(args.epochs):
        train(model, loader, optimizer)
`;
    assert.deepEqual(added(program, await cosine(program)), [`    ${COSINE}args.epochs)`, '        scheduler.step()']);
    assert.match(String(await warmUp(program)), /out of scope/);
  });

  it('counts the steps of a program without epochs', async () => {
    const program = `${OPTIMIZER}for t in range(500):\n    model(x).sum().backward()\n    optimizer.step()`;
    assert.deepEqual(added(program, await cosine(program)), [`${COSINE}500)`, '    scheduler.step()']);
  });

  it('takes the loop in which the optimizer is created for none of the training', async () => {
    const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '    ');
    const program = `import torch\nfor fold in range(5):\n${indented((OPTIMIZER + LOOP).replace('import torch\n', ''))}`;
    assert.deepEqual(added(program, await cosine(program)), [`    ${COSINE}10)`, '        scheduler.step()']);
  });

  it('imports the scheduler where torch is not imported as a module', async () => {
    const program = (OPTIMIZER + LOOP)
      .replace('import torch\n', 'from torch.optim import (\n    SGD,\n)\nfrom net import model\n')
      .replace('model = torch.nn.Linear(2, 1)\n', '')
      .replace('torch.optim.SGD', 'SGD');
    const after = await cosine(program);
    assert.match(after!, /^from torch\.optim import \(\n {4}SGD,\n\)\nfrom torch\.optim\.lr_scheduler import Cosine/);
    assert.match(after!, /^scheduler = CosineAnnealingLR\(optimizer, T_max=10\)$/m);
  });

  const REFUSED: Readonly<Record<string, readonly [program: string, why: RegExp]>> = {
    'a second schedule': [
      `${OPTIMIZER}s = torch.optim.lr_scheduler.StepLR(optimizer, 5)\n${LOOP}`,
      /a schedule already/,
    ],
    'a program that sets the rate': [
      `${OPTIMIZER}${LOOP}    optimizer.param_groups[0]["lr"] = 0.01\n`,
      /changes the learning rate/,
    ],
    'a name that is taken': [`scheduler = None\n${OPTIMIZER}${LOOP}`, /scheduler is already used/],
    Accelerate: [`from accelerate import Accelerator\n${OPTIMIZER}${LOOP}`, /its own way/],
    'an unknown length': [OPTIMIZER + LOOP.replace('for epoch in range(10)', 'while True'), /could not be read/],
    'epochs that continue': [OPTIMIZER + LOOP.replace('range(10)', 'range(start, end)'), /could not be read/],
    'two trainings': [OPTIMIZER + LOOP + LOOP, /could not be read/],
    'a length of another function': [
      `import torch\nmodel = torch.nn.Linear(2, 1)\noptimizer = torch.optim.SGD(model.parameters(), lr=0.1)\ndef fit(epochs):\n    for epoch in range(epochs):\n        optimizer.step()\nfit(3)\n`,
      /epochs is not defined/,
    ],
    'no step': [OPTIMIZER, /step\(\) is not called/],
    'an attribute': [OPTIMIZER.replace('optimizer =', 'self.optimizer =') + LOOP, /simple variable/],
    'a loop on one line': [`${OPTIMIZER}for epoch in range(3): optimizer.step()\n`, /shares its lines/],
    'a loop with an else': [`${OPTIMIZER}${LOOP}else:\n    print("done")\n`, /shares its lines/],
  };
  for (const [name, [program, why]] of Object.entries(REFUSED))
    it(`refuses ${name}`, async () => assert.match(String(await cosine(program)), why));

  it('refuses a warm-up of rows of a log, and where several batches make a step', async () => {
    assert.match(String(await warmUp(OPTIMIZER + LOOP, 'row')), /a row of the log/);
    const accumulated = LOOP.replace('optimizer.step()', 'if i % 4 == 0:\n            optimizer.step()');
    assert.match(String(await warmUp(OPTIMIZER + accumulated)), /with each batch/);
  });
});

describe('adding a schedule to a Lightning module', () => {
  const MODULE = (body: string) => `import lightning as L
import torch
class Net(L.LightningModule):
    def configure_optimizers(self):
${body}`;

  it('returns the scheduler beside the optimizer, which gets a name', async () => {
    assert.equal(
      await cosine(MODULE('        return torch.optim.Adam(self.parameters(), lr=0.1)\n')),
      MODULE(`        optimizer = torch.optim.Adam(self.parameters(), lr=0.1)
        ${COSINE}self.trainer.estimated_stepping_batches)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}
`),
    );
  });

  it('keeps the name that the optimizer has', async () => {
    const body = '        opt = torch.optim.Adam(self.parameters(), lr=0.1)\n        return opt\n';
    const after = await warmUp(MODULE(body), 'epoch');
    assert.match(
      after!,
      /scheduler = torch\.optim\.lr_scheduler\.LinearLR\(opt, start_factor=0\.01, total_iters=5\)\n/,
    );
    assert.match(after!, /return \{"optimizer": opt, .*"interval": "epoch"\}\}\n$/);
  });

  it('refuses several optimizers and modules that step themselves', async () => {
    const several = '        opt = torch.optim.Adam(self.parameters(), lr=0.1)\n        return [opt], []\n';
    assert.match(String(await cosine(MODULE(several))), /returns more/);
    const manual = MODULE('        return torch.optim.Adam(self.parameters(), lr=0.1)\n') + '# automatic_optimization';
    assert.match(String(await cosine(manual)), /manual optimization/);
  });
});

describe('adding a schedule to a Keras program', () => {
  const KERAS = (optimizer: string, fit: string, imports = 'import keras') =>
    `${imports}\nEPOCHS = 3\nmodel.compile(optimizer=${optimizer}, loss="mse")\nmodel.fit(${fit})\n`;
  const PATH = 'keras.optimizers.schedules.CosineDecay';

  const ROWS: readonly (readonly [fit: string, length: string])[] = [
    ['data, epochs=EPOCHS, steps_per_epoch=100', '100 * EPOCHS'],
    ['data, epochs=2, steps_per_epoch=100', '200'],
  ];
  for (const [fit, length] of ROWS)
    it(`decays over ${length} steps`, async () => {
      assert.equal(
        await cosine(KERAS('keras.optimizers.SGD(learning_rate=1e-1, momentum=0.9)', fit)),
        KERAS('keras.optimizers.SGD(learning_rate=schedule, momentum=0.9)', fit).replace(
          /^(?=opt =|model\.compile)/m,
          `schedule = ${PATH}(1e-1, decay_steps=${length})\n`,
        ),
      );
    });

  it('warms up within the length of the training', async () => {
    const fit = 'data, epochs=2, steps_per_epoch=100';
    assert.equal(
      await warmUp(KERAS('keras.optimizers.SGD(0.1)', fit)),
      KERAS('keras.optimizers.SGD(schedule)', fit).replace(
        /^(?=opt =|model\.compile)/m,
        `schedule = ${PATH}(0.0, decay_steps=195, warmup_target=0.1, warmup_steps=5)\n`,
      ),
    );
    const named = 'data, epochs=EPOCHS, steps_per_epoch=100';
    assert.match(
      (await warmUp(KERAS('keras.optimizers.SGD(0.1)', named), 'epoch'))!,
      /decay_steps=\(EPOCHS - 5\) \* 100, warmup_target=0\.1, warmup_steps=500\)/,
    );
    const short = KERAS('keras.optimizers.SGD(0.1)', 'data, epochs=5, steps_per_epoch=1');
    for (const unit of ['step', 'epoch'] as const) assert.match(String(await warmUp(short, unit)), /not longer than/);
  });

  it('counts the batches of arrays, and imports what it needs', async () => {
    const before = `from tensorflow.keras.optimizers import Adam\nx, y = load()\n${KERAS('Adam(0.1)', 'x, y, batch_size=64, epochs=EPOCHS', '')}`;
    const after = await cosine(before);
    assert.match(after!, /^from tensorflow\.keras\.optimizers\.schedules import CosineDecay$/m);
    assert.match(after!, /^import math\n\nfrom tensorflow/);
    assert.match(after!, /^schedule = CosineDecay\(0\.1, decay_steps=EPOCHS \* math\.ceil\(len\(x\) \/ 64\)\)$/m);
    assert.match(after!, /Adam\(schedule\)/);
  });

  it('creates it in the call where its name is taken, or other code shares the line', async () => {
    const fit = 'data, epochs=2, steps_per_epoch=100';
    for (const program of [
      `${KERAS('keras.optimizers.SGD(0.1)', fit)}print(schedule)\n`,
      KERAS('keras.optimizers.SGD(0.1)', fit).replace('model.compile', 'model = build(); model.compile'),
    ])
      assert.match(
        (await cosine(program))!,
        /SGD\(keras\.optimizers\.schedules\.CosineDecay\(0\.1, decay_steps=200\)\)/,
      );
  });

  const REFUSED: Readonly<Record<string, readonly [program: string, why: RegExp]>> = {
    'a data set of unknown length': [KERAS('keras.optimizers.SGD(0.1)', 'data, epochs=2'), /The number of batches/],
    'a share for validation': [
      KERAS('keras.optimizers.SGD(0.1)', 'x, y, epochs=2, validation_split=0.1'),
      /The number of batches/,
    ],
    'a callback that sets the rate': [
      `${KERAS('keras.optimizers.SGD(0.1)', 'd, epochs=2, steps_per_epoch=9')}keras.callbacks.ReduceLROnPlateau()\n`,
      /a schedule already/,
    ],
    'a length that comes later': [
      `import keras\nopt = keras.optimizers.SGD(0.1)\nN = 3\nmodel.fit(d, epochs=N, steps_per_epoch=9)\n`,
      /9 \* N is not defined/,
    ],
    'no fit': ['import keras\nopt = keras.optimizers.SGD(0.1)\n', /a single call of fit/],
  };
  for (const [name, [program, why]] of Object.entries(REFUSED))
    it(`refuses ${name}`, async () => assert.match(String(await cosine(program)), why));
});

describe('adding a schedule to an optax program', () => {
  const OPTAX = (optimizer: string) => `import jax
import optax
STEPS = 50
tx = optax.${optimizer}
@jax.jit
def update(params, state):
    updates, state = tx.update(jax.grad(loss)(params), state, params)
    return optax.apply_updates(params, updates), state
for epoch in range(2):
    for step in range(STEPS):
        params, state = update(params, state)
`;

  it('decays over the updates of all loops', async () => {
    assert.equal(
      await cosine(OPTAX('adam(learning_rate=1e-1)')),
      OPTAX('adam(learning_rate=schedule)').replace(
        'tx =',
        'schedule = optax.cosine_decay_schedule(init_value=1e-1, decay_steps=2 * STEPS)\ntx =',
      ),
    );
  });

  it('warms up and then stays, also in a loop without a length', async () => {
    const schedule = (steps: string) =>
      OPTAX('sgd(schedule)').replace(
        'tx =',
        `schedule = optax.linear_schedule(init_value=0.0, end_value=0.1, transition_steps=${steps})\ntx =`,
      );
    const overData = (text: string) => text.replace('range(STEPS)', 'data');
    assert.equal(await warmUp(OPTAX('sgd(0.1)')), schedule('5'));
    assert.equal(await warmUp(OPTAX('sgd(0.1)'), 'epoch'), schedule('5 * STEPS'));
    assert.equal(await warmUp(overData(OPTAX('sgd(0.1)'))), overData(schedule('5')));
  });

  it('refuses a loop without a length, and updates that are made of several', async () => {
    assert.match(String(await cosine(OPTAX('sgd(0.1)').replace('range(STEPS)', 'data'))), /could not be read/);
    for (const add of [cosine, warmUp])
      assert.match(String(await add(`${OPTAX('sgd(0.1)')}optax.MultiSteps(tx, 4)\n`)), /could not be read/);
  });
});

describe('adding a schedule elsewhere', () => {
  const ARGUMENTS = (more: string) =>
    `from transformers import TrainingArguments\nargs = TrainingArguments("out", learning_rate=0.1${more})\n`;

  it('sets it in the arguments of a Trainer', async () => {
    assert.equal(await cosine(ARGUMENTS('')), ARGUMENTS(', lr_scheduler_type="cosine"'));
    assert.equal(await warmUp(ARGUMENTS('')), ARGUMENTS(', warmup_steps=5'));
    assert.match(String(await cosine(ARGUMENTS(', lr_scheduler_type="linear"'))), /a schedule already/);
    assert.match(String(await warmUp(ARGUMENTS(', warmup_ratio=0.1'))), /a warm-up already/);
    assert.match(String(await warmUp(ARGUMENTS(''), 'epoch')), /how many steps an epoch has/);
    assert.match(String(await cosine(`${ARGUMENTS('')}Trainer(optimizers=(a, b))\n`)), /its own optimizers/);
  });

  it('says that TensorFlow.js has none', async () => {
    const program = "import * as tf from '@tensorflow/tfjs';\nconst optimizer = tf.train.adam(0.1);\n";
    assert.match(String(await cosine(program, 'javascript')), /TensorFlow\.js has no/);
  });
});
