import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { ExperimentFilter } from './experimentFilter.ts';
import type { ExperimentTree } from './experimentTree.ts';
import type { TreeNode } from './treeNodes.ts';

/** Milliseconds between two refreshes from disk, for changes by other windows and the command line. */
const POLL_INTERVAL = 5000;
/** Milliseconds between two refreshes of what this window trains. */
const LIVE_INTERVAL = 1000;

/** What changes which experiments there are, or how they are shown. */
const CHANGES = ['started', 'ended', 'deleted', 'annotated', 'listingChanged'] as const;

/** The Experiments view: keeps its tree fresh while it can be seen, and costs nothing while it cannot. */
export class ExperimentsView implements vscode.Disposable {
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #visibility: vscode.Disposable;
  readonly #filtering: vscode.Disposable;
  #timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly library: ExperimentLibrary,
    private readonly tree: ExperimentTree,
    private readonly filter: ExperimentFilter,
    dragAndDropController: vscode.TreeDragAndDropController<TreeNode>,
  ) {
    this.#view = vscode.window.createTreeView('goldilocks.experiments', {
      treeDataProvider: tree,
      showCollapseAll: true,
      canSelectMany: true,
      dragAndDropController,
    });
    this.#visibility = this.#view.onDidChangeVisibility(({ visible }) => this.#watch(visible));
    this.#view.message = filter.text;
    this.#filtering = filter.onDidChange(this.#onFilter);
    library.on('cancelling', this.#onCancelling);
    for (const event of CHANGES) library.on(event, this.#onChange);
    this.#watch(this.#view.visible);
  }

  /** The experiment that is selected, also if one of its runs is. */
  get selectedFolder(): string | undefined {
    const [node] = this.#view.selection;
    return node && node.kind !== 'group' ? node.folder : undefined;
  }

  dispose(): void {
    this.library.off('cancelling', this.#onCancelling);
    for (const event of CHANGES) this.library.off(event, this.#onChange);
    this.#stop();
    this.#visibility.dispose();
    this.#filtering.dispose();
    this.#view.dispose();
  }

  readonly #onChange = (): void => {
    const { length } = this.library.active;
    this.#view.badge =
      length > 0 ? { value: length, tooltip: vscode.l10n.t('Experiments running: {0}', length) } : undefined;
    void this.tree.refresh();
  };

  readonly #onFilter = (): void => {
    this.#view.message = this.filter.text;
    void this.tree.refresh();
  };

  readonly #onCancelling = (): void => this.tree.refreshActive();

  #watch(visible: boolean): void {
    this.#stop();
    if (!visible) return;
    void this.tree.refresh();
    this.#timers = [
      setInterval(() => void this.tree.refresh(), POLL_INTERVAL),
      setInterval(() => this.tree.refreshActive(), LIVE_INTERVAL),
    ];
  }

  #stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }
}
