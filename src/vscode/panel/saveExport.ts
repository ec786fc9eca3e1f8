import path from 'node:path';
import * as vscode from 'vscode';
import type { ExportKind, PanelRequest } from '../../protocol/panel.ts';

type ExportRequest = Extract<PanelRequest, { type: 'export' }>;

const EXTENSIONS: Readonly<Record<ExportKind, string>> = { png: 'png', svg: 'svg', csv: 'csv', 'vega-lite': 'vl.json' };

/** Saves exported content to a file that the user chooses, or copies it to the clipboard. */
export async function saveExport({ kind, to, name, content }: ExportRequest): Promise<void> {
  if (to === 'clipboard') {
    await vscode.env.clipboard.writeText(content);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Goldilocks: copied to the clipboard'), 3000);
    return;
  }
  const extension = EXTENSIONS[kind];
  const target = await vscode.window.showSaveDialog({
    defaultUri: suggestedFile(`${fileName(name)}.${extension}`),
    filters: { [kindName(kind)]: [extension] },
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, Buffer.from(content, kind === 'png' ? 'base64' : 'utf8'));
}

function kindName(kind: ExportKind): string {
  switch (kind) {
    case 'png':
      return vscode.l10n.t('PNG picture');
    case 'svg':
      return vscode.l10n.t('SVG picture');
    case 'csv':
      return vscode.l10n.t('Comma-separated values');
    case 'vega-lite':
      return vscode.l10n.t('Vega-Lite specification');
  }
}

/** Beside the user's own work, or in the home folder of whoever has none open. */
function suggestedFile(name: string): vscode.Uri | undefined {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder ? vscode.Uri.joinPath(folder.uri, name) : undefined;
}

/** A name comes from an experiment, which may be called anything. */
function fileName(name: string): string {
  const plain = path.basename(name.replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-'));
  return plain.replace(/^[.-]+/, '').replace(/(?<![.-])[.-]+$/, '') || 'goldilocks';
}
