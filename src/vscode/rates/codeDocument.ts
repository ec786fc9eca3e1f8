import * as vscode from 'vscode';
import type { SourceRange } from '../../code/rateSite.ts';
import type { Source } from '../../code/source.ts';

/** The ids of the languages that are searched for rates. */
export const RATE_LANGUAGES = [
  'python',
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'yaml',
  'json',
  'jsonc',
  'toml',
] as const;

/** The schemes of documents to search, as opposed to views of git, diffs and output. */
export const RATE_SCHEMES = ['file', 'untitled', 'vscode-notebook-cell'] as const;

/** Selects the documents to search. TOML goes by file name, because only extensions add it as a language. */
export const RATE_SELECTOR: vscode.DocumentSelector = RATE_SCHEMES.flatMap((scheme) => [
  ...RATE_LANGUAGES.map((language) => ({ scheme, language })),
  { scheme, pattern: '**/*.toml' },
]);

/** A document that is analyzed as a whole: a text document, or a notebook, whose cells share one namespace. */
export type CodeDocument = vscode.TextDocument | vscode.NotebookDocument;

/** The code document that a text document is or belongs to; null if it isn't searched for rates. */
export function codeDocumentOf(document: vscode.TextDocument): CodeDocument | null {
  if (document.isClosed || vscode.languages.match(RATE_SELECTOR, document) === 0) return null;
  if (document.uri.scheme !== 'vscode-notebook-cell') return document;
  const notebook = vscode.workspace.notebookDocuments.find((candidate) => cellOf(candidate, document) !== undefined);
  return notebook && /^(file|untitled)$/.test(notebook.uri.scheme) ? notebook : null;
}

/** The cell of a notebook with this text document. */
export function cellOf(
  notebook: vscode.NotebookDocument,
  { uri }: Pick<vscode.TextDocument, 'uri'>,
): vscode.NotebookCell | undefined {
  return notebook.getCells().find(({ document }) => document.uri.toString() === uri.toString());
}

/** The text documents of a code document. */
export function textDocumentsOf(code: CodeDocument): readonly vscode.TextDocument[] {
  return isNotebook(code) ? code.getCells().map(({ document }) => document) : [code];
}

/** The text document that a range is in. */
export function uriAt(code: CodeDocument, { cell }: Pick<SourceRange, 'cell'>): vscode.Uri {
  return isNotebook(code) && cell !== undefined ? code.cellAt(cell).document.uri : code.uri;
}

/** The text in the editor, saved or not. Cells without code are empty, so that the others keep their indices. */
export function sourceOf(code: CodeDocument): Source {
  if (!isNotebook(code)) return { language: languageOf(code), text: code.getText() };
  return {
    cells: code.getCells().map(({ kind, document }) => {
      return kind === vscode.NotebookCellKind.Code
        ? { language: document.languageId, text: document.getText() }
        : { language: 'none', text: '' };
    }),
  };
}

/** Changes whenever the text does. */
export function versionKey(code: CodeDocument): string {
  return textDocumentsOf(code)
    .map(({ uri, version }) => `${uri.toString()} ${version}`)
    .join('\n');
}

export function isNotebook(code: CodeDocument): code is vscode.NotebookDocument {
  return 'notebookType' in code;
}

function languageOf({ languageId, fileName }: vscode.TextDocument): string {
  return (RATE_LANGUAGES as readonly string[]).includes(languageId) || !fileName.endsWith('.toml')
    ? languageId
    : 'toml';
}
