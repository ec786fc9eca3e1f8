import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { translationsElement } from '../../app/translationsElement.ts';

/** Of a style element with nothing in it: the toolkit adds one to find out whether the browser knows `:focus-visible`. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** A page: the panel's, that of the Loss view, the demo's, the Learn page, New Experiment, or Compare Experiments. Its script has the same name. */
export type PageName = 'panel' | 'loss' | 'demo' | 'learn' | 'newExperiment' | 'comparison';

/** The style sheets of a page, in their order: the later ones change the earlier. */
const STYLES: Readonly<Record<PageName, readonly string[]>> = {
  panel: ['panel.css'],
  loss: ['panel.css', 'loss.css'],
  demo: ['panel.css', 'demo.css'],
  learn: ['panel.css', 'learn.css'],
  newExperiment: ['panel.css', 'newExperiment.css'],
  comparison: ['panel.css', 'comparison.css'],
};

/** Where the scripts and style sheets of the pages lie, the only folders that they may read. */
export function pageRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist'), vscode.Uri.joinPath(extension, 'media')];
}

/** A page. Nothing but its own script and style sheets is allowed in it, and no connection to anywhere. */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, name: PageName): string {
  const nonce = randomBytes(16).toString('base64');
  const uriOf = (folder: string, file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, folder, file)).toString();
  const styles = STYLES[name].map((style) => `<link rel="stylesheet" href="${uriOf('media', style)}">`);
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
${styles.join('\n')}
</head>
<body>
<div id="page"></div>
${translationsElement(vscode.l10n.bundle)?.text ?? ''}
<script nonce="${nonce}" src="${uriOf('dist', `${name}.js`)}"></script>
</body>
</html>
`;
}
