import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MAX_READ } from '../../src/app/programs/growingFile.ts';
import { KeptFolder, keptFoldersIn } from '../../src/app/programs/keptFolder.ts';
import type { KeptRecord } from '../../src/app/programs/keptFolder.ts';
import { KeptProgram, launchOf } from '../../src/app/programs/keptProgram.ts';
import { ProgramTraining } from '../../src/app/programs/programTraining.ts';
import type { RunEvent } from '../../src/domain/runEvent.ts';
import { LOOK_INTERVAL } from '../../src/programs/keptFiles.ts';
import { temporaryFolders } from '../support/folders.ts';
import { childrenOf, isRunning, needsPosixProcesses, processesWith, until } from '../support/processes.ts';
import { PARTS, trainLaunch } from '../support/trainProgram.ts';

/** Milliseconds after which a program that nobody follows ends, where a test waits for that. */
const SOON = 500;
/** Longer than any of these tests. */
const LATE = 60_000;

describe('a program that outlives its window', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const windows: ChildProcess[] = [];
  afterEach(() => {
    for (const window of windows.splice(0)) window.kill('SIGKILL');
  });
  before(function () {
    needsPosixProcesses(this);
  });

  /** A window that has started the program, which has trained for some steps, and the processes of the program. */
  async function startIn(root: string, leftFor: number, ...args: string[]) {
    const file = path.join(root, 'children');
    const script = path.resolve('test/support/keptWindow.ts');
    const given = [root, String(leftFor), '--children', file, '--deaf', ...args];
    const window = spawn(process.execPath, ['--import', 'tsx', script, ...given], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    windows.push(window);
    let steps = 0;
    window.stdout.on('data', (bytes: Buffer) => (steps += bytes.toString().split('\n').length - 1));
    await until('the program trains', () => steps > 2);
    const pids = readFileSync(file, 'utf8').split('\n').map(Number);
    const guard = processesWith(PARTS.guard).find((pid) => childrenOf(pid).includes(pids[0]))!;
    const [folder] = await keptFoldersIn(path.join(root, 'programs'));
    return { window, pids, guard, folder };
  }

  async function kill(window: ChildProcess): Promise<void> {
    window.kill('SIGKILL');
    await once(window, 'exit');
  }

  /** Another window's events of the program, to its end. */
  async function followed(kept: KeptFolder, stop = new AbortController()): Promise<RunEvent[]> {
    const program = new ProgramTraining(launchOf(kept.record), {
      ...PARTS,
      name: 'train',
      start: async (_, options) => KeptProgram.follow(kept, { ...options, guardSilence: 2000 }),
    });
    const events: RunEvent[] = [];
    for await (const { event } of program.events(stop.signal)) events.push(event);
    return events;
  }

  async function takeOver(folder: string): Promise<KeptFolder> {
    const kept = await KeptFolder.takeOver(folder, 'second');
    assert.ok(kept, 'it can be taken over');
    return kept;
  }

  async function newKept(root: string, command: KeptRecord['command']): Promise<KeptFolder> {
    const record = { title: 'train', name: 'train', command, cwd: root, log: {} };
    return KeptFolder.create(path.join(root, 'programs'), record, 'first');
  }

  const stepsOf = (events: readonly RunEvent[]): number[] =>
    events.flatMap((event) => (event.type === 'samples' ? event.samples.map(({ step }) => step) : []));
  const firstSteps = (count: number): number[] => Array.from({ length: count }, (_, step) => step);

  for (const [way, ...args] of [['reported'], ['printed', '--print']])
    it(`is taken over when its window was killed, with every loss that it has ${way} from its first step on`, async () => {
      const { window, pids, folder } = await startIn(newFolder(), LATE, '--steps', '150', '--pause', '30', ...args);
      await kill(window);
      assert.ok(isRunning(pids[0]), 'the program goes on');
      const events = await followed(await takeOver(folder));
      assert.equal(events[0].type, 'started');
      const [first] = stepsOf(events);
      assert.deepEqual(stepsOf(events).map((step) => step - first), firstSteps(150));
      assert.deepEqual(events.at(-1), { type: 'ended', state: 'finished' });
      assert.deepEqual(pids.filter(isRunning), []);
      assert.equal(existsSync(folder), false, 'what was recorded is deleted');
    }); // prettier-ignore

  it('ends with all its children when no window comes, which the next one tells', async () => {
    const { window, pids, guard, folder } = await startIn(newFolder(), SOON, '--steps', '100000', '--pause', '30');
    await kill(window);
    await until('nothing is left', () => [...pids, guard].every((pid) => !isRunning(pid)));
    const events = await followed(await takeOver(folder));
    assert.ok(stepsOf(events).length > 2);
    const reason = 'The program was ended because its VS Code window was closed.';
    assert.deepEqual(events.at(-1), { type: 'ended', state: 'interrupted', reason });
    assert.equal(existsSync(folder), false);
  });

  it('is recorded as finished by the next window when it has ended before that came', async () => {
    const { window, guard, folder } = await startIn(newFolder(), LATE, '--steps', '60', '--pause', '20');
    await kill(window);
    await until('it has ended', () => !isRunning(guard));
    const events = await followed(await takeOver(folder));
    assert.deepEqual(stepsOf(events), firstSteps(60));
    assert.deepEqual(events.at(-1), { type: 'ended', state: 'finished' });
  });

  it('lives as long as the window that has taken it over gives signs of life', async () => {
    const { window, pids, folder } = await startIn(newFolder(), 2000, '--steps', '100000', '--pause', '30');
    await kill(window);
    const kept = await takeOver(folder);
    const signs = (): number => statSync(kept.files.guard).mtimeMs;
    const start = signs();
    await until('it has lived for longer than it would alone', () => signs() - start > 4000);
    assert.ok(isRunning(pids[0]));
    await kept.delete();
    await until('nothing is left', () => pids.every((pid) => !isRunning(pid)));
  });

  it('is ended with all its children by the window that has taken it over', async () => {
    const { window, pids, folder } = await startIn(newFolder(), LATE, '--steps', '100000', '--pause', '30');
    await kill(window);
    const stop = new AbortController();
    stop.abort();
    const events = await followed(await takeOver(folder), stop);
    assert.deepEqual(events.at(-1), { type: 'ended', state: 'cancelled', reason: 'Cancelled.' });
    assert.deepEqual(pids.filter(isRunning), []);
  });

  it('lives as long as the process of a window that is too busy to give signs of life', async () => {
    const { window, pids, folder } = await startIn(newFolder(), 1000, '--steps', '100000', '--pause', '30');
    // Windows that have taken it over, and give no sign of life.
    const own = (number: number, pid: number): void =>
      writeFileSync(path.join(folder, `owner-${number}.json`), JSON.stringify({ pid }));
    own(2, process.pid);
    await kill(window);
    const signs = (): number => statSync(path.join(folder, 'guard')).mtimeMs;
    const start = signs();
    await until('it has lived for longer than it would alone', () => signs() - start > 3000);
    assert.ok(isRunning(pids[0]));
    own(3, window.pid!);
    await until('nothing is left', () => pids.every((pid) => !isRunning(pid)));
  });

  it('is known from its first step on to a window that cancels it at once', async () => {
    const args = ['--print', '--steps', '100000000'];
    const { window, guard, folder } = await startIn(newFolder(), LATE, ...args);
    const output = path.join(folder, 'stdout');
    await until('it has printed more than is read at once', () => statSync(output).size > 8 * MAX_READ);
    await kill(window);
    const printed = readFileSync(output, 'utf8').split('\n').length - 1;
    const stop = new AbortController();
    stop.abort();
    const steps = stepsOf(await followed(await takeOver(folder), stop));
    assert.deepEqual(steps.slice(0, printed), firstSteps(printed));
    assert.ok(!isRunning(guard));
  });

  it('belongs to one window: not to another while that is there, and then to the faster one', async () => {
    const { window, pids, folder } = await startIn(newFolder(), LATE, '--steps', '100000', '--pause', '30');
    assert.equal(await KeptFolder.takeOver(folder, 'second'), null);
    await kill(window);
    const takers = await Promise.all(['second', 'third', 'fourth'].map((name) => KeptFolder.takeOver(folder, name)));
    const winners = takers.filter((kept) => kept !== null);
    assert.equal(winners.length, 1);
    assert.equal(await KeptFolder.takeOver(folder, 'fifth'), null);
    await winners[0].delete();
    await until('nothing is left', () => pids.every((pid) => !isRunning(pid)));
  });

  it('ends when its guard is killed, where a window follows it', async () => {
    const { window, pids, guard } = await startIn(newFolder(), LATE, '--steps', '100000', '--pause', '30');
    process.kill(guard, 'SIGKILL');
    await once(window, 'exit');
    assert.deepEqual(pids.filter(isRunning), []);
  });

  it('is ended by the next window when its guard and its window were killed', async () => {
    const { window, pids, guard, folder } = await startIn(newFolder(), LATE, '--steps', '100000', '--pause', '30');
    process.kill(guard, 'SIGKILL');
    await kill(window);
    const last = (await followed(await takeOver(folder))).at(-1);
    assert.deepEqual([last?.type === 'ended' && last.state, pids.filter(isRunning)], ['interrupted', []]);
  });

  it('goes on where its folder cannot be read for a while', async () => {
    const root = newFolder();
    const [real, link] = [path.join(root, 'real'), path.join(root, 'programs')];
    mkdirSync(real);
    symlinkSync(real, link);
    const { window, folder } = await startIn(root, LATE, '--steps', '100', '--pause', '30', '--print');
    await kill(window);
    const [toItself, back] = [path.join(root, 'to-itself'), path.join(root, 'back')];
    symlinkSync('programs', toItself);
    symlinkSync(real, back);
    renameSync(toItself, link);
    await delay(3 * LOOK_INTERVAL);
    renameSync(back, link);
    assert.deepEqual((await followed(await takeOver(folder))).at(-1), { type: 'ended', state: 'finished' });
  });

  it('goes on where a window cannot read how it has ended for a while', async () => {
    const { window, folder } = await startIn(newFolder(), LATE, '--steps', '100', '--pause', '30');
    await kill(window);
    const kept = await takeOver(folder);
    symlinkSync('ended.json', kept.files.ended);
    const events = await followed(kept);
    assert.deepEqual(stepsOf(events), firstSteps(100));
    assert.deepEqual(events.at(-1), { type: 'ended', state: 'finished' });
  });

  it('tells how it has ended, and can be ended, where nothing can be written', async () => {
    for (const [steps, isStopped] of [
      ['1', false],
      ['100000', true],
    ] as const) {
      const kept = await newKept(newFolder(), trainLaunch('', ['--steps', steps, '--pause', '10']).command);
      mkdirSync(`${kept.files.ended}.tmp`);
      Object.assign(kept.files, { end: path.join(kept.files.folder, 'none', 'end') });
      const program = await KeptProgram.start(kept, { ...PARTS, onOutput: () => undefined });
      if (isStopped) program.end();
      const { code, signal } = await program.ended;
      assert.deepEqual([code, signal], isStopped ? [null, 'SIGINT'] : [0, null]);
      await program.dispose();
    }
  });

  it('goes on where the guard that its window has started is slow', async () => {
    const kept = await newKept(newFolder(), trainLaunch('', ['--steps', '40', '--pause', '50']).command);
    const program = await KeptProgram.start(kept, { ...PARTS, onOutput: () => undefined, guardSilence: 500 });
    await until('its guard has given a sign', () => existsSync(kept.files.guard));
    const [guard] = childrenOf(process.pid).filter((pid) => processesWith(PARTS.guard).includes(pid));
    process.kill(guard, 'SIGSTOP');
    await delay(1500);
    process.kill(guard, 'SIGCONT');
    assert.deepEqual(await program.ended, { type: 'exited', code: 0, signal: null });
    await program.dispose();
  });

  it('ends when its guard is killed while it prints faster than is shown', async () => {
    const kept = await newKept(newFolder(), ['node', '-e', "for (;;) require('fs').writeSync(1, 'x'.repeat(1024))"]);
    await KeptProgram.start(kept, { ...PARTS, onOutput: () => delay(100), maxOutput: 1 << 30 });
    await until('it prints', () => existsSync(kept.files.stdout) && statSync(kept.files.stdout).size > 4 << 20);
    const [guard] = childrenOf(process.pid).filter((pid) => processesWith(PARTS.guard).includes(pid));
    const [pid] = childrenOf(guard);
    process.kill(guard, 'SIGKILL');
    await until('nothing is left', () => !isRunning(pid), 5000).finally(
      () => isRunning(pid) && process.kill(pid, 'SIGKILL'),
    );
    await kept.delete();
  });

  it('keeps only the end of what it prints without end', async () => {
    const root = newFolder();
    const kept = await newKept(root, trainLaunch(root, ['--flood', '20000', '--steps', '50', '--pause', '20']).command);
    let [bytes, cuts] = [0, 0];
    const program = await KeptProgram.start(kept, {
      ...PARTS,
      maxOutput: 1 << 20,
      onOutput: async (chunk) => {
        bytes += chunk.length;
        // A terminal that is slower than the program.
        await new Promise((resolve) => setTimeout(resolve, 100));
      },
      onCut: () => cuts++,
    });
    assert.deepEqual(await program.ended, { type: 'exited', code: 0, signal: null });
    await program.dispose();
    assert.equal(cuts, 1);
    assert.ok(bytes > 0 && bytes < 20_000 * 1024, `${bytes} bytes`);
  });

  for (const [why, command, sentence] of [
    ['is not found', ['no-such-program'], /^ProgramError: The program "no-such-program" was not found\. Check its name/],
    ['has too long arguments', ['node', 'x'.repeat(9 << 20)], /^ProgramError: The program "node" could not .*E2BIG/],
  ] as const)
    it(`says in a sentence that it cannot be started where it ${why}`, async () => {
      const kept = await newKept(newFolder(), command);
      const program = await KeptProgram.start(kept, { ...PARTS, onOutput: () => undefined });
      await assert.rejects(program.ended, sentence);
      await program.dispose();
      assert.equal(existsSync(kept.files.folder), false);
    }); // prettier-ignore
});
