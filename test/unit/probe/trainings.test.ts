import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolders } from '../../support/folders.ts';
import { FAKE_FRAMEWORKS, runProbed, samplesOf, writeProgram } from '../../support/probe.ts';
import type { ProbeLine } from '../../support/probe.ts';

/** A function that trains new weights, or those it is given. */
const TRAIN = `import torch

kept = []

def train(steps, rate, loss, weights=None, keep=False):
    optimizer = torch.optim.SGD(weights or [torch.Tensor(0)], lr=rate)
    if keep:
        kept.append(optimizer)
    for step in range(steps):
        torch.Tensor(loss).backward()
        optimizer.step()

`;

describe('programs that train several models, one after the other', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const run = async (text: string, mode: object = { name: 'watch' }): ReturnType<typeof runProbed> => {
    const folder = newFolder();
    return runProbed(folder, [writeProgram(folder, 'train.py', TRAIN + text)], { mode, modules: [FAKE_FRAMEWORKS] });
  };

  /** The steps of a report with their losses and rates, from the first and the last sample, and how it ended. */
  const outline = (report: readonly ProbeLine[]): unknown[] => {
    const samples = samplesOf(report);
    const [first, last] = [samples[0], samples.at(-1)!].map(({ step, loss, rate }) => [step, loss, rate]);
    return [first, last, report.at(-1)!.state];
  };
  const factsOf = (report: readonly ProbeLine[]): unknown[] => report.flatMap(({ facts }) => facts?.rate ?? []);

  it('report each as a training of its own, with its own steps and facts', async () => {
    const { reports } = await run('train(30, 0.1, 1.0)\ntrain(25, 0.2, 2.0)');
    assert.deepEqual(reports.map(outline), [
      [[0, 1, 0.1], [29, 1, 0.1], 'over'],
      [[0, 2, 0.2], [24, 2, 0.2], 'finished'],
    ]);
    assert.deepEqual(reports.map(factsOf), [[0.1], [0.2]]);
    assert.ok(reports.flat().every(({ text }) => text === undefined));
    assert.ok(reports.every(([{ type }]) => type === 'started'));
  });

  it('also where the optimizer of the first is still there, from their first steps on', async () => {
    const { reports } = await run(
      'train(30, 0.1, 1.0, keep=True)\ntrain(60, 0.2, 2.0, keep=True)\ntrain(15, 0.3, 3.0, keep=True)',
    );
    assert.deepEqual(reports.map(outline), [
      [[0, 1, 0.1], [29, 1, 0.1], 'over'],
      [[0, 2, 0.2], [59, 2, 0.2], 'over'],
      [[0, 3, 0.3], [14, 3, 0.3], 'finished'],
    ]);
    assert.deepEqual(reports.map(factsOf), [[0.1], [0.2], [0.3]]);
    assert.ok(reports.flat().every(({ text }) => text === undefined));
    const seconds = reports.flatMap(samplesOf).map((sample) => (sample as { seconds?: number }).seconds!);
    assert.ok(seconds.every((each) => each >= 0));
  });

  it('with the optimizer that makes the first step, also where others of the same training step by turns with it', async () => {
    const { reports } = await run(`for rate in (0.1, 0.2):
    optimizers = [torch.optim.SGD([torch.Tensor(0)], lr=each) for each in (rate, 1e-3, 1e-4)]
    kept += optimizers
    for step in range(60):
        for optimizer, loss in zip(optimizers, (1.0, 2.0, 3.0)):
            torch.Tensor(loss).backward()
            optimizer.step()
`);
    assert.deepEqual(reports.map(outline), [
      [[0, 1, 0.1], [59, 1, 0.1], 'over'],
      [[0, 1, 0.2], [59, 1, 0.2], 'finished'],
    ]);
  });

  it('but not a few steps before the training, nor an optimizer that goes on with the same weights', async () => {
    const shown = await run('train(3, 0.1, 1.0)\ntrain(30, 0.2, 2.0)');
    assert.deepEqual(shown.reports.map(outline), [[[0, 1, 0.1], [32, 2, 0.2], 'finished']]);
    const goesOn = await run('weights = [torch.Tensor(0)]\nfor rate in (0.1, 0.2): train(30, rate, 1.0, weights)');
    assert.deepEqual(goesOn.reports.map(outline), [[[0, 1, 0.1], [59, 1, 0.2], 'finished']]);
    // As where the first layer is frozen.
    const frozen = await run(
      'layers = [torch.Tensor(0), torch.Tensor(1)]\nfor rate in (0.1, 0.2): train(30, rate, 1.0, layers); del layers[0]',
    );
    assert.deepEqual(frozen.reports.map(outline), goesOn.reports.map(outline));
  });

  it('also where all optimizers are made first, and a training goes on after another', async () => {
    const { reports } = await run(`optimizers = [torch.optim.SGD([torch.Tensor(0)], lr=rate) for rate in (0.1, 0.2)]
for epoch in range(3):
    for optimizer, loss in zip(optimizers, (1.0, 2.0)):
        for step in range(50):
            torch.Tensor(loss).backward()
            optimizer.step()
`);
    assert.deepEqual(reports.map(outline), [
      [[0, 1, 0.1], [149, 1, 0.1], 'over'],
      [[0, 2, 0.2], [149, 2, 0.2], 'finished'],
    ]);
    for (const report of reports) assert.equal(samplesOf(report).length, 150);
    assert.ok(reports.flat().every(({ text }) => text === undefined));
  });

  it('but not optimizers that step by turns', async () => {
    const { reports } = await run(`optimizers = [torch.optim.SGD([torch.Tensor(0)], lr=rate) for rate in (0.1, 0.2)]
for step in range(40):
    for optimizer, steps in zip(optimizers, (1, 50 if step == 20 else 5)):
        for _ in range(steps):
            torch.Tensor(1.0).backward()
            optimizer.step()
`);
    assert.deepEqual(reports.map(outline), [[[0, 1, 0.1], [39, 1, 0.1], 'finished']]);
    assert.match(reports[0].flatMap(({ text }) => text ?? []).join(), /several optimizers/);
  });

  it('but the outer loop of meta-learning where each of its steps has an inner loop with an optimizer of its own', async () => {
    for (const keep of [false, true]) {
      const { reports } = await run(`outer = torch.optim.SGD([torch.Tensor(0)], lr=0.01)
for task in range(40):
    inner = torch.optim.SGD([torch.Tensor(0)], lr=0.1)
    ${keep ? 'kept.append(inner)' : ''}
    for step in range(5):
        torch.Tensor(1.0).backward()
        inner.step()
    torch.Tensor(2.0).backward()
    outer.step()
`);
      assert.equal(reports.length, 1);
      const losses = samplesOf(reports[0]).map(({ loss }) => loss);
      const from = losses.indexOf(2);
      assert.ok(from <= 10);
      assert.deepEqual(losses.slice(from), Array(losses.length - from).fill(2));
      assert.ok(losses.length - from >= 39);
    }
  });

  it('end with the first where the number of steps is limited', async () => {
    const { code, stdout, reports } = await run('train(30, 0.1, 1.0)\ntrain(30, 0.2, 1.0)\nprint("goes on")', {
      name: 'rate',
      rate: 0.3,
      maxSteps: 50,
    });
    assert.deepEqual([code, stdout], [0, '']);
    assert.deepEqual(reports.map(outline), [[[0, 1, 0.3], [29, 1, 0.3], 'finished']]);
  });

  it('go on where it is limited and two optimizers make 50 steps each by turns, as actor and critic do', async () => {
    const { reports } = await run(
      `optimizers = [torch.optim.SGD([torch.Tensor(0)], lr=rate) for rate in (0.1, 0.2)]
for epoch in range(4):
    for optimizer, loss in zip(optimizers, (1.0, 2.0)):
        for step in range(50):
            torch.Tensor(loss).backward()
            optimizer.step()
`,
      { name: 'find', from: 1e-3, to: 1, steps: 120, stopAbove: 4 },
    );
    const samples = reports.map(samplesOf);
    assert.deepEqual(
      samples.map((each) => each.length),
      [120],
    );
    assert.ok(samples[0].every(({ loss }) => loss === 1));
  });

  it('tell each its own length, where trainers of Hugging Face know it', async () => {
    const folder = newFolder();
    writeProgram(folder, 'transformers/__init__.py', '');
    writeProgram(
      folder,
      'transformers/trainer.py',
      `from types import SimpleNamespace
import torch

class Trainer:
    def __init__(self, rate, steps):
        self.own = torch.optim.SGD([torch.Tensor(0)], lr=rate)
        self.optimizer = SimpleNamespace(optimizer=self.own)
        self.state = SimpleNamespace(max_steps=steps, global_step=0)

    def training_step(self):
        torch.Tensor(1.0).backward()

    def train(self):
        while self.state.global_step < self.state.max_steps:
            self.training_step()
            self.own.step()
            self.state.global_step += 1
`,
    );
    const program = writeProgram(
      folder,
      'train.py',
      'from transformers.trainer import Trainer\ntrainers = []\nfor steps in (60, 40): trainers.append(Trainer(0.1, steps)); trainers[-1].train()',
    );
    const totalsOf = async (text?: string): Promise<unknown[]> => {
      if (text !== undefined) writeProgram(folder, 'train.py', `from transformers.trainer import Trainer\n${text}`);
      rmSync(path.join(folder, 'channel'), { recursive: true, force: true });
      const options = { mode: { name: 'watch' }, modules: [FAKE_FRAMEWORKS] };
      const { reports } = await runProbed(folder, [program], options);
      return reports.map((report) => report.flatMap(({ facts }) => facts?.total ?? []));
    };
    assert.deepEqual(await totalsOf(), [[60], [40]]);
    // Of one that resumes, the steps that are left.
    const resumes = 'trainer = Trainer(0.1, 60)\ntrainer.state.global_step = 20\ntrainer.train()';
    assert.deepEqual(await totalsOf(resumes), [[40]]);
    // The second goes on with the weights of the first.
    const goesOn =
      'first, second = Trainer(0.1, 60), Trainer(0.1, 40)\nsecond.own.param_groups[0]["params"] = first.own.param_groups[0]["params"]\nfirst.train()\nsecond.train()';
    assert.deepEqual(await totalsOf(goesOn), [[60, 100]]);
  });

  it("tell the length that Lightning's trainer plans, unless it has none or the program makes the steps", async () => {
    const folder = newFolder();
    for (const name of ['lightning', 'lightning/pytorch', 'lightning/pytorch/strategies'])
      writeProgram(folder, `${name}/__init__.py`, '');
    writeProgram(
      folder,
      'lightning/pytorch/strategies/strategy.py',
      `class Strategy:
    def __init__(self, module):
        self.lightning_module = module

    def optimizer_step(self, optimizer, closure, model=None):
        closure()
        optimizer.step()
`,
    );
    const program = writeProgram(
      folder,
      'train.py',
      `from types import SimpleNamespace
import torch
from lightning.pytorch.strategies.strategy import Strategy

for steps, resumed, automatic in ((40, 0, True), (60, 20, True), (-1, 0, True), (float("inf"), 0, True), (40, 0, False)):
    trainer = SimpleNamespace(estimated_stepping_batches=steps, global_step=resumed)
    strategy = Strategy(SimpleNamespace(trainer=trainer, automatic_optimization=automatic))
    optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.1)
    for _ in range(40):
        strategy.optimizer_step(optimizer, lambda: torch.Tensor(1.0).backward())
`,
    );
    const { reports } = await runProbed(folder, [program], { mode: { name: 'watch' }, modules: [FAKE_FRAMEWORKS] });
    assert.deepEqual(
      reports.map((report) => report.flatMap(({ facts }) => facts?.total ?? [])),
      [[40], [40], [], [], []],
    );
  });

  it('undo in each its own division by the number of micro-batches', async () => {
    for (const keep of ['optimizer', 'None']) {
      const { reports } = await run(`from types import SimpleNamespace

for parts in (4, 8, 1, 2):
    optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.1)
    kept.append(${keep})
    for step in range(30):
        for part in range(parts):
            loss = torch.Tensor(6.0 / parts)
            loss.grad_fn = SimpleNamespace(name=lambda: "DivBackward0", _saved_other=torch.Tensor(parts))
            loss.backward()
        optimizer.step()
`);
      const losses = reports.map((report) => new Set(samplesOf(report).map(({ loss }) => loss)));
      assert.deepEqual(losses, Array(4).fill(new Set([6])));
    }
  });

  it('lose no loss where a later one has steps whose gradients were not finite', async () => {
    const { reports } = await run(`train(30, 0.1, 1.0, keep=True)
optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.2)
for step in range(30):
    torch.Tensor(2.0).backward()
    optimizer.found_inf = float(step == 5)
    optimizer.step()
`);
    assert.deepEqual(
      samplesOf(reports[1]).map(({ loss }) => loss),
      Array(29).fill(2),
    );
  });

  it('tell the epochs of each from its first step on, also where steps are slow', async () => {
    const { reports } = await run(`import time
from types import SimpleNamespace

class Sampler:
    batch_size = 8
    def __len__(self):
        return 10

loader = torch.utils.data.dataloader._BaseDataLoaderIter()
loader._index_sampler, loader._dataset_kind = Sampler(), 0
torch._before.append(lambda optimizer, *_: time.sleep(optimizer.delay))
for _ in range(2):
    optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.1)
    kept.append(optimizer)
    for step in range(30):
        next(loader)
        torch.Tensor(1.0).backward()
        # The step with which it is clear that this is a training of its own.
        optimizer.delay = 0.5 if step == 19 else 0
        optimizer.step()
`);
    for (const report of reports)
      assert.deepEqual(
        samplesOf(report).map((sample) => (sample as { epoch?: number }).epoch),
        Array.from({ length: 30 }, (_, step) => (step + 1) / 10),
      );
    assert.equal(reports.length, 2);
  });

  it('report no more than the first twenty', async () => {
    const { reports } = await run('for _ in range(25): train(20, 0.1, 1.0)');
    assert.equal(reports.length, 20);
    assert.deepEqual(new Set(reports.map((report) => samplesOf(report).length)), new Set([20]));
    const notices = reports.flat().flatMap(({ text }) => text ?? []);
    assert.deepEqual(notices, ['The program trains more than 20 models; the probe follows only the first 20.']);
  });
});
