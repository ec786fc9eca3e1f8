import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { languageOfFile } from '../../code/source.ts';
import { EXTENSIONS, notReadBecause } from '../../app/readSource.ts';
import type { NotRead } from '../../app/readSource.ts';
import { IgnoreRules, isIgnoredBy } from './ignoreRules.ts';
import type { ProjectSettings, ProjectSettingsFinder } from './projectSettings.ts';

/** A file to check, or why it isn't checked. */
export interface SourceFile {
  /** As named by the user, or below the folder as named. */
  readonly file: string;
  readonly settings: ProjectSettings;
  readonly notRead: NotRead | null;
}

/** Folders of packages that others wrote. */
const FOREIGN_FOLDERS = ['node_modules', '__pycache__', 'site-packages'];
/** What is in the folder of a Python environment. */
const ENVIRONMENT_MARKS = ['pyvenv.cfg', 'conda-meta'];

/**
 * Finds the files to check: those that are named, and those in named folders that have source code or settings. There, hidden files,
 * packages and what .gitignore files ignore are left out, and links aren't followed.
 */
export class SourceFileFinder {
  readonly #found = new Map<string, SourceFile>();

  /** @param exclude what is left out, even if it is named */
  constructor(
    private readonly settings: ProjectSettingsFinder,
    private readonly exclude: IgnoreRules,
    private readonly interrupt: AbortSignal,
  ) {}

  /** Each file once, in the order in which they are named, and by name within folders. Fewer if the search is interrupted. */
  async find(names: readonly string[]): Promise<SourceFile[]> {
    for (const name of names) {
      const file = path.resolve(name);
      try {
        if ((await stat(file)).isDirectory()) await this.#addFolder(name, file, await gitignoresAround(file));
        else await this.#add(name, file, languageOfFile(name) === null ? NO_SOURCE : null);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        await this.#add(name, file, notReadBecause(error));
      }
    }
    return [...this.#found.values()];
  }

  async #add(name: string, file: string, notRead: NotRead | null = null): Promise<void> {
    const settings = await this.settings.settingsOf(path.dirname(file));
    if (!this.#found.has(file) && settings.isEnabled && !this.#isExcluded(file, settings, false))
      this.#found.set(file, { file: name, settings, notRead });
  }

  #isExcluded(file: string, { exclude }: ProjectSettings, isFolder: boolean): boolean {
    return [this.exclude, exclude].some((rules) => rules?.verdictOn(file, isFolder) === 'ignored');
  }

  /** @param around the rules of the .gitignore files around the folder */
  async #addFolder(name: string, folder: string, around: readonly IgnoreRules[]): Promise<void> {
    const settings = await this.settings.settingsOf(folder);
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
    if (!entries) {
      this.#found.set(folder, { file: name, settings, notRead: UNREADABLE_FOLDER });
      return;
    }
    if (this.interrupt.aborted || entries.some((entry) => ENVIRONMENT_MARKS.includes(entry.name))) return;
    const rules = entries.some((entry) => entry.name === GITIGNORE)
      ? [...around, ...(await gitignoreIn(folder))]
      : around;
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const isFolder = entry.isDirectory();
      if (entry.name.startsWith('.') || !(isFolder ? !FOREIGN_FOLDERS.includes(entry.name) : isSource(entry))) continue;
      const inner = path.join(folder, entry.name);
      if (isIgnoredBy(rules, inner, isFolder) || this.#isExcluded(inner, settings, isFolder)) continue;
      const innerName = path.join(name, entry.name);
      if (isFolder)
        await this.#addFolder(
          innerName,
          inner,
          rules.flatMap((rule) => rule.within(inner, false)),
        );
      else await this.#add(innerName, inner);
    }
  }
}

const NO_SOURCE: NotRead = {
  message: `problems are found in ${EXTENSIONS} files; this one was skipped.`,
  failed: false,
};
const UNREADABLE_FOLDER: NotRead = { message: 'no permission to read this folder.', failed: true };
const GITIGNORE = '.gitignore';

function isSource(entry: { readonly name: string; isFile(): boolean }): boolean {
  return entry.isFile() && languageOfFile(entry.name) !== null;
}

/** The rules of the repository in the folders around a folder, outermost first. */
async function gitignoresAround(folder: string): Promise<readonly IgnoreRules[]> {
  const found: IgnoreRules[] = [];
  for (let inner = folder; ; inner = path.dirname(inner)) {
    if (inner !== folder) found.unshift(...(await gitignoreIn(inner)));
    if (await exists(path.join(inner, '.git'))) break;
    // Not in a repository.
    if (path.dirname(inner) === inner) return [];
  }
  return found.flatMap((rules) => rules.within(folder, true));
}

async function gitignoreIn(folder: string): Promise<IgnoreRules[]> {
  const text = await readFile(path.join(folder, GITIGNORE), 'utf8').catch(() => null);
  return text === null ? [] : [new IgnoreRules(folder, text)];
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
