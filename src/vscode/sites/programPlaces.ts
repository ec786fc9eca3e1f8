import path from 'node:path';
import * as vscode from 'vscode';
import { contentMark } from '../../app/sites/contentMark.ts';
import { keyPlaces } from '../../app/sites/siteKey.ts';
import type { KeyedPlace } from '../../app/sites/siteKey.ts';
import { startedFiles } from '../../app/sites/startedFiles.ts';
import type { ProgramStart } from '../../app/sites/startedFiles.ts';
import { notebookCellIds, notebookCells } from '../../code/notebook.ts';
import { languageOfFile, MAX_TEXT_LENGTH } from '../../code/source.ts';
import type { Source } from '../../code/source.ts';
import type { RunSite } from '../../domain/runSite.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { sourceOf } from '../rates/codeDocument.ts';
import { siteFileKey, siteFileOf, siteFileUri } from './siteFile.ts';

/**
 * The places that runs of a program can be tied to, as its files are on disk now: what is edited later, the program has not read.
 * Files that are missing, too long or not readable have none.
 */
export async function placesOfProgram(start: ProgramStart, rates: RateDocuments): Promise<readonly KeyedPlace[]> {
  const places: KeyedPlace[] = [];
  for (const file of startedFiles(start)) places.push(...(await placesOfFile(vscode.Uri.file(file), rates)));
  return places;
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
  return vscode.workspace.getWorkspaceFolder(uri) ? placesOfFile(uri, rates) : null;
}

async function placesOfFile(uri: vscode.Uri, rates: RateDocuments): Promise<readonly KeyedPlace[]> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_TEXT_LENGTH) return [];
    const text = Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
    const language = languageOfFile(path.basename(uri.fsPath)) ?? '';
    const isNotebook = language === 'notebook';
    const source: Source = isNotebook ? { cells: notebookCells(text) } : { language, text };
    const cells = isNotebook ? notebookCellIds(text) : [];
    const report = await rates.find(source);
    return keyPlaces(report, { ...siteFileKey(uri), cells, content: contentMark(source, report) });
  } catch {
    // A word of the command that is no file, or one that cannot be read or parsed: the run is shown without a place.
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
    return keyPlaces(report, { ...siteFileOf(notebook), content: contentMark(source, report) });
  } catch {
    // A notebook that is too large to parse: the run is shown without a place.
    return [];
  }
}
