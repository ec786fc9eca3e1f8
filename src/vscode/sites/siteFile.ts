import path from 'node:path';
import * as vscode from 'vscode';
import type { SiteFile } from '../../app/sites/siteKey.ts';
import type { SiteFileKey } from '../../app/sites/siteResults.ts';
import { isNotebook } from '../rates/codeDocument.ts';
import type { CodeDocument } from '../rates/codeDocument.ts';

/** A file by its workspace folder and its path in there. */
export function siteFileKey(uri: vscode.Uri): SiteFileKey {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? null;
  const relative = folder === null ? uri.fsPath : path.relative(folder, uri.fsPath);
  return { folder, path: relative.split(path.sep).join('/') };
}

/** Where a file of that key is; the reverse of siteFileKey. */
export function siteFileUri({ folder, path: file }: SiteFileKey): vscode.Uri {
  return vscode.Uri.file(folder === null ? file : path.join(folder, file));
}

/** An open file, with the ids of its cells if it is a notebook. */
export function siteFileOf(code: CodeDocument): SiteFile {
  return {
    ...siteFileKey(code.uri),
    cells: isNotebook(code) ? code.getCells().map(({ metadata }) => idOf(metadata)) : [],
  };
}

/** VS Code keeps the id of a Jupyter cell in its metadata. */
function idOf(metadata: { readonly [key: string]: unknown }): string | null {
  return typeof metadata.id === 'string' ? metadata.id : null;
}
