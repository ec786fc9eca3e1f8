import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolders } from '../../support/folders.ts';
import { FAKE_FRAMEWORKS, runProbed, samplesOf, writeProgram } from '../../support/probe.ts';

/** Ten steps of an optimizer of the fake PyTorch, at losses 1, 1/2, 1/3 … */
const TRAIN = `import sys
import torch

def train(steps=10):
    optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.1)
    for step in range(steps):
        torch.Tensor(1 / (step + 1)).backward()
        optimizer.step()

if __name__ == "__main__":
    train()
    print("done", sys.argv[1:], __file__.endswith(sys.argv[0]))
`;
const WATCH = { mode: { name: 'watch' }, modules: [FAKE_FRAMEWORKS] };

describe('the probe in a Python program', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('tells who trains, the loss and rate of each step, and how the program ended', async () => {
    const folder = newFolder();
    const { code, stdout, stderr, reports } = await runProbed(
      folder,
      [writeProgram(folder, 'train.py', TRAIN), '--x'],
      WATCH,
    );
    assert.equal(code, 0);
    assert.equal(stdout.trim(), "done ['--x'] True");
    assert.equal(stderr, '');
    const [report] = reports;
    assert.deepEqual(
      report.map(({ type }) => type),
      ['started', 'facts', 'samples', 'ended'],
    );
    assert.deepEqual(report[0].argv, ['train.py', '--x']);
    assert.deepEqual(report[0].frameworks, { torch: '2.0.0+fake' });
    assert.deepEqual(report[1].facts, { optimizer: 'torch.optim.SGD', rate: 0.1, rates: [0.1] });
    assert.deepEqual(
      samplesOf(report).map(({ step, loss, rate }) => [step, loss, rate]),
      Array.from({ length: 10 }, (_, step) => [step, 1 / (step + 1), 0.1]),
    );
    assert.equal(report.at(-1)!.state, 'finished');
  });

  it('does nothing without its variable, or where that is damaged', async () => {
    const folder = newFolder();
    const program = writeProgram(
      folder,
      'show.py',
      'import sys\nprint([m for m in sys.modules if "goldilocks" in m])\n',
    );
    for (const order of [
      undefined,
      '',
      '{',
      '{"version":2}',
      '{"version":1,"directory":"/nowhere","mode":{"name":"watch"}}',
    ]) {
      const { code, stdout, stderr, reports } = await runProbed(
        folder,
        [program],
        order === undefined ? {} : { order },
      );
      assert.deepEqual([code, stdout.trim(), stderr, reports], [0, '[]', '', []]);
    }
  });

  it('runs the sitecustomize that it hides, and leaves sys.path as it would be', async () => {
    const folder = newFolder();
    writeProgram(folder, 'site/sitecustomize.py', 'import builtins\nbuiltins.customized = __file__\n');
    const program = writeProgram(
      folder,
      'show.py',
      'import sys, sitecustomize\nprint(customized, sitecustomize.__file__)\nprint(sys.path)\n',
    );
    const modules = [path.join(folder, 'site')];
    const alone = await runProbed(folder, [program], { modules });
    const probed = await runProbed(folder, [program], { ...WATCH, modules });
    assert.match(alone.stdout, /site[\\/]sitecustomize\.py/);
    assert.equal(probed.stdout, alone.stdout);
    assert.equal(probed.stderr, '');
  });

  it('sees python -m and a working directory elsewhere', async () => {
    const folder = newFolder();
    writeProgram(folder, 'pack/__init__.py', '');
    writeProgram(folder, 'pack/train.py', TRAIN);
    const { code, reports } = await runProbed(folder, ['-m', 'pack.train'], WATCH);
    assert.equal(code, 0);
    assert.equal(samplesOf(reports[0]).length, 10);
  });

  it('keeps the traceback of a program that fails', async () => {
    const folder = newFolder();
    const program = writeProgram(folder, 'train.py', `${TRAIN}    raise ValueError("no more data")\n`);
    const { code, stderr, reports } = await runProbed(folder, [program], WATCH);
    assert.equal(code, 1);
    const { state, exception } = reports[0].at(-1)!;
    assert.equal(state, 'failed');
    assert.match(exception!, /^Traceback[^]*train\.py", line 13[^]*ValueError: no more data\n$/);
    assert.match(stderr, /ValueError: no more data/);
    assert.equal(samplesOf(reports[0]).length, 10);
  });

  it('calls a program that is interrupted cancelled', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = newFolder();
    const text = TRAIN.replace(
      '    train()',
      '    train()\n    print("trained", flush=True)\n    import time; time.sleep(60)',
    );
    const { reports } = await runProbed(folder, [writeProgram(folder, 'train.py', text)], {
      ...WATCH,
      started: (child) => child.stdout!.once('data', () => child.kill('SIGINT')),
    });
    assert.deepEqual(reports[0].at(-1), { type: 'ended', state: 'cancelled' });
  });

  it('stays silent in children that do not train, and reports of those that do', async () => {
    const folder = newFolder();
    const program = writeProgram(
      folder,
      'parent.py',
      `import multiprocessing, subprocess, sys
import torch
import train

if __name__ == "__main__":
    train.train(2)
    subprocess.run([sys.executable, "-c", "import torch"], check=True)
    for method in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context(method)
        idle, trainer = context.Process(target=print), context.Process(target=train.train, args=(3,))
        for process in (idle, trainer):
            process.start()
            process.join()
    train.train(5)
`,
    );
    writeProgram(folder, 'train.py', TRAIN);
    const { code, stderr, reports } = await runProbed(folder, [program], WATCH);
    assert.deepEqual([code, stderr], [0, '']);
    const trainers = reports.filter(([first]) => first.type === 'started');
    assert.equal(trainers.length, reports.length);
    const counts = trainers.map((report) => samplesOf(report).length).sort();
    assert.deepEqual(counts, process.platform === 'win32' ? [3, 7] : [3, 3, 3, 7]);
    assert.ok(trainers.every((report) => report.at(-1)!.state === 'finished'));
  });

  it('reports of the first of several ranks alone', async () => {
    const folder = newFolder();
    const program = writeProgram(folder, 'train.py', TRAIN);
    const silent: Record<string, string>[] = [{ RANK: '1' }, { RANK: '2', LOCAL_RANK: '0' }, { LOCAL_RANK: '1' }];
    for (const env of silent) assert.deepEqual((await runProbed(folder, [program], { ...WATCH, env })).reports, []);
    assert.equal(
      (await runProbed(folder, [program], { ...WATCH, env: { RANK: '0', LOCAL_RANK: '0' } })).reports.length,
      1,
    );
  });

  it('writes what is not a finite number as a word', async () => {
    const folder = newFolder();
    const text = TRAIN.replace('1 / (step + 1)', 'float(["nan", "inf", "-inf", 1][step % 4])');
    const { reports } = await runProbed(folder, [writeProgram(folder, 'train.py', text)], WATCH);
    const losses = samplesOf(reports[0]).map(({ loss }) => loss);
    assert.deepEqual(losses.slice(0, 4), ['NaN', 'Infinity', '-Infinity', 1]);
  });

  it('tells losses on a device where the first weights are not', async () => {
    const text = `import torch

torch.Tensor.__float__ = lambda tensor: tensor.value
optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.1)
for step in range(5):
    loss = torch.Tensor(1.5)
    loss.is_cpu, loss.clone = False, lambda loss=loss: loss
    loss.backward()
    optimizer.step()
`;
    const folder = newFolder();
    const { stderr, reports } = await runProbed(folder, [writeProgram(folder, 'train.py', text)], WATCH);
    assert.equal(stderr, '');
    assert.deepEqual(
      samplesOf(reports[0]).map(({ loss }) => loss),
      [1.5, 1.5, 1.5, 1.5, 1.5],
    );
  });

  it('keeps and tells little of a program that makes an optimizer for each step', async () => {
    const text = `import gc
import types
import torch

def train():
    for step in range(500):
        optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.1)
        torch.Tensor(1.0).backward()
        optimizer.step()
    gc.collect()
    return sum(isinstance(each, types.FunctionType) for each in gc.get_objects())

train()
print(train() - train())
`;
    const folder = newFolder();
    const { stdout, reports } = await runProbed(folder, [writeProgram(folder, 'train.py', text)], WATCH);
    assert.equal(stdout.trim(), '0');
    assert.equal(samplesOf(reports[0]).length, 1500);
    const notices = reports[0].flatMap(({ text }) => text ?? []);
    assert.equal(notices.length, 6);
    assert.equal(
      notices[5],
      'The program keeps creating optimizers; the probe follows each of them without another notice.',
    );
  });

  it('tells the rate that the training began with, where each epoch makes an optimizer with a lower one', async () => {
    const text = `import torch

weights = [torch.Tensor(0)]
for epoch in range(6):
    optimizer = torch.optim.SGD(weights, lr=0.1 / 2**epoch)
    for step in range(4):
        torch.Tensor(1.0).backward()
        optimizer.step()
`;
    const folder = newFolder();
    const { reports } = await runProbed(folder, [writeProgram(folder, 'train.py', text)], WATCH);
    assert.equal(samplesOf(reports[0]).at(-1)!.rate, 0.1 / 2 ** 5);
    assert.deepEqual(
      reports[0].flatMap(({ facts }) => facts?.rate ?? []),
      [0.1],
    );
  });

  it('switches itself off after an error of its own, and the program goes on', async () => {
    const folder = newFolder();
    const text = TRAIN.replace('lr=0.1)', 'lr=0.1)\n    optimizer.param_groups[0]["lr"] = "high"');
    const { code, stderr, reports } = await runProbed(folder, [writeProgram(folder, 'train.py', text)], WATCH);
    assert.deepEqual([code, stderr], [0, '']);
    const notices = reports[0].filter(({ type }) => type === 'notice');
    assert.equal(notices.length, 1);
    assert.match(
      notices[0].text!,
      /^The probe hit an internal error and stopped watching: ValueError: .*\(\w+\.py, line \d+\)\.$/,
    );
  });

  it('loses nothing but its report where that can no longer be written', async () => {
    const folder = newFolder();
    const program = writeProgram(folder, 'train.py', `import json\njson.dumps = None\n${TRAIN}`);
    const { code, stdout, stderr } = await runProbed(folder, [program], WATCH);
    assert.deepEqual([code, stdout.trim(), stderr], [0, 'done [] True', '']);
  });

  it('measures as often as the time pays for in which the program trains, not in which it waits', async () => {
    const folder = newFolder();
    const program = writeProgram(
      folder,
      'wait.py',
      `import time
clock = {"wall": 0.0, "thread": 0.0}
time.perf_counter, time.thread_time = lambda: clock["wall"], lambda: clock["thread"]
def work(seconds):
    clock["thread"] += seconds
    clock["wall"] += seconds

import torch
from goldilocks_probe import torch_measures
measured = []
def measurable(torch, groups):
    measured.append(step)
    work(0.001)
    return []
torch_measures.measurable = measurable
optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.1)
for step in range(101):
    clock["wall"] += 0.1
    work(0.0102)
    torch.Tensor(1).backward()
    optimizer.step()
print(measured)
`,
    );
    const { stdout } = await runProbed(folder, [program], WATCH);
    assert.equal(stdout.trim(), `[${Array.from({ length: 6 }, (_, nth) => nth * 20).join(', ')}]`);
  });

  it('says that PyTorch is too old for it', async () => {
    const folder = newFolder();
    writeProgram(folder, 'old/torch.py', '__version__ = "1.13.1"\n');
    const program = writeProgram(folder, 'train.py', 'import torch\n');
    const { reports } = await runProbed(folder, [program], { ...WATCH, modules: [path.join(folder, 'old')] });
    assert.match(reports[0][0].text!, /^PyTorch 1\.13\.1 is too old/);
  });

  it('lets the program train where the folder of the channel has gone', async () => {
    const folder = newFolder();
    const gone = path.join(folder, 'gone');
    mkdirSync(gone);
    const program = writeProgram(folder, 'train.py', `import os\nos.rmdir("gone")\n${TRAIN}`);
    const { code, stderr } = await runProbed(folder, [program], {
      modules: [FAKE_FRAMEWORKS],
      order: JSON.stringify({ version: 1, directory: gone, mode: { name: 'watch' } }),
    });
    assert.deepEqual([code, stderr], [0, '']);
  });

  it('drops samples rather than keep more of them than it can write', async () => {
    const folder = newFolder();
    const program = writeProgram(
      folder,
      'flood.py',
      `import sys, json, threading
from goldilocks_probe import channel
hold = threading.Event()
write = channel.Channel._lines
channel.Channel._lines = lambda self: hold.wait() and write(self)
out = channel.Channel("channel", dict)
for step in range(30_000):
    out.sample({"step": step})
print(len(out._waiting))
hold.set()
out.close()
`,
    );
    const { stdout, reports } = await runProbed(folder, [program], {
      ...WATCH,
      modules: [path.resolve('media/python')],
    });
    assert.equal(stdout.trim(), '20000');
    assert.equal(samplesOf(reports[0]).length, 20_000);
    assert.match(reports[0].at(-1)!.text!, /^10000 samples were dropped/);
  });
});
