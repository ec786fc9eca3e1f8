import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { temporaryFolders } from '../support/folders.ts';
import { notebookText } from '../support/notebooks.ts';
import { BARE_PYTHON, FAKE_FRAMEWORKS } from '../support/probe.ts';
import { needsPosixProcesses, runCli, startCli, until } from '../support/processes.ts';
import { TRAIN } from '../support/trainProgram.ts';

const train = (...args: string[]): string[] => ['--', process.execPath, TRAIN, ...args];

interface SweepDocument {
  readonly runs: readonly Record<string, unknown>[];
  readonly zone: object;
  readonly suggestedRate: number;
}

/** By rate, the values of a field of the runs. */
const byRate = ({ runs }: SweepDocument, field: string): Record<string, unknown> =>
  Object.fromEntries(runs.map((run) => [String(run.learningRate), run[field]]));

describe('goldilocks sweep with a program', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();

  it('trains it at each rate, judges the runs and suggests one', async () => {
    const folder = newFolder();
    const { code, stdout, stderr } = await runCli(
      ['sweep', '--rates', '1,0.1,0.03,1e-5', '--json', '--out', 'kept', ...train('--save', 'model.bin')],
      folder,
    );
    assert.equal(code, 0, stderr);
    const document = JSON.parse(stdout) as SweepDocument;
    assert.deepEqual(byRate(document, 'verdict'), { '1': 'furious', '0.1': 'fast', '0.03': 'fast', '0.00001': 'slow' });
    assert.deepEqual(byRate(document, 'optimizer')['0.1'], 'torch.optim.SGD');
    assert.equal(byRate(document, 'samples')['0.1'], 200);
    assert.ok((byRate(document, 'score')['0.1'] as number) < 0.2);
    assert.deepEqual(document.zone, { low: 0.03, best: 0.03, high: 0.1 });
    assert.ok([0.03, 0.1].includes(document.suggestedRate));
    // What it wrote, it wrote into the copy.
    assert.match(stderr, /Files that the program wrote in temporary copies, now deleted: model\.bin/);
    assert.deepEqual(readdirSync(folder), ['kept']);
    const { record } = await ExperimentFolder.open(path.join(folder, 'kept'));
    assert.deepEqual([record.kind, record.subject, record.runner], ['program-sweep', 'program', 'programs']);
    const { runs } = await (await ExperimentFolder.open(path.join(folder, 'kept'))).overview();
    assert.equal(runs[0].facts.total, 200);
  });

  it('searches for a good rate from one that diverges, one run after the other', async () => {
    const folder = newFolder();
    const args = ['sweep', '--search', '--from', '3', '--json', '--out', 'kept', ...train()];
    const { code, stdout, stderr } = await runCli(args, folder);
    assert.equal(code, 0, stderr);
    const document = JSON.parse(stdout) as SweepDocument;
    assert.ok(document.runs.length > 1 && document.runs.length <= 4);
    assert.equal(document.runs[0].learningRate, 3);
    assert.ok(document.suggestedRate > 0.005 && document.suggestedRate < 0.2, stdout);
    const { runs } = await (await ExperimentFolder.open(path.join(folder, 'kept'))).overview();
    assert.equal(runs.length, document.runs.length);
  });

  it('ends a run soon after its loss broke, as a result', async () => {
    const { stdout } = await runCli(
      ['sweep', '--rates', '1e9,0.01', '--json', ...train('--pause', '20', '--steps', '300')],
      newFolder(),
    );
    const document = JSON.parse(stdout) as SweepDocument;
    assert.deepEqual(byRate(document, 'state'), { '1000000000': 'finished', '0.01': 'finished' });
    assert.ok((byRate(document, 'samples')['1000000000'] as number) < 200);
    assert.equal(byRate(document, 'score')['1000000000'], 'Infinity');
  });

  it('sets the rate by an option, by the environment, and in a line for the shell', async function () {
    needsPosixProcesses(this);
    const folder = newFolder();
    const shellLine = `"${process.execPath}" "${TRAIN}" --print --steps 60 --lr {rate} | cat`;
    for (const args of [
      ['--option', 'lr', ...train('--steps', '60')],
      ['--env', 'LR', ...train('--steps', '60')],
      [...train('--steps', '60', '--lr', '{rate}')],
      ['--command', shellLine],
    ]) {
      const { code, stdout, stderr } = await runCli(['sweep', '--rates', '0.1,1e-5', '--json', ...args], folder);
      assert.equal(code, 0, stderr);
      const scores = byRate(JSON.parse(stdout) as SweepDocument, 'score') as Record<string, number>;
      assert.ok(scores['0.1'] < 0.3 && scores['0.00001'] > 5, JSON.stringify([args, scores]));
    }
  });

  for (const option of ['--print', '--blind'])
    it(`says so where the probe cannot set the rate (${option})`, async () => {
      const { code, stdout } = await runCli(
        ['sweep', '--rates', '0.1', '--json', ...train(option, '--pause', '5')],
        newFolder(),
      );
      assert.equal(code, 1);
      const [run] = (JSON.parse(stdout) as SweepDocument).runs;
      assert.equal(run.state, 'failed');
      assert.match(run.reason as string, /The learning rate can't be set from outside/);
      if (option === '--blind') assert.match(run.reason as string, /^The losses are read from the output\. The /);
    });

  it('says so where the rate does not reach the optimizer', async () => {
    const { code, stdout } = await runCli(
      ['sweep', '--rates', '0.1,0.01', '--json', '--option', 'lr', ...train('--fixed', '0.02')],
      newFolder(),
    );
    assert.equal(code, 1);
    const { runs } = JSON.parse(stdout) as SweepDocument;
    assert.deepEqual(
      runs.map(({ state }) => state),
      ['finished', 'failed'],
    );
    assert.match(
      runs[1].reason as string,
      /doesn't reach the optimizer, which had the rate 0\.02 here and in the run at 0\.1/,
    );
  });

  it('believes in a rate that the program sets at each step, whatever its optimizer was created with', async () => {
    const { code, stdout } = await runCli(
      ['sweep', '--rates', '0.1,0.01', '--json', '--option', 'lr', ...train('--created', '0.001')],
      newFolder(),
    );
    const { runs } = JSON.parse(stdout) as SweepDocument;
    assert.deepEqual([code, ...runs.map(({ state, reason }) => reason ?? state)], [0, 'finished', 'finished']);
  });

  it('ends a program that trains several models with the first, whose curve it judges', async () => {
    const folder = newFolder();
    const text = `import sys, time
sys.path.insert(0, ${JSON.stringify(FAKE_FRAMEWORKS)})
import torch
def train(steps, pause):
    optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.5)
    for step in range(steps):
        torch.Tensor(1 / (step + 1)).backward()
        optimizer.step()
        time.sleep(pause)
train(30, 0)
train(1000, 1)
`;
    writeFileSync(path.join(folder, 'train.py'), text);
    const args = ['sweep', '--rates', '0.1,0.01', '--json', '--', BARE_PYTHON, 'train.py'];
    const { runs } = JSON.parse((await runCli(args, folder)).stdout) as SweepDocument;
    assert.deepEqual(
      runs.map(({ state, samples }) => [state, samples]),
      [
        ['finished', 30],
        ['finished', 30],
      ],
    );
  });

  for (const [silent, others, reason] of [
    [
      'second',
      ['finished', 'failed', 'finished'],
      /its losses were read from what the program printed, because the probe/,
    ],
    ['first', ['finished', 'failed', 'failed'], /the probe reported its losses, but those of an earlier run were read/],
  ] as const)
    it(`does not compare printed losses with those of the probe, which is silent in the ${silent} run`, async () => {
      const folder = newFolder();
      // The rate in the middle is the first that is tried.
      const text = `import sys
sys.path.insert(0, ${JSON.stringify(FAKE_FRAMEWORKS)})
import torch
optimizer = torch.optim.SGD([torch.Tensor(0)], lr=float(sys.argv[1]))
for step in range(40):
    if sys.argv[1] == ${JSON.stringify(silent === 'first' ? '0.01' : '0.1')}:
        print("epoch", step, "loss", 0.001)
    else:
        torch.Tensor(1 / (step + 1)).backward()
        optimizer.step()
`;
      writeFileSync(path.join(folder, 'train.py'), text);
      const args = ['sweep', '--rates', '0.1,0.01,0.001', '--json', '--', BARE_PYTHON, 'train.py', '{rate}'];
      const { runs } = JSON.parse((await runCli(args, folder)).stdout) as SweepDocument;
      assert.deepEqual(
        runs.map(({ state }) => state),
        others,
      );
      assert.match(runs[1].reason as string, reason);
    });

  it('says so where the only number in the code is not the rate', async () => {
    const folder = newFolder();
    const settings = 'exec("learning_rate = 0.02")\n';
    const stepwise = '    optimizer.param_groups[0]["lr"] = learning_rate / (1 + step)\n';
    const program = (text: string, rate = 'learning_rate', before = '') => `import sys
sys.path.insert(0, ${JSON.stringify(FAKE_FRAMEWORKS)})
import torch
learning_rate = 0.5
${text}optimizer = torch.optim.SGD([torch.Tensor(0)], lr=${rate})
for step in range(20):
${before}    torch.Tensor(1 / (step + 1)).backward()
    optimizer.step()
`;
    const sweep = async (text: string, ...way: string[]): Promise<readonly Record<string, unknown>[]> => {
      writeFileSync(path.join(folder, 'train.py'), text);
      const args = ['sweep', '--rates', '0.1,0.01', '--json', '--no-prune', ...way, '--', BARE_PYTHON, 'train.py'];
      return (JSON.parse((await runCli(args, folder)).stdout) as SweepDocument).runs;
    };
    const states = (runs: readonly Record<string, unknown>[]) => runs.map(({ state }) => state);
    assert.deepEqual(states(await sweep(program(''))), ['finished', 'finished']);
    assert.deepEqual(states(await sweep(program('', 'float("1e-3")', stepwise))), ['finished', 'finished']);
    const runs = await sweep(program(settings));
    assert.deepEqual(states(runs), ['failed', 'failed']);
    assert.match(
      runs[0].reason as string,
      /train\.py:4 was set to 0\.1, but the optimizer had the rate 0\.02\. .*use --at train\.py:4/,
    );
    writeFileSync(path.join(folder, 'train.ipynb'), notebookText(['# Training', program(settings)]));
    const args = ['sweep', '--rates', '0.1', '--json', '--', BARE_PYTHON, 'train.ipynb'];
    const [inCell] = (JSON.parse((await runCli(args, folder)).stdout) as SweepDocument).runs;
    assert.match(inCell.reason as string, /^train\.ipynb:2:4 was set to 0\.1, .*use --at train\.ipynb:2:4;/);
    const given = await sweep(program(settings), '--at', 'train.py:4');
    assert.deepEqual(states(given), ['finished', 'failed']);
    assert.match(
      given[1].reason as string,
      /^Changing this number doesn't change the rate of the optimizer, .* at 0\.1:/,
    );
  });

  it('edits the rate in a settings file of the copy, in the manner in which it is written', async () => {
    const folder = newFolder();
    const settings = '# rate of Adam\noptimizer:\n  name: adam\n  lr: 1.0e-3  # tuned\nepochs: 3\n';
    const program = (rate: string) => `import re, sys
sys.path.insert(0, ${JSON.stringify(FAKE_FRAMEWORKS)})
import torch
text = open("config.yaml").read()
print(text.encode())
optimizer = torch.optim.SGD([torch.Tensor(0)], lr=${rate})
for step in range(20):
    torch.Tensor(1 / (step + 1)).backward()
    optimizer.step()
`;
    const sweep = async (rate: string, ...way: string[]) => {
      writeFileSync(path.join(folder, 'config.yaml'), settings);
      writeFileSync(path.join(folder, 'train.py'), program(rate));
      const args = ['sweep', '--rates', '0.03,2e-5', '--json', '--no-prune', ...way, '--', BARE_PYTHON, 'train.py'];
      const { stdout, stderr } = await runCli(args, folder);
      return { ...(JSON.parse(stdout) as SweepDocument & { experiment: string }), stderr };
    };
    const read = 'float(re.search(r"lr: (\\S+)", text)[1])';
    for (const way of [[], ['--at', 'config.yaml:4']]) {
      const { experiment, runs, stderr } = await sweep(read, ...way);
      assert.deepEqual(
        runs.map(({ state, reason }) => reason ?? state),
        ['finished', 'finished'],
      );
      const printed = [0, 1].map((index) =>
        readFileSync(path.join(experiment, `runs/${index}/attempt-1/output.log`), 'utf8'),
      );
      for (const rate of ['3.0e-2', '2.0e-5'])
        assert.ok(
          printed.some((text) => text.includes(`  lr: ${rate}  # tuned\\nepochs: 3\\n`)),
          printed.join('\n'),
        );
      assert.equal(readFileSync(path.join(folder, 'config.yaml'), 'utf8'), settings);
      assert.doesNotMatch(stderr, /Files that the program wrote/);
      if (way.length === 0) assert.match(stderr, /The learning rate 1\.0e-3 on line 4 of config\.yaml is replaced/);
    }
    const unheard = await sweep('float("0.5")');
    assert.deepEqual(
      unheard.runs.map(({ state }) => state),
      ['failed', 'failed'],
    );
    assert.match(
      unheard.runs[0].reason as string,
      /config\.yaml:4 was set to (0\.03|2e-5), but the optimizer had the rate 0\.5/,
    );
  });

  it('takes the lr of settings that say nothing else of a training, where --at names it', async () => {
    const folder = newFolder();
    for (const name of ['a.yaml', 'a.json', 'a.toml'])
      writeFileSync(
        path.join(folder, name),
        { yaml: 'lr: 0.5\n', json: '{"lr": 0.5}', toml: 'lr = 0.5' }[name.slice(2)]!,
      );
    const code = `
      const text = require('node:fs').readFileSync(process.argv[1], 'utf8');
      for (let step = 0; step < 20; step++) console.log('step ' + step + ' loss ' + /[\\d.]+/.exec(text)[0]);`;
    for (const name of ['a.yaml', 'a.json', 'a.toml']) {
      const args = ['sweep', '--rates', '3', '--json', '--at', `${name}:1`, '--', process.execPath, '-e', code, name];
      const { stdout, stderr } = await runCli(args, folder);
      assert.equal(stderr.includes('has no learning rate'), false, stderr);
      assert.deepEqual(byRate(JSON.parse(stdout) as SweepDocument, 'score'), { '3': 3 });
    }
  });

  it('edits settings for a program in any language, started by a line for the shell', async function () {
    needsPosixProcesses(this);
    const folder = newFolder();
    writeFileSync(path.join(folder, 'config.json'), '{"optimizer": "sgd", "lr": 0.1}\n');
    const code = "require('node:fs').readFileSync('config.json', 'utf8')";
    const line = `"${process.execPath}" "${TRAIN}" --print --steps 60 --lr $("${process.execPath}" -p "JSON.parse(${code}).lr") | cat`;
    const args = ['sweep', '--rates', '0.1,1e-5', '--json', '--at', 'config.json:1', '--command', line];
    const { stdout, stderr, code: exit } = await runCli(args, folder);
    assert.equal(exit, 0, stderr);
    const scores = byRate(JSON.parse(stdout) as SweepDocument, 'score') as Record<string, number>;
    assert.ok(scores['0.1'] < 0.3 && scores['0.00001'] > 5, JSON.stringify(scores));
  });

  it('reads the losses from a log of a program, not from what it prints', async () => {
    const folder = newFolder();
    // From an earlier training, longer than those of the sweep.
    const earlier = Array.from({ length: 500 }, (_, step) => `${step},9\n`).join('');
    writeFileSync(path.join(folder, 'log.csv'), `step,loss\n${earlier}`);
    const code = `
      const { appendFileSync } = require('node:fs');
      const rate = Number(process.env.LR);
      for (let step = 0; step < 200; step++) {
        console.log('loss: ' + 100 * rate);
        appendFileSync('log.csv', (step === 0 ? 'step,loss\\n' : '') + step + ',' + (0.1 + Math.exp(-rate * step)) + '\\n');
      }`;
    const args = ['sweep', '--rates', '0.1,1e-5', '--json', '--env', 'LR', '--log', 'log.csv'];
    const { code: exit, stdout, stderr } = await runCli([...args, '--', process.execPath, '-e', code], folder);
    assert.equal(exit, 0, stderr);
    const document = JSON.parse(stdout) as SweepDocument;
    assert.deepEqual(byRate(document, 'samples'), { '0.1': 200, '0.00001': 200 });
    assert.deepEqual(byRate(document, 'verdict'), { '0.1': 'fast', '0.00001': 'slow' });
    assert.match(readFileSync(path.join(folder, 'log.csv'), 'utf8'), /499,9\n$/);
    const other = ['sweep', '--rates', '0.1', '--env', 'LR', '--json', '--log', 'other.csv'];
    const failed = await runCli([...other, '--', process.execPath, '-e', code], folder);
    const [{ reason }] = (JSON.parse(failed.stdout) as SweepDocument).runs;
    assert.match(reason as string, /^No losses were found in other\.csv\. Check that the program writes its log there/);
    const file = path.join(folder, 'other.csv');
    const absolute = await runCli([...other.slice(0, -1), file, '--', process.execPath, '-e', code], folder);
    assert.ok(
      (byRate(JSON.parse(absolute.stdout) as SweepDocument, 'reason')['0.1'] as string).includes(` in ${file}. `),
    );
  });

  it('replaces the number in a cell of a notebook, each run in a copy of the folder', async () => {
    const folder = newFolder();
    // Its probe sees no loss and no rate, as with optax.
    const cells = (rates: string): string[] => [
      '# Training',
      rates,
      'for step in range(20):\n    print(f"step {step} loss {rate / (step + 1)}", flush=True)\nopen("saved", "w").close()',
    ];
    mkdirSync(path.join(folder, 'notebooks'));
    const write = (name: string, rates: string): void =>
      writeFileSync(path.join(folder, 'notebooks', name), notebookText(cells(rates)));
    write('train.ipynb', 'rate = learning_rate = 0.5');
    write('two.ipynb', 'lr = 1e-3; rate = learning_rate = 0.5');
    const sweep = (name: string, ...options: string[]) => {
      const args = ['sweep', '--rates', '0.1,0.01', '--json', '--no-prune', ...options];
      return runCli([...args, '--', BARE_PYTHON, `notebooks/${name}`], folder);
    };
    for (const { stdout, stderr } of [
      await sweep('train.ipynb'),
      await sweep('two.ipynb', '--at', 'notebooks/two.ipynb:2:1:35'),
    ]) {
      const document = JSON.parse(stdout) as SweepDocument & { experiment: string };
      assert.deepEqual(byRate(document, 'state'), { '0.1': 'finished', '0.01': 'finished' }, stderr);
      assert.deepEqual(byRate(document, 'samples'), { '0.1': 20, '0.01': 20 });
      assert.match(stderr, /Files that the program wrote in temporary copies, now deleted: notebooks.saved/);
      for (const [index, rate] of [0.1, 0.01].entries()) {
        const kept = readFileSync(path.join(document.experiment, `runs/${index}/attempt-1/metrics.jsonl`), 'utf8');
        assert.equal((JSON.parse(kept.split('\n')[0]) as { loss: number }).loss, rate);
      }
    }
    assert.deepEqual(readdirSync(path.join(folder, 'notebooks')), ['train.ipynb', 'two.ipynb']);
    for (const [place, message] of [
      ['two.ipynb:2', /for a notebook, give the cell and the line in it, as in .*two\.ipynb:2:12, not/],
      ['two.ipynb:1:2', /two\.ipynb has no learning rate at cell 1, line 2\./],
      ['two.ipynb:0:1', /cells of a notebook are numbered from 1\./],
      ['two.ipynb:2:1', /two\.ipynb has several learning rates at cell 2, line 1\. .* as in .*two\.ipynb:2:1:6\./],
      ['two.ipynb:2:1:3', /no learning rate at cell 2, line 1, column 3\./],
    ] as const)
      assert.match((await sweep('two.ipynb', '--at', `notebooks/${place}`)).stderr, message);
  });

  it('trains in a copy of the repository around the folder, also with what is named beside the folder', async () => {
    const folder = newFolder();
    for (const name of ['.git', 'src', 'work']) mkdirSync(path.join(folder, name));
    writeFileSync(
      path.join(folder, 'src', 'model.py'),
      `import sys
sys.path.insert(0, ${JSON.stringify(FAKE_FRAMEWORKS)})
import torch
optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.5)
`,
    );
    const train = `import os, sys
sys.path.insert(0, os.path.join("..", "src"))
from model import optimizer, torch
os.mkdir(sys.argv[1])
with open(os.path.join(sys.argv[1], "log.csv"), "w") as log:
    log.write("step,loss\\n")
    for step in range(20):
        torch.Tensor(1 / (step + 1)).backward()
        optimizer.step()
        log.write(f"{step},{1 / (step + 1)}\\n")
`;
    writeFileSync(path.join(folder, 'work', 'train.py'), train);
    const args = [
      '--rates',
      '0.1,0.01',
      '--json',
      '--no-prune',
      '--at',
      '../src/model.py:4',
      '--log',
      '../runs/log.csv',
    ];
    const call = ['sweep', ...args, '--', BARE_PYTHON, 'train.py', '../runs'];
    const { stdout, stderr } = await runCli(call, path.join(folder, 'work'));
    const { runs } = JSON.parse(stdout) as SweepDocument;
    assert.deepEqual(
      runs.map(({ state, reason, samples }) => [reason ?? state, samples]),
      [
        ['finished', 20],
        ['finished', 20],
      ],
      stderr,
    );
    assert.ok(!existsSync(path.join(folder, 'runs')));
  });

  it('keeps what each run prints, and runs in the folder itself if it is asked to', async () => {
    const folder = newFolder();
    const options = ['--rates', '0.1,0.01', '--out', 'kept', '--in-place', '--option', 'lr'];
    const { stderr } = await runCli(
      ['sweep', ...options, ...train('--print', '--steps', '30', '--save', 'model.bin')],
      folder,
    );
    assert.match(stderr, /Files that the program wrote in this folder: .*model\.bin/);
    assert.ok(existsSync(path.join(folder, 'model.bin')));
    for (const index of [0, 1])
      assert.match(readFileSync(path.join(folder, `kept/runs/${index}/attempt-1/output.log`), 'utf8'), /^step 0 loss/);
  });

  it('gives programs that run at once ports of their own for torchrun', async () => {
    const portsOf = async (jobs: string): Promise<string[]> => {
      const folder = newFolder();
      writeFileSync(path.join(folder, 'show.mjs'), 'console.log(`port ${process.env.PET_MASTER_PORT}`);\n');
      const options = ['--rates', '0.1,0.01', '--jobs', jobs, '--out', 'kept', '--option', 'lr'];
      await runCli(['sweep', ...options, '--', process.execPath, 'show.mjs'], folder);
      return [0, 1].map((run) =>
        readFileSync(path.join(folder, `kept/runs/${run}/attempt-1/output.log`), 'utf8').trim(),
      );
    };
    const [one, other] = await portsOf('2');
    assert.match(one, /^port \d+$/);
    assert.match(other, /^port \d+$/);
    assert.notEqual(one, other);
    assert.deepEqual(await portsOf('1'), ['port undefined', 'port undefined']);
  });

  it('keeps to the time that it is given, and says which runs that was too short for', async () => {
    const args = ['--max-minutes', '0.2', '--jobs', '1', '--no-prune', '--option', 'lr', '--json'];
    const long = train('--pause', '20', '--steps', '100000');
    const sweep = await runCli(['sweep', '--rates', '0.1,0.01,0.001', ...args, ...long], newFolder());
    assert.equal(sweep.code, 0, sweep.stderr);
    const { runs } = JSON.parse(sweep.stdout) as SweepDocument;
    assert.deepEqual(
      runs.map(({ state }) => state),
      ['cancelled', 'cancelled', 'cancelled'],
    );
    assert.match(runs[0].reason as string, /^Stopped because the time ran out: 0\.2 min/);
    assert.ok((runs[0].samples as number) > 0);
    for (const { reason } of runs.slice(1)) assert.match(reason as string, /^Not started: too little of the/);
    const search = await runCli(['sweep', '--search', '--from', '0.1', '--out', 'kept', ...args, ...long], newFolder());
    assert.deepEqual(
      (JSON.parse(search.stdout) as SweepDocument).runs.map(({ state }) => state),
      ['cancelled'],
    );
  });

  it('cancels all at Ctrl+C', async function () {
    needsPosixProcesses(this);
    const folder = newFolder();
    const call = startCli(
      [
        'sweep',
        '--rates',
        '0.1,0.01,0.001',
        '--jobs',
        '2',
        '--out',
        'kept',
        '--json',
        ...train('--pause', '10', '--steps', '100000'),
      ],
      folder,
    );
    const metrics = path.join(folder, 'kept/runs/1/attempt-1/metrics.jsonl');
    await until('two train', () => existsSync(metrics));
    call.process.kill('SIGINT');
    const { code, stdout } = await call.ended;
    assert.equal(code, 130);
    assert.deepEqual(
      (JSON.parse(stdout) as SweepDocument).runs.map(({ state }) => state),
      ['cancelled', 'cancelled', 'cancelled'],
    );
  });

  it('refuses with a sentence what it cannot do', async () => {
    const folder = path.join(newFolder(), 'project');
    mkdirSync(folder);
    writeFileSync(path.join(folder, '../lr.yaml'), '{ optimizer: sgd, lr: 0.1 }\n');
    writeFileSync(path.join(folder, 'lr.json'), '{"optimizer": "sgd", "lr": 0.1}');
    writeFileSync(path.join(folder, 'two.py'), 'import torch\na = torch.optim.SGD(p, lr=0.1)\n');
    for (const [args, message] of [
      [train(), /Give the learning rates with --rates/],
      [['--search', ...train()], /No starting rate was found in the code/],
      [['--search', '--rates', '0.1', ...train()], /--rates and --search contradict/],
      [['--rates', '0.1', '--option', 'lr', '--env', 'LR', ...train()], /--option and --env contradict each other/],
      [['--rates', '0.1', '--command', './train'], /--command must contain \{rate\}/],
      [['--rates', '0.1', '--command', './train {rate}', ...train()], /either after -- or as --command/],
      [['--rates', '0.1', '--at', 'two.py', ...train()], /--at must be a file and a line/],
      [['--rates', '0.1', '--at', 'two.py:1', ...train()], /has no learning rate at line 1/],
      [
        ['--rates', '0.1', '--at', 'lr.js:1', ...train()],
        /only numbers in Python, YAML, JSON and TOML files and in notebooks can be/,
      ],
      [['--rates', '0.1', '--at', '../lr.yaml:1', ...train()], /lr\.yaml is not in this folder, and each run gets/],
      [['--rates', '0.1', '--log', 'log.csv', ...train()], /With --log, say how to set the rate/],
      [['--rates', '0.1', '--env', 'LR', '--log', 'x', '--steps', '9', ...train()], /--log and --steps contradict/],
      [['--rates', '0.1', '--max-minutes', '0', ...train()], /--max-minutes must be a number above 0/],
      [
        ['--rates', '0.1', '--jobs', '2', '--option', 'lr', ...train('--master-port', '29633')],
        /Only one run at a time can use port 29633, which --master-port names\. Leave out --master-port/,
      ],
      [
        ['--jobs', '2', '--rates', '0.1', '--command', 'torchrun --rdzv-endpoint=localhost:29400 {rate}'],
        /use port 29400, which --rdzv-endpoint names\. Write --rdzv-endpoint localhost:0/,
      ],
      [['--rates', '0.1', '--copy', '--in-place', ...train()], /--copy and --in-place contradict each other/],
      [['--rates', '0.1', '--preset', 'x', ...train()], /There is no option --preset/],
    ] as const) {
      const { code, stderr } = await runCli(['sweep', ...args], folder);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
    }
  });
});

describe('goldilocks find with a program', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();

  it('suggests a rate from repeats with other seeds, and confirms it by short runs', async () => {
    const folder = newFolder();
    const { code, stdout, stderr } = await runCli(
      ['find', '--json', '--out', 'kept', ...train('--steps', '1000', '--save', 'model.bin')],
      folder,
    );
    assert.equal(code, 0, stderr);
    const found = JSON.parse(stdout) as {
      repeats: { seed: number; stopped: boolean; points: [number, number][] }[];
      suggestion: { rate: number; low: number; high: number };
      confirmation: { rate: number; score: number }[];
      others: object;
      share: number;
      steps: number;
    };
    assert.deepEqual(
      found.repeats.map(({ seed, stopped }) => [seed, stopped]),
      [
        [1, true],
        [2, true],
      ],
    );
    assert.notDeepEqual(found.repeats[0].points, found.repeats[1].points);
    assert.ok(found.suggestion.rate > 0.005 && found.suggestion.rate < 0.2, String(found.suggestion.rate));
    assert.equal(found.confirmation.length, 3);
    const steps = found.repeats.reduce((sum, { points }) => sum + points.length, 0) + 3 * 199;
    assert.deepEqual([found.steps, found.share.toFixed(3)], [steps, (steps / 1000).toFixed(3)]);
    assert.match(stderr, /now deleted: model\.bin/);
    assert.deepEqual(readdirSync(folder), ['kept', 'kept-confirmation']);
    const { record } = await ExperimentFolder.open(path.join(folder, 'kept'));
    assert.deepEqual([record.kind, record.subject], ['program-test', 'program']);
  });

  it('gives a reason where it cannot, and confirms nothing then', async () => {
    const { code, stdout } = await runCli(
      ['find', '--json', '--to', '1e-4', '--seeds', '1', ...train('--steps', '1000')],
      newFolder(),
    );
    assert.equal(code, 0);
    const { suggestion, refusal, confirmation } = JSON.parse(stdout) as Record<string, { reason: string } | null>;
    assert.deepEqual([suggestion, confirmation], [null, null]);
    assert.ok(['flat', 'never-diverged'].includes(refusal!.reason));
  });

  it('tests a short program in as many steps as it has', async () => {
    const folder = newFolder();
    const args = ['find', '--json', '--out', 'kept', '--seeds', '2', ...train('--short', '--steps', '60')];
    const { code, stdout, stderr } = await runCli(args, folder);
    assert.equal(code, 0, stderr);
    assert.equal(stderr.match(/The program has only 60 steps, so the test starts again with that many\./g)?.length, 1);
    assert.match(stderr, /seed 2 .*cancelled\n/);
    assert.doesNotMatch(stderr, /failed/);
    const { repeats } = JSON.parse(stdout) as { repeats: { points: [number, number][] }[] };
    assert.equal(repeats.length, 2);
    for (const { points } of repeats) assert.ok(points.length > 20 && points.length <= 60);
    const confirmation = await ExperimentFolder.open(path.join(folder, 'kept-confirmation'));
    assert.equal((confirmation.record.choice as { steps: number }).steps, 40);
  });

  it('tests a program again each time that it stops earlier than before', async () => {
    const folder = newFolder();
    const lengths = path.join(folder, 'lengths');
    writeFileSync(lengths, '60 50');
    const program = `import sys
sys.path.insert(0, ${JSON.stringify(FAKE_FRAMEWORKS)})
import torch
length, *rest = open(${JSON.stringify(lengths)}).read().split()
open(${JSON.stringify(lengths)}, "w").write(" ".join(rest) or length)
optimizer = torch.optim.SGD([torch.Tensor(0)], lr=0.5)
for step in range(int(length)):
    torch.Tensor(1 / (step + 1)).backward()
    optimizer.step()
`;
    writeFileSync(path.join(folder, 'train.py'), program);
    const args = ['find', '--json', '--out', 'kept', '--seeds', '2', '--', BARE_PYTHON, 'train.py'];
    const { code, stderr } = await runCli(args, folder);
    assert.equal(code, 0, stderr);
    for (const steps of [60, 50]) assert.match(stderr, new RegExp(`has only ${steps} steps, so the test starts again`));
    const test = await ExperimentFolder.open(path.join(folder, 'kept'));
    assert.equal((test.record.choice as { steps: number }).steps, 50);
    const { runs } = await test.overview();
    assert.deepEqual(
      runs.map(({ state }) => state),
      ['finished', 'finished'],
    );
  });

  it('asks for fewer steps where their number was given', async () => {
    const args = ['find', '--json', '--seeds', '1', '--steps', '200', ...train('--short', '--steps', '60')];
    const { code, stdout } = await runCli(args, newFolder());
    assert.equal(code, 1);
    const [{ reason }] = (JSON.parse(stdout) as { failures: { reason: string }[] }).failures;
    assert.match(reason, /^The program ended after 60 of 200 steps, .* or use fewer steps with --steps\.$/);
  });

  it('deletes nothing that a short program has written into the folder of the test', async () => {
    const folder = newFolder();
    const program = train('--short', '--steps', '60', '--save', 'kept/model.bin');
    const { code, stderr } = await runCli(['find', '--in-place', '--out', 'kept', '--seeds', '1', ...program], folder);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /kept is not empty; name a new or empty folder for the experiment/);
    assert.deepEqual(readdirSync(path.join(folder, 'kept')), ['model.bin']);
  });

  it('does not ask for fewer steps of a program that is too short for any test', async () => {
    const call = ['find', '--json', '--seeds', '1', ...train('--short', '--steps', '12')];
    const { code, stdout } = await runCli(call, newFolder());
    assert.equal(code, 1);
    const [{ reason }] = (JSON.parse(stdout) as { failures: { reason: string }[] }).failures;
    assert.equal(reason, 'The program ended after 12 of 300 steps. Let it train for at least 20.');
  });

  it('says why a repeat failed', async () => {
    const { code, stdout } = await runCli(['find', '--json', '--seeds', '1', ...train('--print')], newFolder());
    assert.equal(code, 1);
    const { failures } = JSON.parse(stdout) as { failures: { seed: number; reason: string }[] };
    assert.equal(failures.length, 1);
    assert.match(failures[0].reason, /^The learning rate can't be set from outside/);
  });

  it('says that it ran in a copy where a file was missing', async () => {
    const program =
      'process.stderr.write("Traceback (most recent call last):\\nFileNotFoundError: ../data\\n"); process.exitCode = 1';
    const args = ['find', '--json', '--seeds', '1', '--', process.execPath, '-e', program];
    const reasonOf = async (...options: string[]): Promise<string> => {
      const { stdout } = await runCli([args[0], ...options, ...args.slice(1)], newFolder());
      return (JSON.parse(stdout) as { failures: { reason: string }[] }).failures[0].reason;
    };
    assert.match(
      await reasonOf(),
      /^The program ended with an exception: FileNotFoundError: \.\.\/data\. It ran in a copy /,
    );
    assert.match(await reasonOf('--in-place'), /\.\.\/data$/);
  });

  it('does not offer the folder itself for a file that is missing where settings are changed', async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'config.json'), '{"optimizer": "sgd", "lr": 0.1}\n');
    const program =
      'process.stderr.write("Traceback (most recent call last):\\nFileNotFoundError: ../data\\n"); process.exitCode = 1';
    const way = ['--rates', '0.1', '--at', 'config.json:1'];
    const { stdout } = await runCli(['sweep', '--json', ...way, '--', process.execPath, '-e', program], folder);
    const [{ reason }] = (JSON.parse(stdout) as SweepDocument).runs;
    assert.match(reason as string, /It ran in a copy .* give the program their absolute paths\.$/);
  });

  it('does not blame the copy for a file that is missing at an absolute path elsewhere', async () => {
    const missing = 'FileNotFoundError: [Errno 2] No such file or directory: ';
    const reasonOf = async (name: string): Promise<string> => {
      const text = `"Traceback (most recent call last):\\n${missing}'" + ${name} + "'\\n"`;
      const program = `process.stderr.write(${text}); process.exitCode = 1`;
      const call = ['find', '--json', '--seeds', '1', '--', process.execPath, '-e', program];
      const { stdout } = await runCli(call, newFolder());
      return (JSON.parse(stdout) as { failures: { reason: string }[] }).failures[0].reason;
    };
    assert.match(await reasonOf('"/nowhere/data"'), /'\/nowhere\/data'$/);
    assert.match(await reasonOf('require("node:path").resolve("../data")'), /It ran in a copy/);
  });
});
