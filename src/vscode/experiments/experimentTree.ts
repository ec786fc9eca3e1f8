import * as vscode from 'vscode';
import { createEntry } from '../../app/experimentEntry.ts';
import type { ExperimentEntry } from '../../app/experimentEntry.ts';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { dayNames } from './days.ts';
import { experimentItem, runItem } from './treeItems.ts';
import type { DayNode, ExperimentNode, TreeNode } from './treeNodes.ts';

/** An experiment in the tree. */
interface TreeEntry {
  readonly node: ExperimentNode;
  entry: ExperimentEntry;
  /** Its item and those of its runs as VS Code got them last, as text to compare; of thousands only a few are ever drawn. */
  readonly drawn: Map<TreeNode, string>;
}

/** The experiments of the library: newest first, by day, each with its runs. Only what has changed is drawn again. */
export class ExperimentTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#onDidChange.event;
  #days: readonly DayNode[] = [];
  #entries = new Map<string, TreeEntry>();
  #loaded: Promise<unknown> | null = null;
  /** The refresh under way, and whether another one was requested meanwhile. */
  #refreshing: Promise<void> | null = null;
  #isStale = false;

  /** @param onProblem gets what goes wrong with a single experiment; the others are still shown */
  constructor(
    private readonly library: ExperimentLibrary,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  dispose(): void {
    this.#onDidChange.dispose();
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node) return node.kind === 'run' ? [] : [...node.children];
    await (this.#loaded ??= this.#load());
    return [...this.#days];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if (node.kind === 'day') {
      const item = new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Expanded);
      item.id = `day ${node.name}`;
      return item;
    }
    const known = this.#entries.get(node.folder);
    if (!known) return new vscode.TreeItem('');
    const item = this.#item(node, known.entry);
    known.drawn.set(node, JSON.stringify(item));
    return item;
  }

  /** Reads the library again. A refresh that is requested during another one starts after it, once. */
  refresh(): Promise<void> {
    if (!this.#loaded) return Promise.resolve();
    this.#isStale = true;
    this.#refreshing ??= this.#refreshWhileStale().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  /** Refreshes only the experiments that this window trains. */
  refreshActive(): void {
    const changed: TreeNode[] = [];
    for (const { training } of this.library.active) {
      const { folder } = training.experiment;
      const known = this.#entries.get(folder);
      if (known) changed.push(...this.#update(known, createEntry(folder, training.overview())));
    }
    if (changed.length > 0) this.#onDidChange.fire(changed);
  }

  async #refreshWhileStale(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const before = layoutOf(this.#days);
      const changed = await this.#load();
      if (before !== layoutOf(this.#days)) this.#onDidChange.fire(undefined);
      else if (changed.length > 0) this.#onDidChange.fire(changed);
    }
  }

  /** @returns the nodes that must be drawn again */
  async #load(): Promise<TreeNode[]> {
    const entries = await this.library.list();
    const known = new Map<string, TreeEntry>();
    const changed: TreeNode[] = [];
    for (const entry of entries) {
      const runs = entry.overview?.runs.map(({ index }) => index) ?? [];
      const old = this.#entries.get(entry.folder);
      const kept =
        old?.node.children.length === runs.length
          ? old
          : { node: newNode(entry.folder, runs), entry, drawn: new Map<TreeNode, string>() };
      known.set(entry.folder, kept);
      // What has not changed is the same object as before.
      if (kept.entry !== entry) changed.push(...this.#update(kept, entry));
    }
    this.#entries = known;
    this.#days = this.#byDay(entries);
    return changed;
  }

  #byDay(entries: readonly ExperimentEntry[]): DayNode[] {
    const days = new Map<string, ExperimentNode[]>();
    const nameDay = dayNames();
    for (const entry of entries) {
      const name = nameDay(entry);
      const { node } = this.#entries.get(entry.folder)!;
      const nodes = days.get(name);
      if (nodes) nodes.push(node);
      else days.set(name, [node]);
    }
    return [...days].map(([name, children]) => {
      const day = this.#days.find((old) => old.name === name) ?? { kind: 'day', name, children };
      day.children = children;
      return day;
    });
  }

  /** @returns the nodes of an experiment that must be drawn again; the experiment's own brings its runs */
  #update(known: TreeEntry, entry: ExperimentEntry): TreeNode[] {
    known.entry = entry;
    const changed = [...known.drawn].flatMap(([node, text]) =>
      node.kind !== 'day' && JSON.stringify(this.#item(node, entry)) !== text ? [node] : [],
    );
    return changed.includes(known.node) ? [known.node] : changed;
  }

  #item(node: Exclude<TreeNode, DayNode>, entry: ExperimentEntry): vscode.TreeItem {
    try {
      const active = this.library.activeIn(node.folder);
      if (node.kind === 'experiment') return experimentItem(node, entry, active);
      const run = entry.overview?.runs.find(({ index }) => index === node.index);
      return run && entry.problem === null ? runItem(node, run, entry, active) : new vscode.TreeItem('');
    } catch (error) {
      this.onProblem(error);
      const problem = vscode.l10n.t("Can't show this experiment. See the log for details.");
      return experimentItem(newNode(node.folder, []), { ...entry, overview: null, problem, isNewer: false }, undefined);
    }
  }
}

function newNode(folder: string, runs: readonly number[]): ExperimentNode {
  return { kind: 'experiment', folder, children: runs.map((index) => ({ kind: 'run', folder, index })) };
}

/** Which nodes there are and in which order, without how they look. */
function layoutOf(days: readonly DayNode[]): string {
  return days
    .map(({ name, children }) => [name, ...children.map((node) => `${node.folder} ${node.children.length}`)].join('\n'))
    .join('\n\n');
}
