import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { ExperimentLibrary } from '../../src/app/experimentLibrary.ts';
import type { TrainingRun } from '../../src/app/liveTraining.ts';
import type { TrainingEnvironment } from '../../src/app/training.ts';
import type { RunEvent } from '../../src/domain/runEvent.ts';
import { WorkerRunner } from '../../src/runs/workerRunner.ts';
import type { GoldilocksApi } from '../../src/vscode/api.ts';
import { presentExperiment } from '../../src/vscode/experiments/experimentPresentation.ts';
import { ExperimentFilter } from '../../src/vscode/experiments/experimentFilter.ts';
import { ExperimentTree } from '../../src/vscode/experiments/experimentTree.ts';
import type { TreeNode } from '../../src/vscode/experiments/treeNodes.ts';
import { until } from '../support/processes.ts';
import { emptyLibrary, ended, failOn, goldilocks, LONG, startSweep, statesOf, TINY } from './support.ts';

/** Another window that never trains. */
const noPool = (): never => assert.fail('this window does not train');

/** A state that holds these criteria. */
function mementoWith(criteria: object): vscode.Memento {
  return { keys: () => [], get: () => criteria, update: () => Promise.resolve() };
}

describe('experiments', () => {
  let api: GoldilocksApi;
  before(async () => {
    api = await goldilocks();
  });
  beforeEach(() => emptyLibrary(api));
  after(() => emptyLibrary(api));

  /** The library of another window on the same storage. It never trains. */
  const anotherWindow = (): ExperimentLibrary =>
    new ExperimentLibrary(api.library.storage, {
      window: 'another',
      runner: new WorkerRunner(noPool, ''),
    } as unknown as TrainingEnvironment);

  /** Makes an attempt of an experiment look as if its owner had died, or lived, in the middle of it. */
  async function loseResult(folder: string, run: number, owner: object): Promise<void> {
    const attempt = path.join(folder, 'runs', String(run), 'attempt-1');
    await rm(path.join(attempt, 'result.json'));
    const before = JSON.parse(await readFile(path.join(attempt, 'process.json'), 'utf8')) as object;
    await writeFile(path.join(attempt, 'process.json'), JSON.stringify({ ...before, window: 'lost', ...owner }));
  }

  const foldersOf = (drawn: readonly (readonly TreeNode[] | undefined)[]): (string | null)[] =>
    drawn.flatMap((nodes) => nodes ?? []).map((node) => (node.kind === 'group' ? null : node.folder));

  /** A process number that nobody has: that of a process that has just ended. */
  const deadProcess = (): number => spawnSync(process.execPath, ['--version']).pid;

  /** The lines of a tree as they are read: label and description, indented. */
  async function linesOf(tree: ExperimentTree, node?: TreeNode, indent = ''): Promise<string[]> {
    const lines: string[] = [];
    for (const child of await tree.getChildren(node)) {
      const { label, description } = tree.getTreeItem(child);
      lines.push(
        `${indent}${label as string}${description ? ` | ${description as string}` : ''}`,
        ...(await linesOf(tree, child, `${indent}  `)),
      );
    }
    return lines;
  }

  it('stand in the tree by day, with the verdict and the accuracy of each run', async () => {
    await ended(api, await startSweep({ ...TINY, trainImages: 2000, epochs: 2 }));
    const tree = new ExperimentTree(api.library, failOn);
    const [today, experiment, ...runs] = await linesOf(tree);
    assert.equal(today, 'Today');
    assert.match(experiment, /^ {2}Adam at 0\.1, 0\.01 \| best at 0\.01 · .+$/);
    assert.match(runs[0], /^ {4}0\.1 \| furious · final loss [\d.]+ · \d+\.\d%$/);
    assert.match(runs[1], /^ {4}0\.01 \| fast · final loss [\d.]+ · \d+\.\d%$/);
    tree.dispose();
  });

  it('are drawn again only where something has changed', async () => {
    await ended(api, await startSweep(TINY));
    const tree = new ExperimentTree(api.library, failOn);
    const [day] = await tree.getChildren();
    const drawn: (readonly TreeNode[] | undefined)[] = [];
    tree.onDidChangeTreeData((nodes) => drawn.push(nodes));
    await tree.refresh();
    assert.deepEqual(drawn, []);
    const folder = await startSweep(LONG);
    await tree.refresh();
    assert.deepEqual(drawn.splice(0), [undefined]);
    await linesOf(tree);
    assert.equal((await tree.getChildren())[0], day, 'the same day');
    await until('what it has trained is drawn', () => {
      tree.refreshActive();
      return drawn.length > 0;
    });
    assert.deepEqual([...new Set(foldersOf(drawn))], [folder]);
    tree.dispose();
  });

  it('are found again by another library on the same storage: finished ones open, those under way run elsewhere', async () => {
    const finished = await startSweep(TINY);
    await ended(api, finished);
    const running = await startSweep(LONG);
    await until('it trains', () => api.library.activeIn(running)!.trainingSince !== null);
    const other = anotherWindow();
    const [first, second] = await other.list();
    assert.deepEqual([first.folder, second.folder], [running, finished]);
    assert.equal(statesOf(second.overview!).join(), 'finished,finished');
    const { actions, description } = presentExperiment(first, undefined);
    assert.match(description, /running elsewhere/);
    assert.deepEqual(actions, ['cancel', 'repeat', 'annotate', 'star', 'export']);
    await assert.rejects(other.delete(running), /running in another window/);
    await assert.rejects(other.resume(running), /still running elsewhere/);
  });

  it('are interrupted when their owner is gone, and resume as new attempts of what was cut short', async () => {
    const folder = await startSweep(TINY);
    await ended(api, folder);
    await loseResult(folder, 1, { pid: deadProcess() });
    const entry = await api.library.entry(folder);
    assert.deepEqual(statesOf(entry.overview!), ['finished', 'interrupted']);
    assert.ok(presentExperiment(entry, undefined).actions.includes('resume'));
    await vscode.commands.executeCommand('goldilocks.resume', folder);
    assert.deepEqual(statesOf(await ended(api, folder)), ['finished', 'finished']);
    const attempts = await Promise.all(
      ['0/attempt-2', '1/attempt-2'].map((name) =>
        stat(path.join(folder, 'runs', name)).then(
          () => true,
          () => false,
        ),
      ),
    );
    assert.deepEqual(attempts, [false, true]);
  });

  it('resume at the very step at which they were cancelled', async () => {
    const folder = await startSweep({ ...LONG, rates: [0.01] });
    const stepOf = (): number => api.library.activeIn(folder)!.training.runs[0].tracker.newestStep;
    await until('the run trains', () => stepOf() > 100);
    api.library.activeIn(folder)!.cancel();
    const [cancelled] = (await ended(api, folder)).runs;
    const started: (number | undefined)[] = [];
    const listen = (_folder: string, _run: TrainingRun, event: RunEvent): void =>
      void (event.type === 'started' && started.push(event.continuesFrom));
    api.library.on('run', listen);
    await vscode.commands.executeCommand('goldilocks.resume', folder);
    const last = cancelled.result!.series.loss!.steps.at(-1)!;
    assert.ok(stepOf() >= last, 'what was measured is there at once');
    await until('the run goes on', () => stepOf() > last);
    api.library.off('run', listen);
    assert.deepEqual(started, [last]);
  });

  it('are deleted only when nothing of them runs', async () => {
    const folder = await startSweep(LONG);
    await assert.rejects(api.library.delete(folder), /still running; cancel it first/);
    api.library.activeIn(folder)!.cancel();
    await ended(api, folder);
    await api.library.delete(folder);
    await assert.rejects(stat(folder), /ENOENT/);
    assert.deepEqual(await api.library.list(), []);
  });

  it('of a newer format or damaged are listed with a sentence', async () => {
    const folder = await startSweep(TINY);
    await ended(api, folder);
    const record = JSON.parse(await readFile(path.join(folder, 'experiment.json'), 'utf8')) as object;
    const make = async (name: string, text: string): Promise<void> => {
      const copy = path.join(api.library.storage, name);
      await mkdir(copy);
      await writeFile(path.join(copy, 'experiment.json'), text);
    };
    await make('2020-01-02T03-04-05-newer', JSON.stringify({ ...record, format: 99 }));
    await make('2020-01-01T03-04-05-torn', '{"format": 1, "variants": [');
    await make('2019-01-01T03-04-05-hollow', JSON.stringify({ ...record, choice: {} }));
    const problems = (await api.library.list()).map(({ problem }) => problem);
    assert.equal(problems[0], null);
    assert.match(problems[1] ?? '', /newer Goldilocks \(format 99/);
    assert.match(problems[2] ?? '', /damaged\. experiment\.json: not valid JSON/);
    assert.match(problems[3] ?? '', /damaged/);
    await assert.rejects(
      api.library.delete(path.join(api.library.storage, '2020-01-02T03-04-05-newer')),
      /newer version of Goldilocks; use that version to delete it/,
    );
    const tree = new ExperimentTree(api.library, failOn);
    assert.match((await linesOf(tree)).join('\n'), /January 2, 2020\n {2}2020-01-02T03-04-05-newer \| cannot be shown/);
    tree.dispose();
  });

  it('with several seeds stand below their rates', async () => {
    await ended(api, await startSweep({ ...TINY, seeds: 2 }));
    const tree = new ExperimentTree(api.library, failOn);
    const names = (await linesOf(tree)).slice(2).map((line) => line.replace(/ \|.*/, ''));
    assert.deepEqual(
      names,
      ['0.1', 'seed 1', 'seed 2', '0.01', 'seed 1', 'seed 2'].map((name) =>
        name.startsWith('seed') ? `      ${name}` : `    ${name}`,
      ),
    );
    tree.dispose();
  });

  it('are renamed, which their panel shows', async () => {
    const folder = await startSweep(TINY);
    await ended(api, folder);
    // A page that is drawn got the first title from the training in memory.
    await api.panels.rendered(folder);
    await api.library.annotate(folder, { title: 'Mine' });
    const tree = new ExperimentTree(api.library, failOn);
    assert.match((await linesOf(tree)).join('\n'), /^ {2}Mine \| /m);
    const titles = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    await until('the panel has the title', () => titles().includes('Goldilocks: Mine'));
    tree.dispose();
  });

  it('are starred, get a note, and are filtered by both star and kind', async () => {
    const [first, second] = [await startSweep(TINY), await startSweep(TINY)];
    await ended(api, first);
    await ended(api, second);
    await vscode.commands.executeCommand('goldilocks.starExperiment', { kind: 'experiment', folder: first });
    await api.library.annotate(first, { note: 'the one to keep' });
    const tree = new ExperimentTree(api.library, failOn);
    assert.match((await linesOf(tree))[0], /^Starred$/);
    tree.dispose();

    const filter = new ExperimentFilter(mementoWith({ kinds: ['sweep'], starred: true }));
    assert.equal(filter.text, 'Showing only: Starred, Sweeps');
    const filtered = new ExperimentTree(api.library, failOn, (entry) => filter.accepts(entry));
    const groups = await filtered.getChildren();
    assert.deepEqual(
      groups.flatMap((group) => (group.kind === 'group' ? group.children : [])).map(({ folder }) => folder),
      [first],
    );
    const found = new ExperimentFilter(mementoWith({ search: 'keep', kinds: [], starred: false }));
    assert.equal(found.text, 'Showing only: “keep”');
    const searched = new ExperimentTree(api.library, failOn, (entry) => found.accepts(entry));
    assert.deepEqual(
      (await searched.getChildren())
        .flatMap((group) => (group.kind === 'group' ? group.children : []))
        .map(({ folder }) => folder),
      [first],
    );
    searched.dispose();
    const probes = new ExperimentFilter(mementoWith({ kinds: ['probe'], starred: false }));
    assert.deepEqual(await new ExperimentTree(api.library, failOn, (entry) => probes.accepts(entry)).getChildren(), []);
    await vscode.commands.executeCommand('goldilocks.unstarExperiment', { kind: 'experiment', folder: first });
    await filtered.refresh();
    assert.deepEqual(await filtered.getChildren(), []);
    filtered.dispose();
  });

  it('are copied as a Markdown table', async () => {
    const folder = await startSweep(TINY);
    await ended(api, folder);
    await vscode.commands.executeCommand('goldilocks.copyExperimentAsMarkdown', { kind: 'experiment', folder });
    const lines = (await vscode.env.clipboard.readText()).split('\n');
    assert.match(lines[0], /^\*\*.+\*\*: MNIST CNN with Adam/);
    assert.ok(
      lines.some((text) => /^\| rate \|.* final loss \|/.test(text)),
      lines.join('\n'),
    );
  });

  it('from elsewhere open in the panel and stay in the list until they are removed from it', async () => {
    const folder = await startSweep(TINY);
    await ended(api, folder);
    const elsewhere = path.join(os.tmpdir(), `goldilocks-elsewhere-${process.pid}`);
    await cp(folder, elsewhere, { recursive: true });
    try {
      await vscode.commands.executeCommand('goldilocks.openExperiment', elsewhere);
      assert.equal(api.panels.folder, elsewhere);
      const tree = new ExperimentTree(api.library, failOn);
      assert.match((await linesOf(tree))[0], /^Opened Folders$/);
      const [[opened]] = (await tree.getChildren()).map((group) => (group.kind === 'group' ? group.children : []));
      assert.equal(opened.folder, elsewhere);
      await vscode.commands.executeCommand('goldilocks.unlistExperiment', opened);
      await tree.refresh();
      assert.match((await linesOf(tree))[0], /^Today$/);
      tree.dispose();
    } finally {
      await rm(elsewhere, { recursive: true, force: true });
    }
  });
});
