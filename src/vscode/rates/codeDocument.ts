import * as vscode from 'vscode';
import type { Source } from '../../code/source.ts';

/** Languages in which rates are looked for, by the names that VS Code gives them. */
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

/** Where documents are somebody's code; views of git, diffs and output have schemes of their own. */
export const RATE_SCHEMES = ['file', 'untitled', 'vscode-notebook-cell'] as const;

/** Every document that can have rates. TOML is a language only where an extension makes it one. */
export const RATE_SELECTOR: vscode.DocumentSelector = RATE_SCHEMES.flatMap((scheme) => [
  ...RATE_LANGUAGES.map((language) => ({ scheme, language })),
  { scheme, pattern: '**/*.toml' },
]);

/** What is read as one: a document by itself, or a notebook with all its cells, which share their names. */
export type CodeDocument = vscode.TextDocument | vscode.NotebookDocument;

/** The subject that a document belongs to; null if rates are not looked for in it. */
export function codeDocumentOf(document: vscode.TextDocument): CodeDocument | null {
  if (document.isClosed || vscode.languages.match(RATE_SELECTOR, document) === 0) return null;
  if (document.uri.scheme !== 'vscode-notebook-cell') return document;
  const notebook = vscode.workspace.notebookDocuments.find((candidate) => cellOf(candidate, document) !== undefined);
  return notebook && /^(file|untitled)$/.test(notebook.uri.scheme) ? notebook : null;
}

/** The cell of a notebook that a document is. */
export function cellOf(
  notebook: vscode.NotebookDocument,
  { uri }: vscode.TextDocument,
): vscode.NotebookCell | undefined {
  return notebook.getCells().find(({ document }) => document.uri.toString() === uri.toString());
}

/** The documents that a subject consists of. */
export function textDocumentsOf(subject: CodeDocument): readonly vscode.TextDocument[] {
  return isNotebook(subject) ? subject.getCells().map(({ document }) => document) : [subject];
}

/** The text as it stands in the editor, saved or not. Cells that hold no code are empty, so that the others keep their numbers. */
export function sourceOf(subject: CodeDocument): Source {
  if (!isNotebook(subject)) return { language: languageOf(subject), text: subject.getText() };
  return {
    cells: subject.getCells().map(({ kind, document }) => {
      return kind === vscode.NotebookCellKind.Code
        ? { language: document.languageId, text: document.getText() }
        : { language: 'none', text: '' };
    }),
  };
}

/** Differs whenever the text does. */
export function versionKey(subject: CodeDocument): string {
  return textDocumentsOf(subject)
    .map(({ uri, version }) => `${uri.toString()} ${version}`)
    .join('\n');
}

export function isNotebook(subject: CodeDocument): subject is vscode.NotebookDocument {
  return 'notebookType' in subject;
}

function languageOf({ languageId, fileName }: vscode.TextDocument): string {
  return (RATE_LANGUAGES as readonly string[]).includes(languageId) || !fileName.endsWith('.toml')
    ? languageId
    : 'toml';
}
