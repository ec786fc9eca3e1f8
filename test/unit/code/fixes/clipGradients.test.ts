import assert from 'node:assert/strict';
import { clipGradients } from '../../../../src/code/fixes/clipGradients.ts';
import { fixed } from './fixTable.ts';

const clip = (text: string, norm = 1) => fixed(text, (read, rate) => clipGradients(read, rate, norm));

const MODEL = 'import torch\nfrom torch import nn\nmodel = nn.Linear(2, 1)\n';
const OPTIMIZER = `${MODEL}optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n`;
const LOOP = `for x, y in loader:
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
`;
const CLIP = 'torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)\n';
const CLIPPED_LOOP = LOOP.replace('    optimizer.step()', `    ${CLIP}    optimizer.step()`);

describe('clipping the gradients of a PyTorch program', () => {
  it('clips directly before the step, indented like it', async () => {
    assert.equal(await clip(OPTIMIZER + LOOP), OPTIMIZER + CLIPPED_LOOP);
  });

  it('limits the norm to the one that was measured', async () => {
    assert.match((await clip(OPTIMIZER + LOOP, 2.5))!, /max_norm=2\.5\)/);
  });

  it('keeps tabs and Windows line ends', async () => {
    const text = (OPTIMIZER + LOOP).replaceAll('    ', '\t').replaceAll('\n', '\r\n');
    const expected = (OPTIMIZER + CLIPPED_LOOP).replaceAll('    ', '\t').replaceAll('\n', '\r\n');
    assert.equal(await clip(text), expected);
  });

  it('writes the function with the module that is imported', async () => {
    const program = `${OPTIMIZER}${LOOP}`.replace('import torch\n', '').replace('torch.optim', 'optim');
    const imported = `from torch import optim\n${program}`;
    assert.match((await clip(imported))!, /\n {4}nn\.utils\.clip_grad_norm_\(model\.parameters\(\)/);
  });

  it('finds the step in a function of its own, with the names of its parameters', async () => {
    const program = `import torch
def train(net, data, opt):
    for x in data:
        net(x).sum().backward()
        opt.step()  # update
def main():
    model = torch.nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    train(model, loader, opt=optimizer)
`;
    const line = '        torch.nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0)\n';
    assert.equal(await clip(program), program.replace('        opt.step', `${line}        opt.step`));
  });

  it('clips within the condition of a step that waits for several batches', async () => {
    const loop = LOOP.replace('    optimizer.step()', '    if i % 4 == 0:\n        optimizer.step()');
    assert.match((await clip(OPTIMIZER + loop))!, /== 0:\n {8}torch\.nn\.utils\.clip.*\n {8}optimizer\.step\(\)/);
  });

  it('leaves the steps of other optimizers and of schedulers alone', async () => {
    const other = 'scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 5)\n';
    const loop = `${LOOP}    scheduler.step()\n`;
    assert.equal(await clip(OPTIMIZER + other + loop), `${OPTIMIZER}${other}${CLIPPED_LOOP}    scheduler.step()\n`);
  });

  it('unscales gradients that a GradScaler has scaled first', async () => {
    const program = `${OPTIMIZER}scaler = torch.amp.GradScaler()\n${LOOP.replace('optimizer.step()', 'scaler.step(optimizer)')}`;
    const lines = `    scaler.unscale_(optimizer)\n    torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)\n`;
    assert.equal(await clip(program), program.replace('    scaler.step', `${lines}    scaler.step`));
    const chosen = program.replace('    scaler.step', '    optimizer.step() if slow else scaler.step');
    assert.match(String(await clip(chosen)), /shares its line/);
    const unscaled = program.replace('    scaler.step', '    scaler.unscale_(optimizer)\n    scaler.step');
    assert.equal(await clip(unscaled), unscaled.replace('    scaler.step', `${lines.split('\n')[1]}\n    scaler.step`));
  });

  it('unscales the gradients of an optimizer beside another whose are unscaled already', async () => {
    const other = 'other = torch.optim.SGD(head.parameters(), lr=0.1)\nscaler = torch.amp.GradScaler()\n';
    const loop = (lines: string) =>
      `${OPTIMIZER}${other}for x in loader:\n    scaler.unscale_(other)\n    scaler.step(other)\n${lines}    scaler.step(optimizer)\n`;
    assert.equal(await clip(loop('')), loop(`    scaler.unscale_(optimizer)\n    ${CLIP}`));
  });

  it('finds the model of an object, whose methods all see it', async () => {
    const program = `import torch
class Trainer:
    def __init__(self, model):
        self.model = model
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)
    def train(self):
        for x in self.loader:
            self.optimizer.step()
`;
    const line = '            torch.nn.utils.clip_grad_norm_(self.model.parameters(), max_norm=1.0)\n';
    assert.equal(await clip(program), program.replace(/ +self\.optimizer\.step/, `${line}$&`));
    const other = program.replace('self.model.parameters()', 'model.parameters()');
    assert.match(String(await clip(other)), /which model it trains/);
  });

  const REFUSED: Readonly<Record<string, readonly [program: string, why: RegExp]>> = {
    'gradients that are clipped': [OPTIMIZER + CLIPPED_LOOP, /clipped already/],
    'gradients that are clamped': [
      OPTIMIZER + LOOP.replace('    optimizer.step', '    model.weight.grad.clamp_(-1, 1)\n    optimizer.step'),
      /clipped already/,
    ],
    Accelerate: [`from accelerate import Accelerator\n${OPTIMIZER}${LOOP}`, /its own way/],
    'a closure': [OPTIMIZER + LOOP.replace('step()', 'step(closure)'), /closure/],
    'parameter groups': [
      OPTIMIZER.replace('model.parameters()', '[{"params": model.parameters()}]') + LOOP,
      /one model/,
    ],
    'chosen parameters': [OPTIMIZER.replace('model.parameters()', 'model.head.parameters()') + LOOP, /one model/],
    'an optimizer that is replaced': [
      `${OPTIMIZER}if fast:\n    optimizer = torch.optim.AdamW(model.parameters())\n${LOOP}`.replace(
        'lr=0.1',
        'lr=0.1',
      ),
      /one model/,
    ],
    'a step behind other code': [
      OPTIMIZER + LOOP.replace('()\n    optimizer.step()', '(); optimizer.step()'),
      /shares its line/,
    ],
    'no step': [OPTIMIZER, /No step/],
    'a model of which the function that steps has another': [
      `${OPTIMIZER}def train(model, x):\n    model(x).backward()\n    optimizer.step()\n`,
      /which model/,
    ],
    'a function that gets the optimizer only': [
      `${OPTIMIZER}def train(opt, x):\n    loss(x).backward()\n    opt.step()\ntrain(optimizer, 1)\n`,
      /which model/,
    ],
  };

  for (const [name, [program, why]] of Object.entries(REFUSED))
    it(`refuses ${name}`, async () => assert.match(String(await clip(program)), why));
});

describe('clipping the gradients of a Keras program', () => {
  const ROWS: readonly (readonly [call: string, clipped: string])[] = [
    ['SGD(learning_rate=0.1)', 'SGD(learning_rate=0.1, global_clipnorm=1.0)'],
    ['SGD(0.1)', 'SGD(0.1, global_clipnorm=1.0)'],
    [
      'SGD(\n    learning_rate=0.1,\n    momentum=0.9,  # usual\n)',
      'SGD(\n    learning_rate=0.1,\n    momentum=0.9,  # usual\n    global_clipnorm=1.0,\n)',
    ],
  ];
  for (const [call, clipped] of ROWS)
    it(`adds an argument to ${JSON.stringify(call)}`, async () => {
      const program = (of: string) => `import keras\nmodel.compile(optimizer=keras.optimizers.${of}, loss="mse")\n`;
      assert.equal(await clip(program(call)), program(clipped));
    });

  it('refuses a second limit', async () => {
    const program = 'import keras\nopt = keras.optimizers.SGD(learning_rate=0.1, clipvalue=0.5)\n';
    assert.match(String(await clip(program)), /clipped already/);
  });

  it('leaves a call alone whose end is hidden', async () => {
    assert.equal(await clip('import keras\nopt = keras.optimizers.SGD(learning_rate=(0.1))\n'), null);
    assert.equal(await clip('import keras\nopt = keras.optimizers.SGD(learning_rate=0.1, **more)\n'), null);
  });
});

describe('clipping the gradients of an optax program', () => {
  it('chains the clipping and the optimizer', async () => {
    assert.equal(
      await clip('import optax\ntx = optax.adam(learning_rate=0.1)\n'),
      'import optax\ntx = optax.chain(optax.clip_by_global_norm(1.0), optax.adam(learning_rate=0.1))\n',
    );
  });

  it('begins the chain that is there', async () => {
    assert.equal(
      await clip('import optax as ox\ntx = ox.chain(\n    ox.add_decayed_weights(1e-4),\n    ox.sgd(0.1),\n)\n'),
      'import optax as ox\ntx = ox.chain(\n    ox.clip_by_global_norm(1.0),\n    ox.add_decayed_weights(1e-4),\n    ox.sgd(0.1),\n)\n',
    );
  });

  it('refuses an optimizer that is imported alone, and a program that reads the state', async () => {
    assert.match(String(await clip('from optax import adam\ntx = adam(0.1)\n')), /not imported as a module/);
    assert.match(String(await clip('import optax\ntx = optax.adam(0.1)\nprint(opt_state[0].mu)\n')), /reads the state/);
    assert.match(String(await clip('import optax\ntx = optax.chain(optax.clip(1.0), optax.sgd(0.1))\n')), /already/);
  });
});
