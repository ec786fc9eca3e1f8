import * as vscode from 'vscode';
import type { ExperimentEntry } from '../../app/experimentEntry.ts';
import { matchesSearch } from '../../app/experimentSearch.ts';
import { KINDS } from '../../kinds/kinds.ts';
import type { KindName } from '../../kinds/kinds.ts';

const KEY = 'goldilocks.experimentFilter';
const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** What is kept: the words that are searched for, the kinds that are listed, all where there are none, and whether only starred ones are. */
interface Criteria {
  readonly search: string;
  readonly kinds: readonly KindName[];
  readonly starred: boolean;
}

const ALL: Criteria = { search: '', kinds: [], starred: false };

/** Which experiments the view lists, kept for the workspace. */
export class ExperimentFilter implements vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#onDidChange.event;

  constructor(private readonly state: vscode.Memento) {
    this.#setContext();
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  /** Whether an experiment is listed. One that cannot be read is, unless only starred ones are. */
  accepts(entry: ExperimentEntry): boolean {
    const { overview } = entry;
    const { search, kinds, starred } = this.#criteria;
    if (!matchesSearch(entry, search)) return false;
    if (starred && !overview?.record.starred) return false;
    return kinds.length === 0 || !overview || kinds.some((kind) => kind === overview.record.kind);
  }

  /** "Showing only: “cosine”, starred, sweeps"; undefined where everything is listed. */
  get text(): string | undefined {
    const { search, kinds, starred } = this.#criteria;
    const parts = [
      ...(search ? [vscode.l10n.t('“{0}”', search)] : []),
      ...(starred ? [vscode.l10n.t('Starred')] : []),
      ...kinds.map((kind) => KINDS[kind].plural()),
    ];
    return parts.length > 0 ? vscode.l10n.t('Showing only: {0}', parts.join(', ')) : undefined;
  }

  /** Asks what to list. */
  async choose(): Promise<void> {
    const { search, kinds, starred } = this.#criteria;
    const items: (vscode.QuickPickItem & { readonly name: KindName | null })[] = [
      { name: null, label: vscode.l10n.t('Starred'), picked: starred },
      ...KIND_NAMES.map((name) => ({ name, label: KINDS[name].plural(), picked: kinds.includes(name) })),
    ];
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Filter Experiments'),
      placeHolder: vscode.l10n.t('Select what to show; select nothing to show all experiments'),
      canPickMany: true,
    });
    if (!picked) return;
    await this.#set({
      search,
      kinds: picked.flatMap(({ name }) => name ?? []),
      starred: picked.some(({ name }) => name === null),
    });
  }

  /** Asks which words to search for, and lists what has them while they are typed; Escape lists what was listed before. */
  async search(): Promise<void> {
    const before = this.#criteria;
    const input = vscode.window.createInputBox();
    input.title = vscode.l10n.t('Search Experiments');
    input.placeholder = vscode.l10n.t('Words in the name, note, kind, optimizer or rates, for example: cosine 0.01');
    input.value = before.search;
    input.onDidChangeValue((value) => void this.#set({ ...before, search: value.trim() }));
    const isAccepted = await new Promise<boolean>((resolve) => {
      input.onDidAccept(() => resolve(true));
      input.onDidHide(() => resolve(false));
      input.show();
    });
    input.dispose();
    if (!isAccepted) await this.#set(before);
  }

  /** Lists all experiments again. */
  async clear(): Promise<void> {
    await this.#set(ALL);
  }

  async #set(criteria: Criteria): Promise<void> {
    await this.state.update(KEY, criteria);
    this.#setContext();
    this.#onDidChange.fire();
  }

  get #criteria(): Criteria {
    // An older version may have stored no search, and may know fewer kinds than the one that has stored them.
    const { search, kinds, starred } = { ...ALL, ...this.state.get<Partial<Criteria>>(KEY) };
    return { search, kinds: kinds.filter((kind) => KIND_NAMES.includes(kind)), starred };
  }

  #setContext(): void {
    void vscode.commands.executeCommand('setContext', 'goldilocks.isFiltered', this.text !== undefined);
  }
}
