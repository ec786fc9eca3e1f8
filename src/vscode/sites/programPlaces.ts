import path from 'node:path';
import * as vscode from 'vscode';
import { markChanged, markCommanded } from '../../app/sites/changedRates.ts';
import { contentMark } from '../../app/sites/contentMark.ts';
import { keyPlaces } from '../../app/sites/siteKey.ts';
import type { KeyedPlace } from '../../app/sites/siteKey.ts';
import { importedFiles, isUsedIn } from '../../app/sites/importedFiles.ts';
import { scalingIn } from '../../app/sites/rateScaling.ts';
import { readSettings } from '../../app/sites/readSettings.ts';
import { startedFiles } from '../../app/sites/startedFiles.ts';
import type { ProgramStart } from '../../app/sites/startedFiles.ts';
import { notebookCellIds, notebookCells } from '../../code/notebook.ts';
import { cellTexts, languageOfFile, MAX_TEXT_LENGTH } from '../../code/source.ts';
import type { Source } from '../../code/source.ts';
import type { RunSite } from '../../domain/runSite.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { sourceOf } from '../rates/codeDocument.ts';
import { siteFileKey, siteFileOf, siteFileUri } from './siteFile.ts';

/** Settings and modules of one command that are looked for; most of those that are named don't exist. */
const MAX_BESIDE = 200;

/**
 * The places that runs of a program can be tied to, as its files are on disk now: what is edited later, the program has not read.
 * Files that are missing, too long or not readable have none. If none has a rate, the settings that a Python program names count, and what it
 * uses of the modules that it imports.
 */
export async function placesOfProgram(start: ProgramStart, rates: RateDocuments): Promise<readonly KeyedPlace[]> {
  const files = await Promise.all(startedFiles(start).map((file) => fileTextOf(file)));
  const places: KeyedPlace[] = [];
  for (const file of files) places.push(...(await placesOfFile(file, rates)));
  const programs = files.filter(({ file }) => file.endsWith('.py'));
  if (!places.some(({ kind }) => kind === 'rate')) places.push(...(await placesBeside(programs, start, rates)));
  const text = programs.map((program) => program.text ?? '').join('\n');
  return markCommanded(withScaling(places, text), start.command, text);
}

interface FileText {
  /** Absolute path. */
  readonly file: string;
  /** Null if it is missing, too long or not readable. */
  readonly text: string | null;
}

/** The places in the settings that programs name, and in the modules that they import. */
async function placesBeside(
  programs: readonly FileText[],
  start: ProgramStart,
  rates: RateDocuments,
): Promise<readonly KeyedPlace[]> {
  const places: KeyedPlace[] = [];
  const visited = new Set<string>();
  const all = programs.map(({ text }) => text ?? '').join('\n');
  for (const { file, text } of programs) {
    if (text === null) continue;
    const readOnce = async (other: string): Promise<string | null> =>
      visit(other, visited) ? (await fileTextOf(other)).text : null;
    for (const settings of await readSettings({ file, text }, start, readOnce))
      places.push(...(await placesOfFile(settings, rates)));
    for (const module of importedFiles(file, text, start.folder)) {
      if (!visit(module, visited)) continue;
      const imported = await placesOfFile(await fileTextOf(module), rates);
      places.push(...imported.filter((place) => isUsedIn(all, place)));
    }
  }
  return places;
}

/** Whether a file is to be read: a rate that is found twice could be either of two numbers. */
function visit(file: string, visited: Set<string>): boolean {
  if (visited.has(file) || visited.size >= MAX_BESIDE) return false;
  visited.add(file);
  return true;
}

/** Places with what their program does to their numbers. */
function withScaling(places: readonly KeyedPlace[], text: string): readonly KeyedPlace[] {
  const scaling = scalingIn(text);
  return markChanged(places, text).map((place) => (scaling ? { ...place, scaling } : place));
}

/**
 * The places in the file of a run's number, as the user sees it now: in the editor if it is open, else on disk. Null for a file that is
 * neither open nor in the workspace: an experiment from elsewhere may name any, also on another computer.
 */
export async function placesNow(
  { key: { folder, path: file } }: RunSite,
  rates: RateDocuments,
): Promise<readonly KeyedPlace[] | null> {
  const uri = siteFileUri({ folder, path: file });
  const { notebookDocuments, textDocuments } = vscode.workspace;
  const notebook = notebookDocuments.find((open) => open.uri.toString() === uri.toString());
  if (notebook) return placesOfNotebook(notebook, rates);
  const document = textDocuments.find((open) => open.uri.toString() === uri.toString());
  const found = document && (await rates.ratesOf(document));
  if (found) return keyPlaces(found.whole, { ...siteFileKey(uri), cells: [] });
  return vscode.workspace.getWorkspaceFolder(uri) ? placesOfFile(await fileTextOf(uri.fsPath), rates) : null;
}

/** Reads a file, which may be a word of a command that is no file. */
async function fileTextOf(file: string): Promise<FileText> {
  const uri = vscode.Uri.file(file);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_TEXT_LENGTH) return { file, text: null };
    return { file, text: Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8') };
  } catch {
    return { file, text: null };
  }
}

async function placesOfFile({ file, text }: FileText, rates: RateDocuments): Promise<readonly KeyedPlace[]> {
  if (text === null) return [];
  try {
    const language = languageOfFile(path.basename(file)) ?? '';
    const isNotebook = language === 'notebook';
    const source: Source = isNotebook ? { cells: notebookCells(text) } : { language, text };
    const cells = isNotebook ? notebookCellIds(text) : [];
    const report = await rates.find(source);
    const content = contentMark(source, report);
    const places = keyPlaces(report, { ...siteFileKey(vscode.Uri.file(file)), cells, content });
    // Settings and modules may change the rates, too.
    return markChanged(places, cellTexts(source).join('\n'));
  } catch {
    // It cannot be parsed: the run is shown without a place.
    return [];
  }
}

/** The places that a run in a cell of an open notebook can be tied to: its cells share one program. */
export async function placesOfNotebook(
  notebook: vscode.NotebookDocument,
  rates: RateDocuments,
): Promise<readonly KeyedPlace[]> {
  try {
    const source = sourceOf(notebook);
    const report = await rates.find(source);
    const places = keyPlaces(report, { ...siteFileOf(notebook), content: contentMark(source, report) });
    return withScaling(places, cellTexts(source).join('\n'));
  } catch {
    // A notebook that is too large to parse: the run is shown without a place.
    return [];
  }
}
