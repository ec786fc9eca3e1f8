import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { temporaryFolders } from '../../support/folders.ts';
import { FAKE_FRAMEWORKS, runProbed, samplesOf, writeProgram } from '../../support/probe.ts';
import type { Watched } from '../../support/probe.ts';

/** A loop whose loss is what the text says; it prints the rate that it believes in, and how it ends. */
const program = (loss: string, schedule = ''): string => `import torch

optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.1)
optimizer.param_groups.append({"params": [], "lr": 0.01})
for step in range(100):
    ${schedule}
    torch.Tensor(${loss}).backward()
    optimizer.step()
    print(optimizer.param_groups[0]["lr"])
`;
const FIND = { name: 'find', from: 1e-4, to: 1, steps: 41, stopAbove: 4 };
const modules = [FAKE_FRAMEWORKS];

describe('the rates that the probe uses in place of a program’s own', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const run = async (text: string, mode: object): ReturnType<typeof runProbed> => {
    const folder = newFolder();
    return runProbed(folder, [writeProgram(folder, 'train.py', text)], { mode, modules });
  };

  it('rise over the range in a range test, keep their ratios and end the program', async () => {
    const { code, stdout, stderr, reports } = await run(program('1.0', 'optimizer.param_groups[0]["lr"] *= 0.9'), FIND);
    assert.deepEqual([code, stderr], [0, '']);
    const samples = samplesOf(reports[0]);
    assert.equal(samples.length, 41);
    for (const { step, rate, extra } of samples) {
      assert.ok(Math.abs(rate! / (1e-4 * 1e4 ** (step / 40)) - 1) < 1e-9);
      assert.ok(Math.abs(extra!['rate.1'] / (rate! / 10) - 1) < 1e-9);
    }
    assert.deepEqual(
      reports[0].slice(-2).map(({ type, why, state }) => [type, why ?? state]),
      [
        ['stopped', 'steps'],
        ['ended', 'finished'],
      ],
    );
    // The program sees its own schedule.
    assert.equal(stdout.split('\n')[0], '0.09000000000000001');
  });

  it('cannot be used where a rate is not called lr: the program is ended after a minute in which it trained nothing else', async () => {
    const text = (seconds: number): string => `import time, torch

optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.1)
optimizer.param_groups[0]["step_size"] = optimizer.param_groups[0].pop("lr")
real, passed = time.perf_counter, 0
time.perf_counter = lambda: real() + passed
for step in range(30):
    torch.Tensor(1.0).backward()
    optimizer.step()
    print(step)
    passed += ${seconds}
`;
    const stepsIn = async (seconds: number): Promise<number> => {
      const { code, stdout, reports } = await run(text(seconds), FIND);
      assert.equal(code, 0);
      assert.deepEqual(reports[0].map(({ type }) => type), ['notice', 'ended']); // prettier-ignore
      return stdout.trim().split('\n').length;
    };
    assert.deepEqual([await stepsIn(0), await stepsIn(7)], [30, 9]);
  });

  it('end a range test where the smoothed loss is above the limit, or the loss is not finite', async () => {
    const rising = await run(program('1.0 if step < 10 else 100.0'), FIND);
    assert.equal(samplesOf(rising.reports[0]).length, 11);
    assert.equal(rising.reports[0].at(-2)!.why, 'diverged');
    const broken = await run(program('1.0 if step < 7 else float("nan")'), FIND);
    assert.equal(samplesOf(broken.reports[0]).length, 8);
    assert.equal(broken.reports[0].at(-2)!.why, 'diverged');
  });

  it('end a range test with the training that is tested, before another one begins', async () => {
    const text = `import torch

def train(steps, rate):
    optimizer = torch.optim.SGD([torch.Tensor(0)], lr=rate)
    for step in range(steps):
        torch.Tensor(1.0).backward()
        optimizer.step()

train(30, 0.1)
train(1000, 0.2)
print("goes on")
`;
    const { code, stdout, reports } = await run(text, FIND);
    assert.deepEqual([code, stdout, samplesOf(reports[0]).length], [0, '', 30]);
    const [notice, ended] = reports[0].slice(-2);
    assert.equal(notice.text, 'After 30 steps, the program trains with another optimizer; the range test ends there.');
    assert.equal(ended.state, 'finished');
    assert.ok(reports[0].every(({ why }) => why === undefined));
    // A new optimizer for each epoch goes on with the weights of the last.
    const again = await run(
      text
        .replace('import torch', 'import torch\nweights = [torch.Tensor(0)]')
        .replace('SGD([torch.Tensor(0)]', 'SGD(weights'),
      FIND,
    );
    assert.equal(samplesOf(again.reports[0]).length, 41);
    // What only shows a step is no training.
    const shown = await run(text.replace('train(30', 'train(1'), FIND);
    const samples = samplesOf(shown.reports[0]);
    assert.equal(samples.length, 41);
    assert.ok(samples.every(({ step, rate }) => Math.abs(rate! / (1e-4 * 1e4 ** (step / 40)) - 1) < 1e-9));
    assert.ok(shown.reports[0].some(({ why }) => why === 'steps'));
    const rates = shown.reports[0].flatMap(({ facts }) => facts?.rate ?? []);
    assert.deepEqual(rates, [0.1, 0.2]);
    // Nor are two that have enough steps only together.
    const twice = await run(text.replace('train(30, 0.1)', 'train(10, 0.1)\ntrain(15, 0.1)'), FIND);
    assert.equal(samplesOf(twice.reports[0]).length, 41);
  });

  it('are the asked rate times the shape of the program’s schedule, for so many steps', async () => {
    const { stdout, reports } = await run(
      program('1.0', 'optimizer.param_groups[0]["lr"] = 0.1 if step < 2 else 0.05'),
      { name: 'rate', rate: 0.003, maxSteps: 4 },
    );
    assert.deepEqual(
      samplesOf(reports[0]).map(({ rate }) => rate),
      [0.003, 0.003, 0.0015, 0.0015],
    );
    assert.equal(reports[0].at(-2)!.why, 'maxSteps');
    assert.deepEqual(stdout.trim().split('\n').map(Number), [0.1, 0.1, 0.05]);
  });

  it('are scaled from the rate that the caller knows to be the program’s', async () => {
    const { reports } = await run(program('1.0'), { name: 'rate', rate: 0.5, reference: 0.05, maxSteps: 1 });
    assert.equal(samplesOf(reports[0])[0].rate, 1);
  });

  it('end a program that swallows the end, at its next step', async () => {
    const text = program('1.0').replace(
      '    optimizer.step()',
      '    try:\n        optimizer.step()\n    except:\n        print("swallowed")',
    );
    const { code, stdout, reports } = await run(text, { name: 'rate', rate: 0.1, maxSteps: 3 });
    assert.equal(code, 0);
    assert.equal(stdout.match(/swallowed/g)!.length, 1);
    assert.equal(samplesOf(reports[0]).length, 3);
    assert.equal(reports[0].at(-1)!.type, 'stopped');
  });

  it('are none of an optimizer that chooses its rate itself, which is said', async () => {
    const text = `import torch

optimizer = torch.optim.SGD([torch.Tensor(0)], lr=None)
for step in range(50):
    torch.Tensor(1.0).backward()
    optimizer.step()
print("to its end")
`;
    for (const mode of [FIND, { name: 'rate', rate: 0.1, maxSteps: 40 }]) {
      const { stdout, reports } = await run(text, mode);
      assert.equal(stdout, 'to its end\n');
      assert.deepEqual(reports.flatMap(samplesOf), []);
      assert.equal(reports[0][0].text, 'torch.optim.SGD chooses its learning rate itself: its lr is None.');
    }
    const { reports } = await run(text, { name: 'watch' });
    const samples = samplesOf(reports[0]);
    assert.equal(samples.length, 50);
    assert.ok(samples.every((sample) => !('rate' in sample)));
    assert.ok(reports[0].every(({ facts }) => facts?.rate === undefined && [facts?.rates ?? []].flat().length === 0));
  });

  it('go back to the program’s own where the probe fails', async () => {
    const text = program('1.0').replace('"lr": 0.01', '"lr": "high"');
    for (const mode of [FIND, { name: 'rate', rate: 0.003, maxSteps: 4 }]) {
      const { code, stdout, stderr, reports } = await run(text, mode);
      assert.deepEqual([code, stderr], [0, '']);
      assert.deepEqual([...new Set(stdout.trim().split('\n').map(Number))], [0.1]);
      assert.match(reports[0].find(({ type }) => type === 'notice')!.text!, /hit an internal error/);
    }
  });

  it('come with another seed, also where the program seeds itself', async () => {
    const folder = newFolder();
    const file = writeProgram(
      folder,
      'seeds.py',
      'import random\na = random.random()\nrandom.seed(42)\nprint(a, random.random())\n',
    );
    const outputs: string[] = [];
    for (const seed of [1, 1, 2, null])
      outputs.push((await runProbed(folder, [file], { mode: { name: 'watch', seed } })).stdout);
    const [one, again, two, none] = outputs.map((text) => text.trim().split(' '));
    assert.deepEqual(one, again);
    assert.equal(one[0], one[1]);
    assert.notEqual(one[1], two[1]);
    assert.equal(none[1], '0.6394267984578837');
  });
});

describe('source text that the probe replaces in memory', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const TEXT = `# -*- coding: utf-8 -*-
import sys
name = "𝜂µ"; RATE = 0.1; OTHER = 0.5
def fail():
    raise ValueError(f"at {RATE}")
if __name__ == "__main__":
    print(RATE, OTHER, __file__, __name__, sys.argv, sys.path[0], __spec__ is None, type(__loader__).__name__)
    if "fail" in sys.argv: fail()
`;
  /** The rate's literal: the letter before it is outside the basic plane and has two units. */
  const replace = (file: string, changes: object = {}): object => ({
    name: 'watch',
    replace: [{ file, line: 3, column: 22, endLine: 3, endColumn: 25, expected: '0.1', text: '0.0003', ...changes }],
  });

  it('changes nothing else of a program that is run', async () => {
    const folder = newFolder();
    const file = writeProgram(folder, 'train.py', TEXT);
    for (const args of [[file, 'a', 'fail'], [path.join(folder, file)], [`./${file}`]]) {
      const alone = await runProbed(folder, args, {});
      const probed = await runProbed(folder, args, { mode: replace(path.join(folder, file)) });
      assert.equal(probed.stdout, alone.stdout.replace('0.1', '0.0003'));
      assert.equal(probed.stderr, alone.stderr.replace('at 0.1', 'at 0.0003'));
      assert.equal(probed.code, alone.code);
    }
  });

  it('tells the exception of a program that Python was to inspect afterwards', async () => {
    const folder = newFolder();
    const file = writeProgram(
      folder,
      'train.py',
      `${TEXT}    import torch; torch.Tensor(1).backward(); torch.optim.SGD([torch.Tensor(0)], RATE).step(); fail()\n`,
    );
    const { code, reports } = await runProbed(folder, ['-i', file], {
      mode: replace(path.join(folder, file)),
      modules: [FAKE_FRAMEWORKS],
    });
    const { state, exception } = reports.flat().find(({ type }) => type === 'ended')!;
    assert.deepEqual([code, state], [0, 'failed']);
    assert.match(exception!, /^Traceback .*:\n {2}File ".*train\.py", line \d+, in <module>\n[^]*: at 0\.0003\n$/);
  });

  it('leaves to Python how a program ends that is interrupted', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = newFolder();
    const file = writeProgram(
      folder,
      'train.py',
      `${TEXT}    import time; print("ready", flush=True); time.sleep(60)\n`,
    );
    const started = (child: ChildProcess) =>
      void child.stdout!.on('data', (text: string) => text.includes('ready') && child.kill('SIGINT'));
    // Marks below the line depend on how far in it Python was.
    const traceOf = ({ stderr }: Watched) => stderr.replace(/^[ ^~]*\r?\n/gm, '');
    const alone = await runProbed(folder, [file], { started });
    const probed = await runProbed(folder, [file], { mode: replace(path.join(folder, file)), started });
    assert.match(probed.stdout, /^0\.0003 /);
    assert.deepEqual([probed.signal, traceOf(probed)], ['SIGINT', traceOf(alone)]);
  });

  it('works with -m, in modules that are imported, and leaves no compiled code behind', async () => {
    const folder = newFolder();
    writeProgram(folder, 'pack/__init__.py', '');
    writeProgram(folder, 'pack/train.py', TEXT);
    const file = path.join(folder, 'pack', 'train.py');
    const options = { mode: replace(file), env: { PYTHONDONTWRITEBYTECODE: '' } };
    const started = writeProgram(folder, 'start.py', 'from pack.train import RATE\nprint(RATE)\n');
    assert.equal((await runProbed(folder, [started], options)).stdout.trim(), '0.0003');
    assert.match((await runProbed(folder, ['-m', 'pack.train'], options)).stdout, /^0\.0003 0\.5 /);
    assert.equal((await runProbed(folder, [started], { env: { PYTHONDONTWRITEBYTECODE: '' } })).stdout.trim(), '0.1');
    // Now compiled code of the file as it is lies there.
    assert.equal((await runProbed(folder, [started], options)).stdout.trim(), '0.0003');
  });

  it('also counts in processes that the program spawns', async () => {
    const folder = newFolder();
    const text = `${TEXT}    import multiprocessing\n    child = multiprocessing.get_context("spawn").Process(target=tell); child.start(); child.join()\n`;
    const file = writeProgram(
      folder,
      'train.py',
      text.replace('def fail', 'def tell():\n    print("child", RATE)\ndef fail'),
    );
    const { stdout, stderr } = await runProbed(folder, [file], { mode: replace(path.join(folder, file)) });
    assert.equal(stderr, '');
    assert.match(stdout, /^child 0\.0003\r?$/m);
  });

  it('makes several replacements in one line', async () => {
    const folder = newFolder();
    const file = writeProgram(folder, 'train.py', TEXT);
    const { replace: first } = replace(path.join(folder, file)) as { replace: object[] };
    const second = { ...first[0], column: 35, endColumn: 38, expected: '0.5', text: '123' };
    const { stdout } = await runProbed(folder, [file], { mode: { name: 'watch', replace: [...first, second] } });
    assert.match(stdout, /^0\.0003 123 /);
  });

  it('is refused with a sentence where the text has changed', async () => {
    const folder = newFolder();
    const file = writeProgram(folder, 'train.py', TEXT);
    for (const changes of [{ expected: '0.2' }, { line: 300, endLine: 300 }]) {
      const { stdout, reports } = await runProbed(folder, [file], { mode: replace(path.join(folder, file), changes) });
      assert.match(stdout, /^0\.1 /);
      assert.match(
        reports.at(-1)![0].text!,
        /train\.py, line 3(00)?, column 22: 0\.\d is not there any more, so it was not replaced\.$/,
      );
    }
  });
});
