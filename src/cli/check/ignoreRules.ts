import path from 'node:path';
import ignore from 'ignore';

/** As git's `core.ignoreCase` is where file names don't distinguish case. */
const IGNORE_CASE = process.platform === 'win32' || process.platform === 'darwin';

/** Patterns as in .gitignore, for the files below a folder. */
export class IgnoreRules {
  readonly #folder: string;
  readonly #lines: readonly string[];
  readonly #patterns;

  /**
   * @param folder the absolute path of the folder that the patterns are relative to
   * @param patterns one or more lines of a .gitignore file
   */
  constructor(folder: string, patterns: string | readonly string[]) {
    this.#folder = folder;
    this.#lines = typeof patterns === 'string' ? patterns.split(/\r?\n/) : patterns;
    this.#patterns = ignore({ ignorecase: IGNORE_CASE }).add(patterns);
  }

  /** What the patterns say of a file, by its absolute path; null if they don't mention it. */
  verdictOn(file: string, isFolder = false): 'ignored' | 'unignored' | null {
    // Patterns without a folder of their own apply to files elsewhere, too.
    const relative = path
      .relative(this.#folder, file)
      .replace(/^[a-z]:/i, '')
      .split(path.sep)
      .filter((part) => part !== '..' && part !== '')
      .join('/');
    if (relative === '') return null;
    const { ignored, unignored } = this.#patterns.test(isFolder ? `${relative}/` : relative);
    if (ignored) return 'ignored';
    return unignored ? 'unignored' : null;
  }

  /**
   * The rules for what is in a folder that these ignore, though it is to be searched: those that ignore the folder say nothing of it.
   * @param isNamed whether the user names the folder; else other rules unignore it, and patterns without a slash match what is in it, too
   */
  within(folder: string, isNamed: boolean): readonly IgnoreRules[] {
    if (this.verdictOn(folder, true) !== 'ignored') return [this];
    const ignoring = this.#lines.filter(
      (line) => new IgnoreRules(this.#folder, [line]).verdictOn(folder, true) === 'ignored',
    );
    const rest = new IgnoreRules(
      this.#folder,
      this.#lines.filter((line) => !ignoring.includes(line)),
    );
    return isNamed
      ? [rest]
      : [
          new IgnoreRules(
            folder,
            ignoring.filter((line) => !line.includes('/')),
          ),
          rest,
        ];
  }
}

/** Whether a file is ignored, by the .gitignore files of the folders around it, outermost first: the innermost that mentions it decides. */
export function isIgnoredBy(rules: readonly IgnoreRules[], file: string, isFolder: boolean): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    const verdict = rules[index].verdictOn(file, isFolder);
    if (verdict) return verdict === 'ignored';
  }
  return false;
}
