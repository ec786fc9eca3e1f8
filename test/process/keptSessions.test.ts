import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { KeptFolder, keptFoldersIn } from '../../src/app/programs/keptFolder.ts';
import { sessionRecord } from '../../src/app/programSession/startSession.ts';
import { KINDS } from '../../src/kinds/kinds.ts';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { DIST, temporaryFolders } from '../support/folders.ts';
import { follow, libraryIn, planOf } from '../support/keptSession.ts';
import { isRunning, needsPosixProcesses, processesWith, until } from '../support/processes.ts';

/** Milliseconds after which a session that nobody follows ends, where a test waits for that. */
const SOON = 500;
/** Longer than any of these tests. */
const LATE = 60_000;

describe('a find or a sweep that outlives its window', function () {
  this.timeout(90_000);
  const windows: ChildProcess[] = [];
  const roots: string[] = [];
  afterEach(() => {
    for (const window of windows.splice(0)) window.kill('SIGKILL');
    for (const root of roots.splice(0)) for (const pid of processesMarked(root)) process.kill(pid, 'SIGKILL');
  });
  const newFolder = temporaryFolders();
  before(function () {
    needsPosixProcesses(this);
  });

  /** A window that has started a session, which may be killed. Copies of the program's folder are where `copies` tells. */
  async function startIn(root: string, leftFor: number, kind: 'find' | 'sweep', ...args: string[]) {
    roots.push(root);
    mkdirSync(path.join(root, 'program'));
    writeFileSync(path.join(root, 'program', 'data.txt'), 'data');
    const temporary = mkdtempSync(path.join(root, 'temporary-'));
    const script = path.resolve('test/support/sessionWindow.ts');
    const given = [root, String(leftFor), kind, '--pause', '10', ...args];
    const window = spawn(process.execPath, ['--import', 'tsx', script, ...given], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: temporary },
    });
    windows.push(window);
    let output = '';
    window.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
    await until('a run trains', () => /^samples/m.test(output));
    const [folder] = await keptFoldersIn(path.join(root, 'programs'));
    const copies = (): string[] => readdirSync(temporary).filter((name) => name.startsWith('goldilocks-copy-'));
    const [session] = processesWith(path.join(DIST, 'session.js'));
    // Those of the session, the guard of its program, and the program.
    const pids = (): number[] => processesMarked(folder);
    return { window, folder, copies, session, pids, output: () => output };
  }

  /** What is needed to start a session in this process. */
  async function startHere(root: string) {
    mkdirSync(path.join(root, 'program'));
    const plan = planOf('sweep', path.join(root, 'program'), ['--pause', '10', '--steps', '100000']);
    const kept = await KeptFolder.create(path.join(root, 'programs'), sessionRecord('train.mjs', plan), 'first');
    return { kept, library: libraryIn(root, 'first'), session: { plan, leftFor: LATE } };
  }

  async function kill(window: ChildProcess): Promise<void> {
    window.kill('SIGKILL');
    await once(window, 'exit');
  }

  async function takeOver(folder: string): Promise<KeptFolder> {
    const kept = await KeptFolder.takeOver(folder, 'second');
    assert.ok(kept, 'it can be taken over');
    return kept;
  }

  /** The experiments in the storage, oldest first. */
  async function experimentsIn(root: string) {
    const folders = readdirSync(path.join(root, 'experiments')).sort();
    return Promise.all(
      folders.map(async (name) => {
        const experiment = await ExperimentFolder.open(path.join(root, 'experiments', name));
        return { folder: experiment.folder, overview: await experiment.overview() };
      }),
    );
  }

  it('ends with the same suggestion as with one window, with every run saved once', async () => {
    const root = newFolder();
    const { window, folder, copies } = await startIn(root, LATE, 'find');
    assert.equal(copies().length, 1);
    await kill(window);
    const library = libraryIn(root, 'second');
    const steps = new Map<string, number[]>();
    library.on('run', (experiment, { index }, event) => {
      const key = `${experiment} ${index}`;
      if (event.type === 'samples')
        steps.set(key, [...(steps.get(key) ?? []), ...event.samples.map(({ step }) => step)]);
    });
    const { shown, ended } = follow(await takeOver(folder), library);
    assert.match(await ended, /^All runs have ended\./);
    const [test, confirmation, ...others] = await experimentsIn(root);
    assert.deepEqual(others, []);
    assert.deepEqual(shown, [confirmation.folder], 'the test was shown by the first window');
    const { suggestion } = KINDS['program-test'].summarize(test.overview);
    const { confirms } = confirmation.overview.record.choice as { confirms: number };
    assert.equal(confirms, suggestion?.rate);
    assert.ok(suggestion && suggestion.rate > 0.005 && suggestion.rate < 0.2, String(suggestion?.rate));
    for (const { folder: experiment, overview } of [test, confirmation])
      for (const { index, state } of overview.runs) {
        assert.equal(state, 'finished');
        assert.deepEqual(readdirSync(path.join(experiment, 'runs', String(index))).sort(), ['attempt-1', 'run.json']);
        const lines = readFileSync(path.join(experiment, 'runs', String(index), 'attempt-1', 'metrics.jsonl'), 'utf8');
        const written = lines.trim().split('\n').map((line) => (JSON.parse(line) as { step: number }).step); // prettier-ignore
        assert.deepEqual(written, [...written.keys()]);
        assert.deepEqual(steps.get(`${experiment} ${index}`), written, 'the window was told all of it');
      }
    assert.deepEqual(copies(), []);
    assert.equal(existsSync(folder), false, 'what was kept is deleted');
  });

  it('ends with all its processes when no window comes, and deletes the copy of the folder', async () => {
    const root = newFolder();
    const { window, folder, copies, pids } = await startIn(root, SOON, 'sweep', '--steps', '100000');
    const before = pids();
    assert.ok(before.length >= 3, before.join());
    await kill(window);
    await until('nothing is left', () => !before.some(isRunning));
    assert.deepEqual([pids(), copies()], [[], []]);
    const library = libraryIn(root, 'second');
    const { ended } = follow(await takeOver(folder), library);
    const reason = 'The program was ended because its VS Code window was closed.';
    assert.match(await ended, new RegExp(`^${reason}`));
    const [{ overview }] = await experimentsIn(root);
    for (const { state, result } of overview.runs) assert.deepEqual([state, result?.reason], ['interrupted', reason]);
  });

  it('is cancelled with all its processes after it was taken over', async () => {
    const root = newFolder();
    const { window, folder, copies, pids } = await startIn(root, LATE, 'sweep', '--steps', '100000');
    const before = pids();
    await kill(window);
    const library = libraryIn(root, 'second');
    library.on('started', (experiment) => library.activeIn(experiment)?.cancel());
    const { ended } = follow(await takeOver(folder), library);
    assert.match(await ended, /^The runs were stopped\./);
    assert.deepEqual([before.filter(isRunning), pids(), copies()], [[], [], []]);
    const [{ overview }] = await experimentsIn(root);
    for (const { state } of overview.runs) assert.equal(state, 'cancelled');
  });

  it('has finished without a window when the next one comes, which tells its runs', async () => {
    const root = newFolder();
    const { window, folder, session } = await startIn(root, LATE, 'sweep', '--steps', '60');
    await kill(window);
    await until('it has ended', () => !isRunning(session));
    const library = libraryIn(root, 'second');
    const told: string[] = [];
    library.on('ended', (experiment) => told.push(experiment));
    await follow(await takeOver(folder), library).ended;
    const [{ folder: experiment, overview }] = await experimentsIn(root);
    assert.deepEqual(told, [experiment]);
    assert.deepEqual(overview.runs.map(({ state }) => state), ['finished', 'finished', 'finished']); // prettier-ignore
  });

  it('lives as long as the window that has taken it over gives signs of life', async () => {
    const { window, folder, pids } = await startIn(newFolder(), 2000, 'sweep', '--steps', '100000');
    await kill(window);
    const kept = await takeOver(folder);
    const signs = (): number => statSync(kept.files.guard).mtimeMs;
    const start = signs();
    await until('it has lived for longer than it would alone', () => signs() - start > 4000);
    await kept.delete();
    await until('nothing is left', () => pids().length === 0);
  });

  it('is interrupted with its programs when its own process is killed', async () => {
    const root = newFolder();
    const given = ['sweep', '--steps', '100000'] as const;
    const { window, folder, copies, session, pids, output } = await startIn(root, LATE, ...given);
    const before = pids();
    assert.equal(copies().length, 1);
    process.kill(session, 'SIGKILL');
    await once(window, 'exit');
    assert.match(output(), /^text The process that trains the runs was killed or crashed\.$/m);
    assert.deepEqual([before.filter(isRunning), copies()], [[], []]);
    assert.equal(existsSync(folder), false);
    const [{ overview }] = await experimentsIn(root);
    assert.deepEqual(overview.runs.map(({ state }) => state), ['interrupted', 'interrupted', 'interrupted']); // prettier-ignore
  });

  it('ends its programs and says why when the system asks it to end', async () => {
    const root = newFolder();
    const { window, copies, session, pids, output } = await startIn(root, LATE, 'sweep', '--steps', '100000');
    const before = pids();
    process.kill(session, 'SIGTERM');
    await once(window, 'exit');
    const reason = 'The program was ended by the system, for example because the computer shut down.';
    assert.match(output(), new RegExp(`^text ${reason}`, 'm'));
    assert.deepEqual([before.filter(isRunning), pids(), copies()], [[], [], []]);
    const [{ overview }] = await experimentsIn(root);
    for (const { state, result } of overview.runs) assert.deepEqual([state, result?.reason], ['interrupted', reason]);
  });

  for (const kind of ['find', 'sweep'] as const)
    it(`ends its programs and says why when its experiment is deleted, in a ${kind}`, async () => {
      const root = newFolder();
      // After its first step it measures nothing for longer than the test.
      const { window, copies, pids, output } = await startIn(root, LATE, kind, '--pause', '600000');
      const before = pids();
      const [experiment] = readdirSync(path.join(root, 'experiments'));
      rmSync(path.join(root, 'experiments', experiment), { recursive: true });
      await once(window, 'exit');
      assert.match(output(), /^text The experiment in .+ was deleted, so its runs were ended\./m);
      assert.deepEqual([before.filter(isRunning), pids(), copies()], [[], [], []]);
      assert.deepEqual(readdirSync(path.join(root, 'experiments')), [], 'nothing is written again');
    });

  it('ends when the window fails to show an experiment', async () => {
    const root = newFolder();
    roots.push(root);
    const { kept, library, session } = await startHere(root);
    const { ended } = follow(kept, library, session, {
      onStarted: () => Promise.reject(new Error('There is no panel.')),
    });
    await assert.rejects(ended, /There is no panel\./);
    await until('nothing is left', () => processesMarked(kept.files.folder).length === 0);
    const [{ overview }] = await experimentsIn(root);
    for (const { state } of overview.runs) assert.equal(state, 'cancelled');
  });

  it('tells of a third range test before its program has started, and how much the confirmation adds', async () => {
    const root = newFolder();
    roots.push(root);
    const { kept, library } = await startHere(root);
    const plan = planOf('find', path.join(root, 'program'), ['--uneven', '--steps', '5000'], 3);
    const told: [number, string, number?][] = [];
    library.on('run', (folder, { index, tracker }, { type }) => {
      const { following } = library.activeIn(folder)!;
      if (tracker.facts.total !== null || index === 2) told.push([index, type, following?.cost]);
      if (index === 2) library.activeIn(folder)!.cancel();
    });
    await follow(kept, library, { plan, leftFor: LATE }).ended;
    // Three runs of a fifth of 5,000 steps, after two and after three tests of 300.
    const [first] = told;
    assert.deepEqual(first.slice(2), [3000 / 600]);
    assert.deepEqual(told.find(([index]) => index === 2), [2, 'facts', 3000 / 900]); // prettier-ignore
  });

  it('fails when its own process cannot start', async () => {
    const root = newFolder();
    const script = path.join(root, 'session.js');
    writeFileSync(script, 'this is no JavaScript');
    const { kept, library, session } = await startHere(root);
    await assert.rejects(
      follow(kept, library, { ...session, script }).ended,
      new Error('The process that trains the runs could not be started.'),
    );
    assert.equal(existsSync(kept.files.folder), false);
  });
});

/** Ids of the processes in whose environment the text stands. */
function processesMarked(text: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && environmentOf(pid).includes(text));
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
