import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ProgramTraining } from '../../src/app/programs/programTraining.ts';
import type { RunEvent } from '../../src/domain/runEvent.ts';
import type { Launch } from '../../src/programs/launch.ts';
import { RunningProgram } from '../../src/programs/runningProgram.ts';
import { temporaryFolders } from '../support/folders.ts';
import { childrenOf, isRunning, needsPosixProcesses, processesWith, until } from '../support/processes.ts';
import { PARTS, trainLaunch } from '../support/trainProgram.ts';

describe("a program of the user's", function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const quiet = { ...PARTS, onOutput: () => undefined };
  const inlineLaunch = (cwd: string, code: string): Launch => ({
    command: [process.execPath, '-e', code],
    cwd,
    env: {},
    mode: { name: 'watch' },
  });

  /** The events of a program to its end. */
  async function eventsOf(launch: Launch, signal = new AbortController().signal): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    const program = new ProgramTraining(launch, { ...PARTS, name: 'train', patience: 300 });
    for await (const { event } of program.events(signal)) events.push(event);
    return events;
  }

  /** A program with a child in its group and one outside, all deaf to polite signals; their process ids. */
  async function withChildren(folder: string, options: { patience: number }) {
    const file = path.join(folder, 'children');
    const launch = trainLaunch(folder, ['--children', file, '--deaf', '--pause', '50', '--steps', '100000']);
    const program = await RunningProgram.start(launch, { ...quiet, ...options });
    await until(
      'the program has started its children',
      () => existsSync(file) && readFileSync(file, 'utf8').split('\n').length === 3,
    );
    return { program, pids: readFileSync(file, 'utf8').split('\n').map(Number) };
  }

  it('runs in its folder with its arguments, and hands on what it prints', async () => {
    const folder = newFolder();
    const printed = { stdout: '', stderr: '' };
    const code = 'console.log(process.cwd()); console.error(process.argv.slice(1).join("|")); process.exit(3)';
    const launch: Launch = {
      command: [process.execPath, '-e', code, '--', 'a b', '$HOME', '"'],
      cwd: folder,
      env: {},
      mode: { name: 'watch' },
    };
    const program = await RunningProgram.start(launch, {
      ...PARTS,
      onOutput: (bytes, name) => void (printed[name] += bytes.toString()),
    });
    assert.deepEqual(await program.ended, { type: 'exited', code: 3, signal: null });
    assert.deepEqual(printed, { stdout: `${folder}\n`, stderr: 'a b|$HOME|"\n' });
    await program.dispose();
    assert.equal(existsSync(program.channel), false);
  });

  it('waits for whoever reads its output, and loses nothing of it', async () => {
    let [bytes, open, most] = [0, 0, 0];
    const program = await RunningProgram.start(trainLaunch(newFolder(), ['--flood', '5000', '--steps', '1']), {
      ...PARTS,
      onOutput: async (chunk) => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        bytes += chunk.length;
        open--;
      },
    });
    await program.ended;
    assert.equal(bytes, 5000 * 1024);
    assert.equal(most, 1);
    await program.dispose();
  });

  it('says in a sentence why it cannot be started', async () => {
    const folder = newFolder();
    const missing = await RunningProgram.start({ ...trainLaunch(folder), command: ['no-such-program'] }, quiet);
    await assert.rejects(missing.ended, /The program "no-such-program" was not found\. Check its name/);
    await missing.dispose();
    const notebook = await RunningProgram.start({ ...trainLaunch(folder), command: ['train.ipynb'] }, quiet);
    await assert.rejects(
      notebook.ended,
      /^ProgramError: train\.ipynb can't be started by itself\. Use python train\.ipynb\.$/,
    );
    await notebook.dispose();
    const spaced = await RunningProgram.start({ ...trainLaunch(folder), command: ['my train.py'] }, quiet);
    await assert.rejects(spaced.ended, /Use python "my train\.py"\./);
    await spaced.dispose();
    await assert.rejects(RunningProgram.start(trainLaunch(path.join(folder, 'gone')), quiet), /does not exist/);
  });

  it('ends with all its children when it is cancelled, however deaf they are', async function () {
    needsPosixProcesses(this);
    const { program, pids } = await withChildren(newFolder(), { patience: 200 });
    program.end();
    assert.deepEqual(await program.ended, { type: 'exited', code: null, signal: 'SIGKILL' });
    assert.deepEqual(pids.map(isRunning), [false, false, false]);
    await program.dispose();
  });

  it('ends its children when it is killed itself', async function () {
    needsPosixProcesses(this);
    const { program, pids } = await withChildren(newFolder(), { patience: 200 });
    process.kill(pids[0], 'SIGKILL');
    await program.ended;
    assert.deepEqual(pids.map(isRunning), [false, false, false]);
    await program.dispose();
  });

  it('ends when its guard is killed', async function () {
    needsPosixProcesses(this);
    const { program, pids } = await withChildren(newFolder(), { patience: 200 });
    const guard = childrenOf(process.pid).find((pid) => childrenOf(pid).includes(pids[0]))!;
    process.kill(guard, 'SIGKILL');
    assert.deepEqual(await program.ended, { code: null, signal: 'SIGKILL' });
    assert.deepEqual(pids.map(isRunning), [false, false, false]);
    await program.dispose();
  });

  it('may end itself when it is asked to, as with Ctrl+C', async function () {
    needsPosixProcesses(this);
    const code = "process.on('SIGINT', () => process.exit(7)); setInterval(() => 0, 1000); console.log('up')";
    let isUp = false;
    const program = await RunningProgram.start(inlineLaunch(newFolder(), code), {
      ...PARTS,
      onOutput: () => void (isUp = true),
    });
    await until('the program is up', () => isUp);
    program.end();
    assert.deepEqual(await program.ended, { type: 'exited', code: 7, signal: null });
    await program.dispose();
  });

  it('becomes a run with what the probe measures', async () => {
    const events = await eventsOf(trainLaunch(newFolder(), ['--steps', '50']));
    const [started] = events;
    assert.deepEqual(started.type === 'started' && [started.facts.rate, started.facts.optimizer, started.facts.total], [
      0.02,
      'torch.optim.SGD',
      50,
    ]);
    const steps = events.flatMap((event) => (event.type === 'samples' ? event.samples.map(({ step }) => step) : []));
    assert.deepEqual(
      steps,
      Array.from({ length: 50 }, (_, step) => step),
    );
    assert.deepEqual(events.at(-1), { type: 'ended', state: 'finished' });
  });

  it('is read by its printed losses where the probe is silent', async () => {
    const events = await eventsOf(trainLaunch(newFolder(), ['--print', '--steps', '30']));
    const samples = events.flatMap((event) => (event.type === 'samples' ? event.samples : []));
    assert.equal(samples.length, 30);
    assert.deepEqual(events.at(-1), { type: 'ended', state: 'finished' });
  });

  it('is read by its printed losses, with what the probe says, where the probe does not see them', async () => {
    const events = await eventsOf(trainLaunch(newFolder(), ['--blind', '--steps', '30']));
    const samples = events.flatMap((event) => (event.type === 'samples' ? event.samples : []));
    assert.equal(samples.filter(({ loss }) => loss !== undefined).length, 30);
    const notices = events.filter((event) => event.type === 'notice');
    assert.deepEqual(notices, [{ type: 'notice', text: 'The losses are read from the output.', count: 1 }]);
    assert.deepEqual(events.at(-1), { type: 'ended', state: 'finished' });
  });

  it('is not read by what it prints within its first step', async () => {
    const code = `
      const { appendFileSync } = require('node:fs');
      const file = JSON.parse(process.env.GOLDILOCKS_PROBE).directory + '/1-1.jsonl';
      const report = (line) => appendFileSync(file, JSON.stringify(line) + '\\n');
      report({ type: 'started', probe: 1, pid: 1, frameworks: { torch: '2.13.0' }, argv: [], rank: 0 });
      for (const loss of [3, 2, 1]) console.log('loss', loss);
      setTimeout(() => report({ type: 'samples', samples: [{ step: 0, loss: 3 }] }), 1000);`;
    const program = new ProgramTraining(inlineLaunch(newFolder(), code), { ...PARTS, name: 'train', probeWait: 0 });
    const samples: unknown[] = [];
    for await (const { event } of program.events(new AbortController().signal))
      if (event.type === 'samples') samples.push(...event.samples);
    assert.deepEqual(samples, [{ step: 0, loss: 3 }]);
  });

  it('becomes several runs where it trains several models, of which only the last ends as it does', async () => {
    const code = `
      const { appendFileSync } = require('node:fs');
      const { directory } = JSON.parse(process.env.GOLDILOCKS_PROBE);
      const report = (index, line) => appendFileSync(\`\${directory}/1-\${index}.jsonl\`, JSON.stringify(line) + '\\n');
      for (const [index, state] of ['over', 'failed'].entries()) {
        report(index, { type: 'started', probe: 1, pid: 1, frameworks: {}, argv: [], rank: 0 });
        report(index, { type: 'samples', samples: [{ step: 0, loss: 3 }] });
        report(index, { type: 'ended', state, exception: 'ValueError: no data' });
      }
      process.exitCode = 1;`;
    const program = new ProgramTraining(inlineLaunch(newFolder(), code), { ...PARTS, name: 'train' });
    const told: unknown[] = [];
    for await (const { name, event } of program.events(new AbortController().signal))
      told.push([name, event.type === 'ended' ? event.state : event.type]);
    assert.deepEqual(told, [
      ['train', 'started'],
      ['train', 'samples'],
      ['train', 'finished'],
      ['train (2)', 'started'],
      ['train (2)', 'samples'],
      ['train (2)', 'failed'],
    ]);
  });

  it('makes no run where nothing trains', async () => {
    assert.deepEqual(await eventsOf(inlineLaunch(newFolder(), 'console.log("hello")')), []);
  });

  it('fails with the exception that ended it, whose traceback is kept', async () => {
    const ended = (await eventsOf(trainLaunch(newFolder(), ['--throw', '--steps', '5']))).at(-1);
    assert.ok(ended?.type === 'ended');
    assert.equal(ended.state, 'failed');
    assert.equal(ended.reason, 'The program ended with an exception: ValueError: no data');
    assert.match(ended.stderrTail!, /^Traceback .*\n.*line 3\nValueError/);
    const printed = (await eventsOf(trainLaunch(newFolder(), ['--throw', '--print', '--steps', '5']))).at(-1);
    assert.ok(printed?.type === 'ended');
    assert.equal(printed.reason, 'The program ended with exit code 1.');
    assert.match(printed.stderrTail!, /Error: no data/);
  });

  it('fails with what Python printed of the last exception, also where the message has several lines', async () => {
    const traceback = 'Traceback (most recent call last):\n  File "train.py", line 3\n';
    const text = `${traceback}KeyError: 1\n\n${traceback}\u001b[31mFileNotFoundError: no data\u001b[0m\nSee the manual.\n`;
    const code = `for (const i of [3, 2]) console.log("loss", i); process.stderr.write(${JSON.stringify(text)}); process.exitCode = 1`;
    const ended = (await eventsOf(inlineLaunch(newFolder(), code))).at(-1);
    assert.ok(ended?.type === 'ended');
    assert.equal(ended.reason, 'The program ended with an exception: FileNotFoundError: no data');
  });

  it('fails with the next line, too, where that of the exception only announces it', async () => {
    const traceback = 'Traceback (most recent call last):\n  File "train.py", line 3\n';
    for (const [text, reason] of [
      [
        'RuntimeError: Error(s) in loading state_dict for Net:\n\tsize mismatch for fc.\n',
        'for Net: size mismatch for fc.',
      ],
      ['ChildFailedError: \r\n=====\r\ntrain.py FAILED\r\n', 'ChildFailedError: train.py FAILED'],
      ['KeyError:\n', 'KeyError:'],
    ] as const) {
      const code = `for (const i of [3, 2]) console.log("loss", i); process.stderr.write(${JSON.stringify(traceback + text)}); process.exitCode = 1`;
      const ended = (await eventsOf(inlineLaunch(newFolder(), code))).at(-1);
      assert.ok(ended?.type === 'ended');
      assert.ok(ended.reason!.endsWith(reason), ended.reason);
      assert.doesNotMatch(ended.reason!, /\n/);
    }
  });

  it('fails with the exception of the first of its processes that failed, not with those that follow from it', async () => {
    const traceback = (rank: number, error: string) =>
      ['Traceback (most recent call last):', '  File "train.py", line 3', error]
        .map((line) => `[rank${rank}]: ${line}\n`)
        .join('');
    const launcher =
      'Traceback (most recent call last):\n  File "run.py", line 9\nChildFailedError: \ntrain.py FAILED\n';
    const text = `[rank0]: A warning.\n${traceback(1, 'KeyError: 1')}${traceback(0, 'RuntimeError: Connection closed')}${launcher}`;
    const code = `for (const i of [3, 2]) console.log("loss", i); process.stderr.write(${JSON.stringify(text)}); process.exitCode = 1`;
    const ended = (await eventsOf(inlineLaunch(newFolder(), code))).at(-1);
    assert.ok(ended?.type === 'ended');
    assert.equal(ended.reason, 'The program ended with an exception: KeyError: 1');
    assert.equal(ended.stderrTail, 'Traceback (most recent call last):\n  File "train.py", line 3\nKeyError: 1');
  });

  it('does not take an exception that it caught for the reason that it ended', async function () {
    needsPosixProcesses(this);
    const text = 'Traceback (most recent call last):\n  File "train.py", line 3\nKeyError: 1\n';
    for (const [end, reason] of [
      ['process.exitCode = 3', /^The program ended with exit code 3\.$/],
      ['setTimeout(() => process.kill(process.pid, "SIGKILL"), 100)', /^The program was killed \(SIGKILL\)/],
    ] as const) {
      const code = `for (const i of [3, 2]) console.log("loss", i); process.stderr.write(${JSON.stringify(text)}); ${end}`;
      const ended = (await eventsOf(inlineLaunch(newFolder(), code))).at(-1);
      assert.ok(ended?.type === 'ended');
      assert.match(ended.reason!, reason);
      assert.match(ended.stderrTail!, /KeyError: 1$/);
    }
  });

  it('has finished where it gave up at a loss that is not finite: that is a result', async () => {
    const events = await eventsOf(trainLaunch(newFolder(), ['--lr', '1000', '--strict', '--steps', '500']));
    assert.deepEqual(events.at(-1), { type: 'ended', state: 'finished' });
  });

  it('is cancelled by its signal, and by a reader that stops', async function () {
    needsPosixProcesses(this);
    const launch = trainLaunch(newFolder(), ['--pause', '20', '--steps', '100000']);
    const stop = new AbortController();
    const program = new ProgramTraining(launch, { ...PARTS, name: 'train', patience: 300 });
    let last: RunEvent | null = null;
    for await (const { event } of program.events(stop.signal)) {
      last = event;
      if (event.type === 'samples') stop.abort();
    }
    assert.deepEqual(last, { type: 'ended', state: 'cancelled', reason: 'Cancelled.' });
    const left = new ProgramTraining(launch, { ...PARTS, name: 'train', patience: 300 });
    for await (const _ of left.events(new AbortController().signal)) break;
    await until(
      'no guard is left',
      () => !childrenOf(process.pid).some((pid) => processesWith(PARTS.guard).includes(pid)),
    );
  });
});
