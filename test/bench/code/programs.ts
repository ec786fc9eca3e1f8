import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const CORPUS = path.join('test', 'unit', 'code', 'corpus');

/** What stands around a rate that the tests look for. */
const MARK = /«([^«»|]+)\|[^»]*»/g;

const ENDINGS = { python: /\.py\.txt$/, typescript: /\.[jt]s\.txt$/ };

export type BenchLanguage = keyof typeof ENDINGS;

/** Names that a file gives to its own functions, classes and values. */
const OWN_NAME = /^[ \t]*(?:(?:def|class|function|const|let) (\w+)|(\w+) = )/gm;

/** A program of so many lines, made of the corpus of the unit tests again and again, each time with other names of its own. */
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

/** Attributes and keywords keep their names, which are not the file's own. */
function renamed(text: string, index: number): string {
  const names = new Set([...text.matchAll(OWN_NAME)].map(([, declared, assigned]) => declared ?? assigned));
  return text.replace(/(?<![.\w])[A-Za-z_]\w*(?!\w|=[^=])/g, (name) => (names.has(name) ? `${name}_${index}` : name));
}

/** What somebody types, over and over: each makes the next text out of the last one. */
export const KEYS: Readonly<Record<string, (text: string, round: number) => string>> = {
  /** One more digit in a number: at a quarter of the program, in its middle, at three quarters. */
  digit: (text, round) => insertBehind(text, /\b0\.\d+/g, text.length * (0.25 + 0.25 * (round % 3)), '1'),
  /** One more letter in a name where it is given its value, for the first time in the program. */
  name: (text) => insertBehind(text, /^(?:def |class |function |const |let )?\w+(?= = |\()/gm, 0, 'x'),
  /** A line break behind the first of all lines, by which everything moves. */
  line: (text) => insertBehind(text, /.*\S.*/g, 0, '\n'),
};

function insertBehind(text: string, what: RegExp, from: number, typed: string): string {
  what.lastIndex = from;
  if (!what.test(text)) throw new RangeError(`There is no ${what.source} behind ${from} in the program.`);
  return text.slice(0, what.lastIndex) + typed + text.slice(what.lastIndex);
}
