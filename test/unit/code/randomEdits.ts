import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Names that matter for finding rates. */
const NAMES = ['lr', 'learning_rate', 'args', 'optimizer', 'config', 'self', 'x'];

/** Line endings that change a line or break it. */
const ENDS = ['', '  # lr', ')', ' * 0.1', ',', ' if warm else 1e-3', ':'];

/** Typical edits of the lines of a program. Some break it, as half-typed code does. */
const EDITS: Readonly<Record<string, (lines: string[], at: number, random: RandomGenerator) => void>> = {
  'insert an empty line': (lines, at) => lines.splice(at, 0, ''),
  'delete a line': (lines, at) => lines.splice(at, 1),
  'delete several lines': (lines, at, random) => lines.splice(at, uniformInt(random, 2, 6)),
  'copy a line to somewhere else': (lines, at, random) =>
    lines.splice(at, 0, lines[uniformInt(random, 0, lines.length - 1)]),
  'change a digit': (lines, at, random) => change(lines, at, /\d/, String(uniformInt(random, 0, 9))),
  'rename what is first in a line': (lines, at, random) => change(lines, at, /[A-Za-z_]\w*/, pick(NAMES, random)),
  'rename a name everywhere': (lines, at, random) => {
    const name = /[A-Za-z_]\w*(?= = )/.exec(lines[at])?.[0];
    const other = pick(NAMES, random);
    if (name !== undefined) for (const [index, line] of lines.entries()) lines[index] = line.replaceAll(name, other);
  },
  'split a line': (lines, at, random) => {
    const line = lines[at];
    const column = uniformInt(random, 0, line.length);
    lines.splice(at, 1, line.slice(0, column), line.slice(column));
  },
  'join two lines': (lines, at) => lines.splice(at, 2, lines.slice(at, at + 2).join(' ')),
  'indent a line': (lines, at) => change(lines, at, /^/, '    '),
  'outdent a line': (lines, at) => change(lines, at, /^ {4}/, ''),
  'end a line otherwise': (lines, at, random) => change(lines, at, /$/, pick(ENDS, random)),
  'swap two lines': (lines, at, random) => {
    const other = uniformInt(random, 0, lines.length - 1);
    [lines[at], lines[other]] = [lines[other], lines[at]];
  },
};

/** The text after one to three random edits, and their names. */
export function editRandomly(
  text: string,
  random: RandomGenerator,
): { readonly text: string; readonly edits: readonly string[] } {
  const lines = text.split('\n');
  const edits = Array.from({ length: uniformInt(random, 1, 3) }, () => pick(Object.keys(EDITS), random));
  for (const edit of edits) {
    EDITS[edit](lines, uniformInt(random, 0, lines.length - 1), random);
    if (lines.length === 0) lines.push('');
  }
  return { text: lines.join('\n'), edits };
}

export function pick<T>(choices: readonly T[], random: RandomGenerator): T {
  return choices[uniformInt(random, 0, choices.length - 1)];
}

function change(lines: string[], at: number, what: RegExp, replacement: string): void {
  lines[at] = lines[at].replace(what, replacement);
}
