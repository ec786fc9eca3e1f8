import * as vscode from 'vscode';
import type { ExperimentEntry, ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { dayOf } from './days.ts';
import { experimentItem, runItem } from './treeItems.ts';
import type { DayNode, ExperimentNode, TreeNode } from './treeNodes.ts';

/** What the tree knows of an experiment. */
interface Known {
  readonly node: ExperimentNode;
  entry: ExperimentEntry;
  /** How its item and those of its runs were shown last, as text to compare. */
  shown: readonly string[];
}

/** The experiments of the library: newest first, by day, each with its runs. Only what has changed is drawn again. */
export class ExperimentTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #days: readonly DayNode[] = [];
  #known = new Map<string, Known>();
  #loaded: Promise<void> | null = null;
  /** The refresh under way, and whether another one is wanted after it. */
  #refreshing: Promise<void> | null = null;
  #again = false;

  constructor(private readonly library: ExperimentLibrary) {}

  dispose(): void {
    this.#changed.dispose();
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node) return node.kind === 'run' ? [] : [...node.children];
    await (this.#loaded ??= this.#load().then(() => undefined));
    return [...this.#days];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if (node.kind === 'day') {
      const item = new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Expanded);
      item.id = `day ${node.name}`;
      return item;
    }
    const known = this.#known.get(node.folder);
    if (!known) return new vscode.TreeItem('');
    return this.#item(node, known.entry);
  }

  /** Reads the library again. What is asked for during a refresh is done once after it. */
  refresh(): Promise<void> {
    if (!this.#loaded) return Promise.resolve();
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    const work = async (): Promise<void> => {
      do {
        this.#again = false;
        const before = structure(this.#days);
        const changed = await this.#load();
        if (before !== structure(this.#days)) this.#changed.fire(undefined);
        else if (changed.length > 0) this.#changed.fire(changed);
      } while (this.#again);
    };
    this.#refreshing = work().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  /** Looks only at the sweeps that this window trains. */
  refreshActive(): void {
    const changed: TreeNode[] = [];
    for (const { sweep } of this.library.active) {
      const { folder } = sweep.experiment;
      const known = this.#known.get(folder);
      if (known) changed.push(...this.#renew(known, { folder, overview: sweep.overview(), problem: null }));
    }
    if (changed.length > 0) this.#changed.fire(changed);
  }

  /** Takes in what the library has now. @returns the nodes that must be drawn again */
  async #load(): Promise<TreeNode[]> {
    const entries = await this.library.list();
    const known = new Map<string, Known>();
    const changed: TreeNode[] = [];
    for (const entry of entries) {
      const runs = entry.overview?.runs.length ?? 0;
      const old = this.#known.get(entry.folder);
      const kept = old?.node.children.length === runs ? old : { node: newNode(entry.folder, runs), entry, shown: [] };
      known.set(entry.folder, kept);
      changed.push(...this.#renew(kept, entry));
    }
    this.#known = known;
    this.#days = this.#byDay(entries);
    return changed;
  }

  #byDay(entries: readonly ExperimentEntry[]): DayNode[] {
    const days = new Map<string, ExperimentNode[]>();
    for (const entry of entries) {
      const day = dayOf(entry);
      const { node } = this.#known.get(entry.folder)!;
      days.set(day, [...(days.get(day) ?? []), node]);
    }
    return [...days].map(([name, children]) => {
      const day = this.#days.find((old) => old.name === name) ?? { kind: 'day', name, children };
      day.children = children;
      return day;
    });
  }

  /** Takes in what an experiment is now. @returns its nodes that must be drawn again; the experiment's own brings its runs */
  #renew(known: Known, entry: ExperimentEntry): TreeNode[] {
    known.entry = entry;
    const nodes: TreeNode[] = [known.node, ...known.node.children];
    const shown = nodes.map((node) => (node.kind === 'day' ? '' : JSON.stringify(this.#item(node, entry))));
    const changed = nodes.filter((_, index) => shown[index] !== known.shown[index]);
    known.shown = shown;
    return changed.includes(known.node) ? [known.node] : changed;
  }

  #item(node: Exclude<TreeNode, DayNode>, entry: ExperimentEntry): vscode.TreeItem {
    const active = this.library.activeIn(node.folder);
    if (node.kind === 'experiment') return experimentItem(node, entry, active);
    const runs = entry.overview!.runs;
    return runItem(
      node,
      runs[node.index],
      runs.some(({ spec }) => spec.seed !== 1),
      active,
    );
  }
}

function newNode(folder: string, runs: number): ExperimentNode {
  return {
    kind: 'experiment',
    folder,
    children: Array.from({ length: runs }, (_, index) => ({ kind: 'run', folder, index })),
  };
}

/** What is where, without how it looks. */
function structure(days: readonly DayNode[]): string {
  return JSON.stringify(
    days.map(({ name, children }) => [name, children.map(({ folder, children }) => [folder, children.length])]),
  );
}
