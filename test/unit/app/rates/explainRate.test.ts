import assert from 'node:assert/strict';
import { explained } from './explained.ts';

const TORCH =
  'import torch\nfrom torch import optim\nfrom torch.optim.lr_scheduler import OneCycleLR, CyclicLR, CosineAnnealingLR\n';
const KERAS = 'import keras\nfrom keras import optimizers\n';

describe('the explanation of a rate', () => {
  it('has the optimizer, the framework and whether the rate is usual', async () => {
    const { rate, optimizer, assessment, isDefault, scale } = await explained(`${TORCH}optim.Adam(p, lr=»0.1)`);
    assert.deepEqual([rate, optimizer, assessment, isDefault], ['0.1', 'Adam · PyTorch', 'high', false]);
    assert.deepEqual(scale, { value: 0.1, usual: [1e-6, 1e-2], frameworkDefault: 1e-3 });
  });

  it('has all optimizers that the program chooses among, with the usual rates for each', async () => {
    const text = `${TORCH}lr = »0.1\nif fast:\n    o = optim.SGD(p, lr=lr)\nelif safe:\n    o = optim.Adam(p, lr=lr)\nelse:\n    o = optim.AdamW(p, lr=lr)`;
    const { optimizer, assessment, expectation, scale, sweep } = await explained(text);
    assert.deepEqual([optimizer, assessment, scale, sweep], ['SGD, Adam or AdamW · PyTorch', null, null, null]);
    assert.match(
      expectation,
      /The program chooses the optimizer at run time\. Usual ranges: 1e-4 to 1 for SGD, 1e-6 to 0\.01 for Adam/,
    );
  });

  it('says that a rate is a default', async () => {
    const { rate, optimizer, assessment, isDefault } = await explained(`${TORCH}»optim.AdamW(p)`);
    assert.deepEqual([rate, optimizer, assessment, isDefault], ['0.001', 'AdamW · PyTorch', 'usual', true]);
    assert.equal((await explained(`${KERAS}model.compile(»"sgd", "mse")`)).scale?.frameworkDefault, 0.01);
  });

  it('has the default of the framework', async () => {
    const standards = await Promise.all([
      explained(`${TORCH}optim.Adadelta(p, lr=»0.5)`),
      explained(`${KERAS}optimizers.Adadelta(»0.5)`),
      explained(`import optax\noptax.adam(»0.5)`),
      explained(`import * as tf from '@tensorflow/tfjs';\ntf.train.adamax(»0.5);`, 'javascript'),
      explained(`from transformers import TrainingArguments\nTrainingArguments(learning_rate=»1e-4)`),
    ]);
    assert.deepEqual(
      standards.map(({ scale }) => scale?.frameworkDefault),
      [1, 1e-3, null, 2e-3, 5e-5],
    );
  });

  it('recognizes a subclass of a settings class of Transformers', async () => {
    const code =
      'import torch, transformers\nclass Mine(transformers.Seq2SeqTrainingArguments):\n    learning_rate: float = field(default=»3e-4)\nclass Other(Base):\n    learning_rate: float = 0.003';
    const { optimizer, expectation } = await explained(code);
    assert.equal(optimizer, 'AdamW · Hugging Face');
    assert.match(expectation, /adapters such as LoRA/);
    assert.equal((await explained(code.replace('»', '').replace('0.003', '»0.003'))).optimizer, 'PyTorch');
  });

  it('says that the defaults of Adadelta differ between PyTorch and Keras', async () => {
    const { notes, assessment } = await explained(`${KERAS}»optimizers.Adadelta()`);
    assert.equal(assessment, 'low');
    assert.match(notes[0].text, /Keras's default of 0\.001 .* PyTorch's default, 1, /);
    assert.equal((await explained(`${TORCH}»optim.Adadelta(p)`)).notes.length, 0);
  });

  it('starts with the range of a schedule that overrides the rate', async () => {
    const code = (rest: string): string => `${TORCH}optimizer = optim.SGD(p, lr=»0.1)\nscheduler = ${rest}`;
    const one = await explained(code('OneCycleLR(optimizer, max_lr=0.5, total_steps=100)'));
    assert.equal(one.assessment, 'overridden');
    assert.equal(one.expectation, 'OneCycleLR overrides this rate: it climbs from 0.02 to 0.5 and falls to 2e-6.');
    assert.equal(one.sweep, null);
    assert.equal(
      (await explained(code('OneCycleLR(optimizer, max_lr=peak)'))).expectation,
      'OneCycleLR overrides this rate with its max_lr.',
    );
    assert.equal(
      (await explained(code('OneCycleLR(optimizer, max_lr=0.5, total_steps=4)'))).expectation,
      'OneCycleLR overrides this rate with its max_lr.',
    );
    assert.equal(
      (await explained(code('CyclicLR(optimizer, base_lr=0.01, max_lr=0.5)'))).expectation,
      'CyclicLR overrides this rate with its base_lr and max_lr.',
    );
    assert.equal((await explained(code('CosineAnnealingLR(optimizer, T_max=10)'))).assessment, 'usual');
    assert.equal((await explained(code('torch.optim.swa_utils.SWALR(optimizer, swa_lr=0.05)'))).assessment, 'usual');
  });

  it('says of the rate of a parameter group that a schedule overrides it', async () => {
    const code = (groups: string, schedule: string): string =>
      `${TORCH}optimizer = optim.SGD([${groups}], lr=0.01)\nscheduler = ${schedule}`;
    for (const groups of [
      '{"params": a, "lr": »0.1}, {"params": b}',
      '{"params": a, "lr": »0.1}, {"params": b, "lr": 0.02}',
    ]) {
      const cycle = await explained(code(groups, 'OneCycleLR(optimizer, max_lr=[0.1, 0.2], total_steps=100)'));
      assert.equal(cycle.assessment, 'overridden');
      assert.equal(cycle.expectation, 'OneCycleLR overrides this rate with its max_lr.');
      const { assessment } = await explained(code(groups, 'CyclicLR(optimizer, base_lr=0.01, max_lr=0.5)'));
      assert.equal(assessment, 'overridden');
      assert.equal((await explained(code(groups, 'CosineAnnealingLR(optimizer, T_max=10)'))).assessment, 'usual');
    }
  });

  it('follows an optimizer into the function that makes its schedule', async () => {
    const { assessment, expectation } = await explained(
      `${TORCH}def schedule(opt):\n    return OneCycleLR(opt, max_lr=0.5, total_steps=100)\n\ndef main():\n    a = optim.SGD(p, lr=»0.1)\n    b = optim.SGD(q, lr=0.01)\n    s = schedule(a)\n`,
    );
    assert.equal(assessment, 'overridden');
    assert.match(expectation, /climbs from 0\.02 to 0\.5/);
  });

  it('finds the schedule of an optimizer whose rate is a name with several values', async () => {
    const code = `${TORCH}lr = »0.1 if small else 0.2\na = optim.SGD(p, lr=lr)\nb = optim.SGD(q, lr=0.01)\nOneCycleLR(a, max_lr=0.5, total_steps=100)`;
    assert.equal((await explained(code)).assessment, 'overridden');
  });

  it('has a note where a schedule may override the rate', async () => {
    const made = 'def schedule(opt):\n    return OneCycleLR(opt, max_lr=0.5, total_steps=100)\n';
    for (const code of [
      `${TORCH}${made}def build():\n    if sgd:\n        return optim.SGD(p, lr=»0.1)\n    return optim.Adam(p, lr=0.001)\n`,
      `${TORCH}${made}o = optim.SGD([{"params": a}, {"params": b, "lr": 0.01}], lr=»0.1)\nschedule(o)\n`,
    ]) {
      const { expectation, assessment, notes } = await explained(code);
      assert.equal(assessment, 'usual');
      assert.match(expectation, /fall steadily/);
      assert.deepEqual(notes, [
        {
          kind: 'tip',
          text: 'OneCycleLR may override this rate: the code does not show which optimizer it changes.',
        },
      ]);
    }
    const other = await explained(
      `${TORCH}a = optim.SGD(p, lr=»0.1)\nb = optim.SGD(q, lr=0.01)\nOneCycleLR(b, max_lr=0.5, total_steps=100)`,
    );
    assert.deepEqual(other.notes, []);
  });

  it('takes a constant that is the peak of an overriding schedule for a peak', async () => {
    const { assessment, expectation } = await explained(
      `${TORCH}LR = »0.1\na = optim.SGD(p, lr=LR)\nb = optim.Adam(q, lr=0.001)\ndef schedule(opt):\n    return OneCycleLR(opt, max_lr=LR, total_steps=100)\n`,
    );
    assert.equal(assessment, 'usual');
    assert.match(expectation, /^A usual peak for SGD/);
  });

  it('has the curve of the optimizer’s schedule', async () => {
    const code = `${TORCH}a = optim.SGD(p, lr=»0.1)\nb = optim.Adam(q, lr=0.001)\nCosineAnnealingLR(a, T_max=10)\nCosineAnnealingLR(b, T_max=20)`;
    const { curve } = await explained(code);
    assert.equal(curve?.steps, 10);
    assert.equal(curve?.rates[0], 0.1);
    assert.equal((await explained(code.replace('»', '').replace('0.001', '»0.001'))).curve?.steps, 20);
  });

  it('knows whether a schedule is stepped once an epoch or after every batch', async () => {
    const unit = async (loop: string): Promise<string | null | undefined> =>
      (await explained(`${TORCH}a = optim.SGD(p, lr=»0.1)\ns = CosineAnnealingLR(a, T_max=10)\n${loop}`)).curve?.unit;
    assert.equal(
      await unit('for epoch in range(10):\n    for x, y in loader:\n        a.step()\n    s.step()\n'),
      'epoch',
    );
    assert.equal(await unit('for epoch in range(10):\n    for x, y in loader:\n        s.step()\n'), 'step');
    assert.equal(await unit('train(a, s)\n'), null);
    const keras = await explained(`${KERAS}optimizers.Adam(optimizers.schedules.CosineDecay(»0.1, decay_steps=900))`);
    assert.equal(keras.curve?.unit, 'step');
  });

  it('has no curve of an unknown schedule', async () => {
    assert.equal(
      (await explained(`${TORCH}a = optim.SGD(p, lr=»0.1)\nCosineAnnealingLR(a, T_max=len(loader))`)).curve,
      null,
    );
  });

  it('treats the initial rate of a rising Keras schedule as a start', async () => {
    const { expectation, assessment, curve } = await explained(
      `${KERAS}optimizers.Adam(optimizers.schedules.CosineDecay(»1e-9, 900, warmup_target=1e-3, warmup_steps=100))`,
    );
    assert.equal(assessment, null);
    assert.match(expectation, /initial rate/);
    assert.equal(Math.max(...curve!.rates), 1e-3);
  });

  it('has a tip on scaling with the batch size if there is one', async () => {
    const tip = async (optimizer: string, batch: string): Promise<string | undefined> =>
      (await explained(`${TORCH}${batch}\noptim.${optimizer}(p, lr=»0.001)`)).notes[0]?.text;
    assert.match((await tip('SGD', 'BATCH_SIZE = 256')) ?? '', /^Batch size 256: .* double the rate \(Goyal/);
    assert.match(
      (await tip('Adam', 'DataLoader(d, batch_size=64)')) ?? '',
      /^Batch size 64: .* multiply the rate by √2 \(Malladi/,
    );
    assert.equal(await tip('Adagrad', 'batch_size = 64'), undefined);
    assert.equal(await tip('Adam', 'pass'), undefined);
  });

  it('suggests a sweep if the built-in engine has the optimizer', async () => {
    assert.deepEqual((await explained(`${TORCH}optim.Adam(p, lr=»0.01)`)).sweep, {
      optimizer: 'adam',
      rates: [0.001, 0.0032, 0.01, 0.032, 0.1],
    });
    assert.equal((await explained(`${TORCH}optim.Adafactor(p, lr=»0.01)`)).sweep, null);
    assert.equal((await explained(`${TORCH}optim.Adam(p, lr=»0.0)`)).sweep, null);
  });

  it('has no scale if the usual range is unknown or the rate isn’t positive', async () => {
    assert.equal((await explained(`learning_rate: »0.01\nepochs: 3`, 'yaml')).scale, null);
    assert.equal((await explained(`${TORCH}optim.Adam(p, lr=»0.0)`)).scale, null);
  });
});
