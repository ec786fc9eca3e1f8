import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { translationsElement } from '../../app/translationsElement.ts';

/** Of a style element with nothing in it: the toolkit adds one to find out whether the browser knows `:focus-visible`. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Where the page's script and style sheet lie, the only folders that it may read. */
export function pageRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist'), vscode.Uri.joinPath(extension, 'media')];
}

/** The panel's page. Nothing but its own script and style sheet is allowed in it, and no connection to anywhere. */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'panel.js')).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'media', 'panel.css')).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} ${EMPTY_STYLE}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.l10n.bundle ? vscode.env.language : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Goldilocks</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<div id="page"></div>
${translationsElement(vscode.l10n.bundle)?.text ?? ''}
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
