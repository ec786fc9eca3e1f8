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

/** A word of a command, in quotes or not, or what ends a command. */
const WORD = /"([^"]*)"|'([^']*)'|(&&|\|\||[;|&<>])|([^\s"';|&<>]+)/g;

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
    else files.push(...filesIn(words).map((file) => path.resolve(current, file)));
    words = [];
  };
  for (const [, double, single, end, plain] of command.matchAll(WORD)) {
    if (end === undefined) words.push(double ?? single ?? plain);
    else if (end === '<' || end === '>') break;
    else take();
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
