import * as vscode from 'vscode';
import { createEntry } from '../../app/experimentEntry.ts';
import type { ExperimentEntry } from '../../app/experimentEntry.ts';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { RunSite } from '../../domain/runSite.ts';
import { dayNames } from './days.ts';
import { experimentItem, runItem, variantItem } from './treeItems.ts';
import { createExperimentNode, layoutOf } from './treeNodes.ts';
import type { ExperimentNode, GroupNode, TreeNode } from './treeNodes.ts';

/** An experiment in the tree. */
interface TreeEntry {
  readonly node: ExperimentNode;
  entry: ExperimentEntry;
  /** Its item and those of its runs as VS Code got them last, as text to compare; of thousands only a few are ever drawn. */
  readonly drawn: Map<TreeNode, string>;
}

/**
 * The experiments of the library: starred ones, those that were opened from elsewhere, then the others by day, newest first, each with
 * its runs. Only what has changed is drawn again.
 */
export class ExperimentTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#onDidChange.event;
  #groups: readonly GroupNode[] = [];
  #entries = new Map<string, TreeEntry>();
  #loaded: Promise<unknown> | null = null;
  /** The refresh under way, and whether another one was requested meanwhile. */
  #refreshing: Promise<void> | null = null;
  #isStale = false;

  /**
   * @param onProblem gets what goes wrong with a single experiment; the others are still shown
   * @param accepts which experiments are shown
   * @param placeOf tells of a run where its number stands in the program now, null if nobody knows; called when its tooltip is asked for
   */
  constructor(
    private readonly library: ExperimentLibrary,
    private readonly onProblem: (error: unknown) => void,
    private readonly accepts: (entry: ExperimentEntry) => boolean = () => true,
    private readonly placeOf: ((site: RunSite) => Promise<string | null>) | null = null,
  ) {}

  dispose(): void {
    this.#onDidChange.dispose();
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node) return node.kind === 'run' ? [] : [...node.children];
    await (this.#loaded ??= this.#load());
    return [...this.#groups];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if (node.kind === 'group') {
      const item = new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Expanded);
      item.id = `group ${node.name}`;
      return item;
    }
    const known = this.#entries.get(node.folder);
    if (!known) return new vscode.TreeItem('');
    const item = this.#item(node, known.entry);
    known.drawn.set(node, JSON.stringify(item));
    // VS Code asks only for a tooltip that is missing.
    if (this.placeOf && siteOf(node, known.entry)) item.tooltip = undefined;
    return item;
  }

  /** The tooltip of a run that is tied to a number, with what has become of that number. */
  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    const known = node.kind === 'run' ? this.#entries.get(node.folder) : undefined;
    const site = known && siteOf(node, known.entry);
    if (!this.placeOf || node.kind !== 'run' || !site) return item;
    const { tooltip } = this.#item(node, known.entry);
    item.tooltip = [tooltip, await this.placeOf(site)].filter((text) => typeof text === 'string').join('\n');
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
      const before = orderOf(this.#groups);
      const changed = await this.#load();
      if (before !== orderOf(this.#groups)) this.#onDidChange.fire(undefined);
      else if (changed.length > 0) this.#onDidChange.fire(changed);
    }
  }

  /** @returns the nodes that must be drawn again */
  async #load(): Promise<TreeNode[]> {
    const entries = (await this.library.list()).filter(this.accepts);
    const known = new Map<string, TreeEntry>();
    const changed: TreeNode[] = [];
    for (const entry of entries) {
      const runs = entry.overview?.runs ?? [];
      const old = this.#entries.get(entry.folder);
      const kept =
        old?.node.layout === layoutOf(runs)
          ? old
          : { node: createExperimentNode(entry.folder, runs), entry, drawn: new Map<TreeNode, string>() };
      known.set(entry.folder, kept);
      // What has not changed is the same object as before.
      if (kept.entry !== entry) changed.push(...this.#update(kept, entry));
    }
    this.#entries = known;
    this.#groups = this.#grouped(entries);
    return changed;
  }

  #grouped(entries: readonly ExperimentEntry[]): GroupNode[] {
    const starred = vscode.l10n.t('Starred');
    const opened = vscode.l10n.t('Opened Folders');
    const groups = new Map<string, ExperimentNode[]>([
      [starred, []],
      [opened, []],
    ]);
    const nameDay = dayNames();
    for (const entry of entries) {
      const name = entry.overview?.record.starred
        ? starred
        : this.library.isOpened(entry.folder)
          ? opened
          : nameDay(entry);
      const { node } = this.#entries.get(entry.folder)!;
      const nodes = groups.get(name);
      if (nodes) nodes.push(node);
      else groups.set(name, [node]);
    }
    return [...groups].flatMap(([name, children]) => {
      if (children.length === 0) return [];
      const group = this.#groups.find((old) => old.name === name) ?? { kind: 'group', name, children };
      group.children = children;
      return [group];
    });
  }

  /** @returns the nodes of an experiment that must be drawn again; the experiment's own brings its runs */
  #update(known: TreeEntry, entry: ExperimentEntry): TreeNode[] {
    known.entry = entry;
    const changed = [...known.drawn].flatMap(([node, text]) =>
      node.kind !== 'group' && JSON.stringify(this.#item(node, entry)) !== text ? [node] : [],
    );
    return changed.includes(known.node) ? [known.node] : changed;
  }

  #item(node: Exclude<TreeNode, GroupNode>, entry: ExperimentEntry): vscode.TreeItem {
    const isOpened = this.library.isOpened(node.folder);
    try {
      const active = this.library.activeIn(node.folder);
      if (node.kind === 'experiment') return experimentItem(node, entry, active, isOpened);
      if (entry.problem !== null) return new vscode.TreeItem('');
      if (node.kind === 'variant') return variantItem(node, entry);
      const run = entry.overview.runs.find(({ index }) => index === node.index);
      return run ? runItem(node, run, entry, active) : new vscode.TreeItem('');
    } catch (error) {
      this.onProblem(error);
      const problem = vscode.l10n.t("Can't show this experiment. See the log for details.");
      const damaged = { ...entry, overview: null, problem, isNewer: false };
      return experimentItem(createExperimentNode(node.folder, []), damaged, undefined, isOpened);
    }
  }
}

/** The number that a run is tied to; undefined for whatever else is in the tree. */
function siteOf(node: TreeNode, { overview }: ExperimentEntry): RunSite | undefined {
  return node.kind === 'run' ? overview?.runs.find(({ index }) => index === node.index)?.site : undefined;
}

/** Which experiments there are and in which order, without how they look. */
function orderOf(groups: readonly GroupNode[]): string {
  return groups
    .map(({ name, children }) => [name, ...children.map(({ folder, layout }) => `${folder}\n${layout}`)].join('\n'))
    .join('\n\n');
}
