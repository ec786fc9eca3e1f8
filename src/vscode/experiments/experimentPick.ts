import * as vscode from 'vscode';
import type { ExperimentEntry } from '../../app/experimentEntry.ts';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { dayNames } from './days.ts';
import { presentExperiment } from './experimentPresentation.ts';

interface PickOptions {
  readonly title: string;
  /** Whether a folder elsewhere may be chosen too. */
  readonly browse?: boolean;
  /** Which experiments are offered; all by default. */
  readonly accepts?: (entry: ExperimentEntry) => boolean;
}

type FolderItem = vscode.QuickPickItem & { readonly folder: string | null };

/** Asks for one of the library's experiments. @returns its folder; undefined when the user gave up */
export async function pickExperiment(
  library: ExperimentLibrary,
  { title, browse = false, accepts = () => true }: PickOptions,
): Promise<string | undefined> {
  const entries = (await library.list()).filter(accepts);
  const items = itemsByDay(entries, library);
  const elsewhere: FolderItem[] = [
    { folder: null, label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      folder: null,
      label: `$(folder-opened) ${vscode.l10n.t('Browse for a Folder…')}`,
      alwaysShow: true,
      detail: vscode.l10n.t('For example, one created on the command line'),
    },
  ];
  const placeHolder =
    entries.length > 0 ? vscode.l10n.t('Select an experiment') : vscode.l10n.t('No experiments found');
  const picked = await vscode.window.showQuickPick(browse ? [...items, ...elsewhere] : items, {
    title,
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked) return undefined;
  return picked.folder ?? browseForFolder();
}

/**
 * Asks for several of the library's experiments.
 * @param selected folders that are checked at first
 * @returns their folders; undefined when the user gave up
 */
export async function pickExperiments(
  library: ExperimentLibrary,
  title: string,
  selected: readonly string[],
): Promise<string[] | undefined> {
  const entries = (await library.list()).filter(({ problem }) => problem === null);
  const items = itemsByDay(entries, library).map((item) => ({
    ...item,
    picked: item.folder !== null && selected.includes(item.folder),
  }));
  const placeHolder =
    entries.length > 0 ? vscode.l10n.t('Select at least two experiments') : vscode.l10n.t('No experiments found');
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder,
    canPickMany: true,
    matchOnDetail: true,
  });
  return picked?.flatMap(({ folder }) => folder ?? []);
}

function itemsByDay(entries: readonly ExperimentEntry[], library: ExperimentLibrary): FolderItem[] {
  let day: string | null = null;
  const nameDay = dayNames();
  return entries.flatMap((entry): FolderItem[] => {
    const { folder } = entry;
    const { title, description, subject, note, icon } = presentExperiment(entry, library.activeIn(folder));
    const detail = [note, subject].filter(Boolean).join(' · ');
    const item: FolderItem = { folder, label: title, description, detail, iconPath: icon };
    const own = library.isOpened(folder) ? vscode.l10n.t('Opened Folders') : nameDay(entry);
    if (own === day) return [item];
    day = own;
    return [{ folder: null, label: own, kind: vscode.QuickPickItemKind.Separator }, item];
  });
}

async function browseForFolder(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open Experiment'),
    openLabel: vscode.l10n.t('Open Experiment'),
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.workspace.workspaceFolders?.[0].uri,
  });
  return chosen?.[0].fsPath;
}
