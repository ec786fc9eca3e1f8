import path from 'node:path';
import { languageOfFile } from '../../code/source.ts';

/** How a program was started. */
export interface ProgramStart {
  /** The command with its arguments, as in a shell. */
  readonly command: string;
  /** Absolute path of the folder in which it was started. */
  readonly folder: string;
}

/** Files of one command that are looked at: a program, its settings. */
const MAX_FILES = 8;

/** A word of a command, in quotes or not, what sends its output or input elsewhere, or what ends a command. */
const WORD = /"([^"]*)"|'([^']*)'|(&?[<>]+(?:&\d*|\|)?)|(&&|\|[|&]?|[;&])|([^\s"';|&<>]+)/g;
/** Programs whose arguments are what they write to. */
const WRITERS: readonly string[] = ['tee', 'Tee-Object', 'Out-File'];

/**
 * Absolute paths of the files with code or settings that a command names, the program first, whether they exist or not:
 * `python train.py --config base.yaml`, `accelerate launch -m pkg.train`.
 */
export function startedFiles({ command, folder }: ProgramStart): readonly string[] {
  let current = folder;
  let words: string[] = [];
  const files: string[] = [];
  const take = (): void => {
    if (words[0] === 'cd' && words.length === 2) current = path.resolve(current, words[1]);
    else if (!WRITERS.includes(words[0])) files.push(...filesIn(words).map((file) => path.resolve(current, file)));
    words = [];
  };
  let isRedirected = false;
  for (const [, double, single, redirection, end, plain] of command.matchAll(WORD)) {
    if (end !== undefined) take();
    else if (redirection === undefined && !isRedirected) words.push(double ?? single ?? plain);
    // "2>&1" names no file, "> out.log" does.
    isRedirected = redirection !== undefined && !/\d$/.test(redirection);
  }
  take();
  return [...new Set(files)].slice(0, MAX_FILES);
}

function filesIn(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    // `--config=base.yaml`
    const value = /^--?[\w.-]+=(.+)$/.exec(word)?.[1] ?? word;
    if (words[index - 1] === '-m' && /^[a-z_][\w.]*$/i.test(word)) {
      const module = word.replaceAll('.', '/');
      return [`${module}.py`, `${module}/__main__.py`];
    }
    return languageOfFile(value) === null ? [] : [value];
  });
}
