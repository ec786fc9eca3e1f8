import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const CORPUS = path.join('test', 'unit', 'code', 'corpus');

/** The marks around a rate in the corpus. */
const MARK = /«([^«»|]+)\|[^»]*»/g;

const ENDINGS = { python: /\.py\.txt$/, typescript: /\.[jt]s\.txt$/ };

export type BenchLanguage = keyof typeof ENDINGS;

/** Definitions of functions, classes and variables. */
const OWN_NAME = /^[ \t]*(?:(?:def|class|function|const|let) (\w+)|(\w+) = )/gm;

/** A program with this many lines: files of the unit tests' corpus, repeated with different names. */
export async function makeProgram(language: BenchLanguage, lineCount: number): Promise<string> {
  const names = (await readdir(CORPUS, { recursive: true })).filter((name) => ENDINGS[language].test(name)).sort();
  const texts = await Promise.all(
    names.map(async (name) => (await readFile(path.join(CORPUS, name), 'utf8')).replace(MARK, '$1')),
  );
  const lines: string[] = [];
  for (let index = 0; lines.length < lineCount; index++)
    lines.push(...renamed(texts[index % texts.length], index).split('\n'));
  return lines.slice(0, lineCount).join('\n');
}

/** Renames what the file defines. Attributes and keywords keep their names. */
function renamed(text: string, index: number): string {
  const names = new Set([...text.matchAll(OWN_NAME)].map(([, declared, assigned]) => declared ?? assigned));
  return text.replace(/(?<![.\w])[A-Za-z_]\w*(?!\w|=[^=])/g, (name) => (names.has(name) ? `${name}_${index}` : name));
}

/** Typical edits: each function makes the next version of a text. */
export const EDITS: Readonly<Record<string, (text: string, round: number) => string>> = {
  /** A digit in a number: at a quarter of the program, in the middle, at three quarters. */
  digit: (text, round) => insertAfter(text, /\b0\.\d+/g, text.length * (0.25 + 0.25 * (round % 3)), '1'),
  /** A letter in the first name that is defined. */
  name: (text) => insertAfter(text, /^(?:def |class |function |const |let )?\w+(?= = |\()/gm, 0, 'x'),
  /** A line break after the first line, which moves everything else. */
  line: (text) => insertAfter(text, /.*\S.*/g, 0, '\n'),
};

function insertAfter(text: string, what: RegExp, from: number, typed: string): string {
  what.lastIndex = from;
  if (!what.test(text)) throw new RangeError(`There is no ${what.source} behind ${from} in the program.`);
  return text.slice(0, what.lastIndex) + typed + text.slice(what.lastIndex);
}
