import { readFile, stat } from 'node:fs/promises';
import Module from 'node:module';
import * as l10n from '@vscode/l10n';

type Load = (request: string, ...rest: unknown[]) => unknown;

/** Keeps what it is given, as VS Code's class does. */
class MarkdownString {
  constructor(public value = '') {}

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }

  appendText(text: string): this {
    return this.appendMarkdown(text);
  }
}

/** Keeps what it is given, as VS Code's class does. */
class TreeItem {
  constructor(readonly label: string) {}
}

/** Keeps what it is called, as VS Code's class does. */
class CodeAction {
  constructor(readonly title: string) {}
}

/** Changes nothing. */
class WorkspaceEdit {
  replace(): void {}
}

/** Tells nobody. */
class EventEmitter {
  readonly event = (): void => undefined;
}

/** A file on disk, in no workspace folder. */
interface FileUri {
  readonly fsPath: string;
}

/** What the tree, the hovers, the quick fixes and the places of runs use of VS Code. It translates as `@vscode/l10n` does. */
const STAND_IN = {
  l10n,
  CodeAction,
  CodeActionKind: {},
  env: { language: 'ja' },
  ColorThemeKind: { Light: 1, Dark: 2, HighContrast: 3, HighContrastLight: 4 },
  EventEmitter,
  TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
  MarkdownString,
  Range: class {},
  ThemeColor: class {},
  ThemeIcon: class {},
  TreeItem,
  Uri: { file: (fsPath: string): FileUri => ({ fsPath }) },
  workspace: {
    fs: {
      stat: ({ fsPath }: FileUri) => stat(fsPath),
      readFile: ({ fsPath }: FileUri) => readFile(fsPath),
    },
    getConfiguration: () => ({ get: (_: string, value: unknown) => value }),
    getWorkspaceFolder: (): undefined => undefined,
  },
  WorkspaceEdit,
};

/**
 * Loads modules that import `vscode`, which exists inside VS Code only.
 * @param load imports them
 * @param more what else they use of VS Code
 */
export async function withoutVscode<T>(load: () => Promise<T>, more: object = {}): Promise<T> {
  const loader = Module as unknown as { _load: Load };
  const original = loader._load;
  loader._load = (request, ...rest) =>
    request === 'vscode' ? { ...STAND_IN, ...more } : original.call(Module, request, ...rest);
  try {
    return await load();
  } finally {
    loader._load = original;
  }
}
