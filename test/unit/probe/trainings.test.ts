import assert from 'node:assert/strict';
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

  it('also where the optimizer of the first is still there, once the second has made 20 steps', async () => {
    const { reports } = await run('train(30, 0.1, 1.0, keep=True)\ntrain(60, 0.2, 2.0)');
    assert.deepEqual(reports.map(outline), [
      [[0, 1, 0.1], [29, 1, 0.1], 'over'],
      [[0, 2, 0.2], [40, 2, 0.2], 'finished'],
    ]);
    assert.ok(reports.flat().every(({ text }) => text === undefined));
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
      [[0, 1, 0.2], [40, 1, 0.2], 'finished'],
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

  it('but not optimizers that were there before the first training, as those of parts that are trained by turns', async () => {
    const { reports } = await run(`optimizers = [torch.optim.SGD([torch.Tensor(0)], lr=rate) for rate in (0.1, 0.2)]
for optimizer in optimizers * 2:
    for step in range(150):
        torch.Tensor(1.0).backward()
        optimizer.step()
`);
    assert.equal(reports.length, 1);
    assert.match(reports[0].flatMap(({ text }) => text ?? []).join(), /several optimizers.*From step 150 on/);
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

  it('report no more than the first twenty', async () => {
    const { reports } = await run('for _ in range(25): train(20, 0.1, 1.0)');
    assert.equal(reports.length, 20);
    assert.deepEqual(new Set(reports.map((report) => samplesOf(report).length)), new Set([20]));
    const notices = reports.flat().flatMap(({ text }) => text ?? []);
    assert.deepEqual(notices, ['The program trains more than 20 times; the probe follows only the first 20.']);
  });
});
