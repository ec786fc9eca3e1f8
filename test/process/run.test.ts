import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { temporaryFolders } from '../support/folders.ts';
import { childrenOf, isRunning, needsPosixProcesses, runCli, startCli, until } from '../support/processes.ts';
import { BARE_PYTHON } from '../support/probe.ts';
import { findProgram } from '../support/programs.ts';
import { TRAIN } from '../support/trainProgram.ts';

const train = (...args: string[]): string[] => ['--', process.execPath, TRAIN, ...args];

describe('goldilocks run', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('prints one JSON document about the runs, and the output of the program elsewhere', async () => {
    const folder = newFolder();
    const { code, stdout, stderr } = await runCli(
      ['run', '--json', '--out', 'kept', ...train('--lr', '0.25', '--flood', '1')],
      folder,
    );
    assert.equal(code, 0);
    const { runs, ...document } = JSON.parse(stdout) as { runs: Record<string, unknown>[] };
    assert.deepEqual(document, {
      program: [process.execPath, TRAIN, '--lr', '0.25', '--flood', '1'],
      experiment: path.join(folder, 'kept'),
      exitCode: 0,
      probe: { version: 1, frameworks: { torch: '2.13.0' }, notices: [] },
    });
    const [{ unit, samples, nonFinite, state, rate, findings }] = runs;
    assert.deepEqual(
      [unit, samples, nonFinite, state, rate],
      ['step', 200, 0, 'finished', { first: 0.25, last: 0.25 }],
    );
    assert.equal((findings as { symptom: string }[])[0].symptom, 'exploding');
    assert.match(stderr, /xxxx/);
    assert.match(stderr, /goldilocks: error: The loss exploded/);
    const overview = await (await ExperimentFolder.open(path.join(folder, 'kept'))).overview();
    assert.equal(overview.record.subject, 'program');
    assert.deepEqual([overview.runs[0].facts.rate, overview.runs[0].facts.optimizer], [0.25, 'torch.optim.SGD']);
  });

  it('names trainings that run beside each other apart, also in the problems that it tells', async () => {
    const folder = newFolder();
    // As the probe of two processes reports that make their first steps slowly.
    const text = `import json, os, sys, time
folder = json.loads(os.environ["GOLDILOCKS_PROBE"])["directory"]
def tell(process, **line):
    with open(os.path.join(folder, process + ".jsonl"), "a") as file:
        file.write(json.dumps(line) + "\\n")
for process in ("1-1", "2-2"):
    tell(process, type="started", probe=1, frameworks={"torch": "2"}, rank=0)
time.sleep(1)
for process, last in (("1-1", 1), ("2-2", "NaN")):
    tell(process, type="samples", samples=[{"step": step, "loss": 1 if step < 20 else last} for step in range(30)])
`;
    writeFileSync(path.join(folder, 'train.py'), text);
    const { stdout, stderr } = await runCli(['run', '--json', '--', BARE_PYTHON, 'train.py'], folder);
    const { runs } = JSON.parse(stdout) as { runs: { name: string }[] };
    const name = `${BARE_PYTHON} train.py`;
    assert.deepEqual(
      runs.map((run) => run.name),
      [name, `${name} (2)`],
    );
    assert.match(stderr, /^goldilocks: error: python3? train\.py \(2\): The loss/m);
  });

  it('tells a problem on a line of its own, below a progress bar', async () => {
    const folder = newFolder();
    const text = `import json, os, sys
folder = json.loads(os.environ["GOLDILOCKS_PROBE"])["directory"]
sys.stderr.write("\\r 45%|####")
sys.stderr.flush()
with open(os.path.join(folder, "1-1.jsonl"), "w") as file:
    for line in (
        {"type": "started", "probe": 1, "frameworks": {"torch": "2"}, "rank": 0},
        {"type": "samples", "samples": [{"step": step, "loss": 1 if step < 20 else "NaN"} for step in range(30)]},
    ):
        file.write(json.dumps(line) + "\\n")
`;
    writeFileSync(path.join(folder, 'train.py'), text);
    const { stderr } = await runCli(['run', '--json', '--', BARE_PYTHON, 'train.py'], folder);
    assert.match(stderr, /^\r 45%\|####\ngoldilocks: error: The loss is NaN/);
  });

  it('says below a progress bar, too, how a program has ended that trained nothing', async () => {
    const folder = newFolder();
    writeFileSync(
      path.join(folder, 'train.py'),
      'import os, sys\nsys.stderr.write("\\r 45%|####")\nsys.stderr.flush()\nos._exit(3)\n',
    );
    const { stderr } = await runCli(['run', '--json', '--', BARE_PYTHON, 'train.py'], folder);
    assert.match(stderr, /^\r 45%\|####\nThe program ended with exit code 3/);
  });

  it('passes on output and failure of a program, and writes a report of it', async () => {
    const folder = newFolder();
    const { code, stdout, stderr } = await runCli(['run', '--out', 'kept', ...train('--exit', '4', '--print')], folder);
    assert.equal(code, 1);
    assert.match(stdout, /^step 0 loss/);
    assert.match(stdout, /failed. The program ended with exit code 4\./);
    assert.doesNotMatch(stderr, /step 0 loss/);
    assert.ok(existsSync(path.join(folder, 'kept', 'report.html')));
  });

  it('reads the losses that the program adds to its log', async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'log.csv'), 'step,loss\n0,7\n10,6\n20,5\n');
    const code = `
      const { appendFileSync } = require('node:fs');
      for (let step = 0; step < 4; step++) appendFileSync('log.csv', step + ',' + 1 / (step + 1) + '\\n');
      console.log('loss: 3');
      console.log('loss: 4');`;
    const args = ['run', '--json', '--log', 'log.csv', '--', process.execPath, '-e', code];
    const { code: exit, stdout, stderr } = await runCli(args, folder);
    assert.equal(exit, 0, stderr);
    const { runs } = JSON.parse(stdout) as { runs: Record<string, unknown>[] };
    assert.deepEqual(
      runs.map(({ samples, first, last, state }) => [samples, first, last, state]),
      [[4, { step: 0, loss: 1 }, { step: 3, loss: 0.25 }, 'finished']],
    );
    const nothing = await runCli(['run', '--log', 'no.csv', '--', process.execPath, '-e', code], folder);
    assert.match(nothing.stderr, /No losses were found in no\.csv/);
  });

  it('keeps nothing of a program that trains nothing, and says so', async () => {
    const folder = newFolder();
    const { code, stdout, stderr } = await runCli(['run', '--', process.execPath, '-e', 'console.log(1)'], folder);
    assert.deepEqual([code, stdout], [0, '1\n']);
    assert.match(stderr, /No losses were found/);
    assert.deepEqual(readdirSync(path.join(folder, 'goldilocks-experiments')), []);
  });

  it('says how a program ended that was killed before it trained', async function () {
    needsPosixProcesses(this);
    const folder = newFolder();
    const kill = 'process.kill(process.pid, "SIGKILL")';
    const { code, stderr } = await runCli(['run', '--', process.execPath, '-e', kill], folder);
    assert.equal(code, 1);
    assert.match(stderr, /^The program was killed \(SIGKILL\), possibly because the system ran out of memory\.$/m);
    assert.doesNotMatch(stderr, /No losses were found/);
  });

  it('deletes nothing that such a program has written into the folder of the experiment', async () => {
    const folder = newFolder();
    const write = "require('node:fs').writeFileSync('results/model.bin', '1')";
    const { code } = await runCli(['run', '--out', 'results', '--', process.execPath, '-e', write], folder);
    assert.equal(code, 0);
    assert.deepEqual(readdirSync(path.join(folder, 'results')), ['model.bin']);
  });

  it('refuses what it cannot start with a sentence', async () => {
    const folder = newFolder();
    for (const args of [['run'], ['run', '--'], ['run', 'python', 'train.py'], ['run', 'x', '--', 'y']]) {
      const { code, stderr } = await runCli(args, folder);
      assert.equal(code, 2);
      assert.match(stderr, /Name the program after --, for example/);
    }
    const { code, stderr } = await runCli(['run', '--', 'no-such-program'], folder);
    assert.equal(code, 1);
    assert.match(stderr, /The program "no-such-program" was not found/);
    assert.deepEqual(readdirSync(path.join(folder, 'goldilocks-experiments')), []);
  });

  it("leaves the program's own --help to the program", async () => {
    const { code, stdout } = await runCli(
      ['run', '--', process.execPath, '-e', 'console.log(process.argv[1])', '--', '--help'],
      newFolder(),
    );
    assert.deepEqual([code, stdout], [0, '--help\n']);
  });

  it('cancels the program at Ctrl+C, and keeps what was measured', async function () {
    needsPosixProcesses(this);
    const folder = newFolder();
    const call = startCli(['run', '--json', '--out', 'kept', ...train('--pause', '10', '--steps', '100000')], folder);
    const metrics = path.join(folder, 'kept/runs/0/attempt-1/metrics.jsonl');
    await until('something is measured', () => existsSync(metrics) && readFileSync(metrics, 'utf8').length > 0);
    call.process.kill('SIGINT');
    const { code, stdout } = await call.ended;
    assert.equal(code, 130);
    assert.equal((JSON.parse(stdout) as { runs: { state: string }[] }).runs[0].state, 'cancelled');
  });

  it('leaves no process behind when it is killed itself', async function () {
    needsPosixProcesses(this);
    const folder = newFolder();
    const file = path.join(folder, 'children');
    const call = startCli(['run', ...train('--children', file, '--pause', '10', '--steps', '100000')], folder);
    await until(
      'the program has started its children',
      () => existsSync(file) && readFileSync(file, 'utf8').split('\n').length === 3,
    );
    const pids = [...childrenOf(call.process.pid!), ...readFileSync(file, 'utf8').split('\n').map(Number)];
    assert.equal(pids.length, 4);
    call.process.kill('SIGKILL');
    await until('all have ended', () => !pids.some(isRunning), 30_000);
  });

  it('shows at once what a Python program prints, and reads its losses', async function () {
    const python = await findProgram('python3', 'python');
    if (!python) this.skip();
    const code = 'import time\nfor i in range(20): print(f"step {i} loss {1 / (i + 1):.4f}")\ntime.sleep(100)';
    const call = startCli(['run', '--', python, '-c', code], newFolder());
    await until('the losses are shown', () => call.output().includes('step 19'));
    call.process.kill('SIGINT');
    const { code: exit, stdout } = await call.ended;
    assert.equal(exit, 130);
    assert.match(stdout, /Experiment /);
  });
});
