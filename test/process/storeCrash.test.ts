import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEntry } from '../../src/app/experimentEntry.ts';
import { ExperimentIndex } from '../../src/app/experimentIndex.ts';
import { isInside } from '../../src/store/containment.ts';
import { ExperimentError, ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { CLAIM, writeExperiment } from '../support/experiments.ts';
import { temporaryFolders } from '../support/folders.ts';
import { needsPosixProcesses } from '../support/processes.ts';
import { WRITTEN, writeWholeExperiment } from '../support/storeWriter.ts';

/** A process number that no system gives out. */
const NOBODY = 2 ** 30;

/** Functions of node:fs/promises that change something on the disk. */
const CHANGING = ['open', 'rename', 'rm', 'mkdir', 'utimes', 'writeFile', 'appendFile'] as const;

type AnyFunction = (...args: unknown[]) => Promise<unknown>;

/**
 * Runs work that is as good as killed at its n-th change on the disk: that one and all later ones never happen, but for the first half
 * of what is written then.
 * @returns whether the work was killed before its end
 */
async function killAt(n: number, work: () => Promise<void>): Promise<boolean> {
  const module = promises as unknown as Record<string, AnyFunction>;
  const originals = CHANGING.map((name) => [name, module[name]] as const);
  const leftOpen: (() => Promise<void>)[] = [];
  let changes = 0;
  let kill: () => void;
  const killed = new Promise<boolean>((resolve) => (kill = () => resolve(true)));
  const never = new Promise<never>(() => undefined);
  const limited =
    (change: AnyFunction, half?: AnyFunction): AnyFunction =>
    async (...args) => {
      changes++;
      if (changes < n) return change(...args);
      if (changes === n) {
        await half?.(...args);
        kill();
      }
      return never;
    };
  const halfOf = (content: unknown): unknown =>
    (content as string | Uint8Array).slice(0, Math.floor((content as string | Uint8Array).length / 2));
  for (const [name, original] of originals) {
    const half: AnyFunction = (file, content) => original.call(promises, file, halfOf(content));
    module[name] = limited(original.bind(promises), name === 'writeFile' || name === 'appendFile' ? half : undefined);
  }
  const { open } = module;
  module.open = async (...args) => {
    const handle = (await open(...args)) as FileHandle;
    const close = handle.close.bind(handle);
    leftOpen.push(close);
    for (const name of ['writeFile', 'sync', 'close'] as const) {
      // Nothing is flushed to the disk, which would take most of the time of the test.
      const original = name === 'sync' ? () => Promise.resolve() : (handle[name].bind(handle) as AnyFunction);
      const half: AnyFunction = (content) => original(halfOf(content));
      Object.assign(handle, { [name]: limited(original, name === 'writeFile' ? half : undefined) });
    }
    return handle;
  };
  syncBuiltinESMExports();
  try {
    return await Promise.race([killed, work().then(() => false)]);
  } finally {
    Object.assign(module, Object.fromEntries(originals));
    syncBuiltinESMExports();
    // Closing one that is closed already does nothing.
    await Promise.all(leftOpen.map((close) => close()));
  }
}

/** Paths of all files and folders in a folder. */
const everythingIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));

/** As if the process that wrote this were gone, for more than a minute. */
function age(folder: string): void {
  const longAgo = new Date(Date.now() - 120_000);
  for (const file of everythingIn(folder)) {
    if (path.basename(file) === 'process.json') {
      const owner = JSON.parse(readFileSync(file, 'utf8')) as object;
      writeFileSync(file, JSON.stringify({ ...owner, pid: NOBODY }));
    }
    utimesSync(file, longAgo, longAgo);
  }
  utimesSync(folder, longAgo, longAgo);
}

const stateOf = async (folder: string): Promise<string[] | 'unfinished'> => {
  try {
    return (await (await ExperimentFolder.open(folder)).overview()).runs.map(({ state }) => state);
  } catch (error) {
    assert.ok(error instanceof ExperimentError, (error as Error).stack);
    assert.match(error.message, /was never completely written; delete it|holds no experiment/);
    return 'unfinished';
  }
};

/** Proves that nothing of a folder whose writer was killed is torn, and that all of it can be finished. */
async function requireUsable(storage: string, folder: string): Promise<void> {
  age(folder);
  const before = await stateOf(folder);
  const read = async (): Promise<ReturnType<typeof createEntry>> =>
    createEntry(folder, await (await ExperimentFolder.open(folder)).overview({ series: false })).problem === null
      ? createEntry(folder, await (await ExperimentFolder.open(folder)).overview())
      : assert.fail();
  if (before === 'unfinished') {
    assert.ok(await isInside(storage, folder));
    rmSync(folder, { recursive: true });
    return;
  }
  await read();
  const experiment = await ExperimentFolder.open(folder);
  await experiment.prepareForTraining();
  assert.deepEqual(
    everythingIn(folder).filter((file) => file.endsWith('.tmp')),
    [],
  );
  const { runs } = await experiment.overview();
  for (const [index, { state, result }] of runs.entries()) {
    const expected = WRITTEN.runs[index].result!;
    if (state === 'finished') assert.deepEqual(result, expected);
    else assert.ok(state === 'interrupted' || state === 'cancelled', state);
    if (state !== 'finished') await (await experiment.startAttempt(index, CLAIM)).writeResult(expected);
  }
  const after = await read();
  assert.ok(after.overview?.runs.every(({ state, result }) => state === 'finished' && result!.findings.length > 0));
}

describe('an experiment whose writer is killed', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();

  it('is whole or can be finished, at whichever change on the disk', async () => {
    const storage = newFolder();
    const states = new Set<string>();
    for (let n = 1; ; n++) {
      const folder = path.join(storage, String(n));
      const isKilled = await killAt(n, () => writeWholeExperiment(folder));
      if (existsSync(folder)) {
        const state = await stateOf(folder);
        states.add(JSON.stringify(state));
        await killAt(Infinity, () => requireUsable(storage, folder));
        rmSync(folder, { recursive: true, force: true });
      }
      if (!isKilled) break;
      assert.ok(n < 500, 'the writer never comes to its end');
    }
    assert.ok(states.has('"unfinished"'));
    assert.ok(states.has('["running","queued"]'));
    assert.ok(states.has('["finished","cancelled"]'));
    assert.ok(states.has('["finished","finished","finished"]'));
  });

  it('is whole or can be finished after a real kill at any time', async function () {
    needsPosixProcesses(this);
    for (const delay of [0, 7, 23, 60, 150]) {
      const storage = newFolder();
      const writer = spawn(
        process.execPath,
        ['--import', 'tsx', path.resolve('test/support/storeWriter.ts'), storage],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      await once(writer.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, delay));
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      const folders = readdirSync(storage).map((name) => path.join(storage, name));
      const index = new ExperimentIndex(storage, {
        isActive: () => false,
        read: async (folder) => createEntry(folder, await (await ExperimentFolder.open(folder)).overview()),
      });
      for (const folder of folders) {
        const states = await stateOf(folder);
        assert.ok(!states.includes('running'), 'its process is gone');
        await requireUsable(storage, folder);
      }
      const left = folders.filter((folder) => existsSync(folder));
      assert.equal((await index.list()).length, left.length);
      assert.ok(left.length > 0);
    }
  });
});

describe('an experiment of 300 runs', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('is opened where a process may have 256 files open', async function () {
    needsPosixProcesses(this);
    const folder = path.join(newFolder(), 'e');
    await writeExperiment(folder, WRITTEN);
    const runs = path.join(folder, 'runs');
    for (let index = 3; index < 300; index++)
      cpSync(path.join(runs, '1'), path.join(runs, String(index)), { recursive: true });
    const script = path.resolve('test/support/openExperiment.ts');
    const command = `ulimit -n 256 && exec "$0" --import tsx "$1" "$2"`;
    const { stdout } = await promisify(execFile)('sh', ['-c', command, process.execPath, script, folder]);
    assert.equal(stdout.trim(), '300');
  });
});
