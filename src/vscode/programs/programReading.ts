import path from 'node:path';
import * as vscode from 'vscode';
import { rememberedArguments } from './editedProgram.ts';
import type { ProgramMemory } from './programMemory.ts';

/** Programs that are looked for in folders other than those that the settings are in. */
const MAX_ELSEWHERE = 200;
const PASSED_OVER = '**/{.*,__pycache__,node_modules,site-packages,goldilocks-experiments}/**';

type Item = vscode.QuickPickItem & { readonly uri: vscode.Uri };

/**
 * The program that reads a settings file: the only one beside it, or the only one that was run before and names it; else the user is asked,
 * those that name it first.
 * @returns undefined if the user gave up
 * @throws Error with a sentence if there is no program
 */
export async function programReading(settings: vscode.Uri, memory: ProgramMemory): Promise<vscode.Uri | undefined> {
  const workspace = vscode.workspace.getWorkspaceFolder(settings)?.uri.fsPath;
  const folder = workspace ?? path.dirname(settings.fsPath);
  const name = path.basename(settings.fsPath);
  const programs = await programsIn(folder, path.dirname(settings.fsPath), workspace !== undefined);
  if (programs.length === 0)
    throw new Error(
      vscode.l10n.t(
        '{1} has no Python file or Jupyter notebook that could read {0}. Open a folder that also holds the program.',
        name,
        path.basename(folder),
      ),
    );
  if (programs.length === 1) return programs[0];
  const readers = await readersAmong(programs, settings, folder, memory);
  const known = readers.filter((uri) => memory.isKnown(uri));
  if (known.length === 1) return known[0];
  const others = programs.filter((uri) => !readers.includes(uri));
  const itemOf = (uri: vscode.Uri, description?: string): Item => {
    return { label: path.relative(folder, uri.fsPath), uri, ...(description !== undefined && { description }) };
  };
  const items = [
    ...readers.map((uri) => itemOf(uri, vscode.l10n.t('reads {0}', name))),
    ...others.map((uri) => itemOf(uri)),
  ];
  const title = vscode.l10n.t('Which program reads {0}?', name);
  return (await vscode.window.showQuickPick(items, { title }))?.uri;
}

/**
 * Python files and notebooks in a folder, by their paths: all of those in the folder of the settings and the ones around it, and some of
 * the others.
 */
async function programsIn(folder: string, own: string, isDeep: boolean): Promise<readonly vscode.Uri[]> {
  const find = (within: string, depth: string, most?: number) =>
    vscode.workspace.findFiles(
      new vscode.RelativePattern(vscode.Uri.file(within), `${depth}*.{py,ipynb}`),
      PASSED_OVER,
      most,
    );
  const steps = path.relative(folder, own).split(path.sep);
  const around = new Set(steps.map((_, count) => path.join(folder, ...steps.slice(0, count + 1)))).add(folder);
  const found = await Promise.all([
    ...Array.from(around, (within) => find(within, '')),
    ...(isDeep ? [find(folder, '**/', MAX_ELSEWHERE)] : []),
  ]);
  const byPath = new Map(found.flat().map((uri) => [uri.fsPath, uri]));
  return [...byPath.values()].sort((one, other) => (one.fsPath < other.fsPath ? -1 : 1));
}

/** Those that name the settings, in their text or in the arguments that they were given last; those that were run before come first. */
async function readersAmong(
  programs: readonly vscode.Uri[],
  settings: vscode.Uri,
  folder: string,
  memory: ProgramMemory,
): Promise<readonly vscode.Uri[]> {
  const { settingsOf } = await import('../../app/programs/programSettings.ts');
  const readers: vscode.Uri[] = [];
  for (const uri of programs) {
    const read = await settingsOf(['python', uri.fsPath, ...rememberedArguments(uri, memory)], folder);
    if (read.includes(settings.fsPath)) readers.push(uri);
  }
  return [...readers.filter((uri) => memory.isKnown(uri)), ...readers.filter((uri) => !memory.isKnown(uri))];
}
