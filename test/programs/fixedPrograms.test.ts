import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { addSchedule } from '../../src/code/fixes/addSchedule.ts';
import { clipGradients } from '../../src/code/fixes/clipGradients.ts';
import { extractConstant } from '../../src/code/fixes/extractConstant.ts';
import { switchToAdam } from '../../src/code/fixes/switchToAdam.ts';
import { trainLonger } from '../../src/code/fixes/trainLonger.ts';
import { fixed } from '../unit/code/fixes/fixTable.ts';
import type { MakeFix } from '../unit/code/fixes/fixTable.ts';
import { SCHEDULED_PROGRAMS } from './scheduledPrograms.ts';

const SCRIPT = path.resolve(__dirname, '../support/python/runProgram.py');

/** Programs with a rate of 0.1 and gradients far above 1. Their result: how far the parameters moved in each of 5 steps, and the optimizer. */
const TORCH = `import torch

torch.manual_seed(1)
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.0, nesterov=False)


def train(net, opt):
    x = torch.randn(8, 4)
    before = torch.nn.utils.parameters_to_vector(net.parameters()).detach().clone()
    opt.zero_grad()
    (100 * net(x)).square().mean().backward()
    opt.step()
    return float((torch.nn.utils.parameters_to_vector(net.parameters()) - before).norm())


moved = [train(model, optimizer) for _ in range(5)]
result = {"moved": moved, "optimizer": type(optimizer).__name__, "rate": optimizer.param_groups[0]["lr"]}
`;

const KERAS = `import os

os.environ["KERAS_BACKEND"] = "torch"
import numpy as np
import keras

keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
optimizer = keras.optimizers.SGD(learning_rate=0.1, momentum=0.0)
model.compile(optimizer=optimizer, loss="mse")
data = np.random.default_rng(1).normal(size=(8, 4)).astype("float32")


def flat():
    return np.concatenate([weight.ravel() for weight in model.get_weights()])


moved = []
for _ in range(5):
    before = flat()
    model.train_on_batch(data, np.full((8, 1), 1e3, "float32"))
    moved.append(float(np.linalg.norm(flat() - before)))
result = {"moved": moved, "optimizer": type(optimizer).__name__, "rate": float(optimizer.learning_rate)}
`;

const OPTAX = `import jax
import jax.numpy as jnp
import optax

tx = optax.sgd(learning_rate=0.1)
w = jnp.ones(4)
state = tx.init(w)
moved = []
for _ in range(5):
    updates, state = tx.update(jax.grad(lambda v: 1e3 * (v @ v))(w), state, w)
    w = optax.apply_updates(w, updates)
    moved.append(float(jnp.linalg.norm(updates)))
result = {"moved": moved, "optimizer": "optax", "rate": 0.1}
`;

interface Result {
  readonly moved: readonly number[];
  readonly optimizer: string;
  readonly rate: number;
}

describe('programs after a fix', () => {
  const clip: MakeFix = (read, rate) => clipGradients(read, rate, 0.5);
  for (const [name, program] of Object.entries({ TORCH, KERAS, OPTAX })) {
    it(`${name}: the parameters move by at most the rate times the norm`, async () => {
      const unclipped = await run(program);
      const clipped = await run((await fixed(program, clip))!);
      assert.ok(Math.max(...unclipped.moved) > 1);
      assert.equal(clipped.moved.length, 5);
      assert.ok(Math.max(...clipped.moved) < 0.1 * 0.5 * 1.001);
      // The gradients are far above the limit.
      assert.ok(Math.min(...clipped.moved) > 0.1 * 0.5 * 0.99);
    });

    it(`${name}: the rate is the same from a constant`, async () => {
      const text = await fixed(program, extractConstant);
      assert.match(text!, /^LEARNING_RATE = 0\.1$/m);
      assert.deepEqual(await run(text!), await run(program));
    });
  }

  for (const [name, program] of Object.entries({ TORCH, KERAS }))
    it(`${name}: Adam trains with its own rate`, async () => {
      const { optimizer, rate, moved } = await run(
        (await fixed(program, (read, site) => switchToAdam(read, site, 0.001)))!,
      );
      assert.equal(optimizer, 'Adam');
      assert.ok(Math.abs(rate - 0.001) < 1e-9);
      assert.ok(moved.every((length) => length > 0 && length < 0.01));
    });

  for (const [name, program] of Object.entries(SCHEDULED_PROGRAMS)) {
    it(`${name}: a cosine lowers the rate to almost 0 over the training`, async () => {
      const rates = await ratesAfter(program, (read, rate) => addSchedule(read, rate, { kind: 'cosine' }));
      // PyTorch's own loops step it once an epoch.
      const every = name.startsWith('torch') ? 5 : 1;
      const expected = Array.from(
        { length: 20 },
        (_, step) => 0.05 * (1 + Math.cos((Math.PI * Math.floor(step / every) * every) / 20)),
      );
      assertClose(rates, expected);
    });
  }

  const { torch, keras, lightning } = SCHEDULED_PROGRAMS;
  for (const [name, program] of Object.entries({ torch, keras, lightning }))
    it(`${name}: trains for more epochs with the same rate`, async () => {
      assertClose(await ratesAfter(program, (read) => trainLonger(read, 4, 7)), Array<number>(35).fill(0.1));
    });

  const FIRST: Readonly<Record<string, number>> = { torch: 0.01, torchInClass: 0.01, lightning: 0.01 };
  for (const [name, program] of Object.entries(SCHEDULED_PROGRAMS)) {
    // The function that steps has no scheduler.
    if (name === 'torchInFunctions') continue;
    it(`${name}: a warm-up raises the rate over the first steps`, async () => {
      const rates = await ratesAfter(program, (read, rate) =>
        addSchedule(read, rate, { kind: 'warm-up', count: 4, unit: 'step' }),
      );
      const first = FIRST[name] ?? 0;
      const climb = [0, 1, 2, 3, 4].map((step) => 0.1 * (first + ((1 - first) * step) / 4));
      assertClose(rates.slice(0, 5), climb);
      const falls: Readonly<Record<string, (done: number) => number>> = {
        transformers: (done) => 0.1 * (1 - done),
        keras: (done) => 0.05 * (1 + Math.cos(Math.PI * done)),
      };
      const later = Array.from({ length: 15 }, (_, step) => falls[name]?.((step + 1) / 16) ?? 0.1);
      assertClose(rates.slice(5), later);
    });
  }
});

async function ratesAfter(program: string, fix: MakeFix): Promise<readonly number[]> {
  const { rates } = await run<{ readonly rates: readonly number[] }>((await fixed(program, fix))!);
  return rates;
}

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [step, rate] of actual.entries())
    assert.ok(Math.abs(rate - expected[step]) < 1e-6, `${rate} instead of ${expected[step]} in step ${step}`);
}

async function run<Printed = Result>(program: string): Promise<Printed> {
  const running = promisify(execFile)('python3', [SCRIPT]);
  running.child.stdin!.end(program);
  return JSON.parse((await running).stdout) as Printed;
}
