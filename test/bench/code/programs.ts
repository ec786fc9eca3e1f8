import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cell } from '../../../src/code/source.ts';

const CORPUS = path.join('test', 'unit', 'code', 'corpus');

/** What stands around a rate that the tests look for. */
const MARK = /«([^«»|]+)\|[^»]*»/g;

const ENDINGS = { python: /\.py\.txt$/, typescript: /\.[jt]s\.txt$/ };

export type BenchLanguage = keyof typeof ENDINGS;

/** Names that a file gives to its own functions, classes and values. */
const OWN_NAME = /^[ \t]*(?:(?:def|class|function|const|let) (\w+)|(\w+) = )/gm;

/** A program of so many lines, made of the corpus of the unit tests again and again, each time with other names of its own. */
export async function makeProgram(language: BenchLanguage, lineCount: number): Promise<Cell> {
  const names = (await readdir(CORPUS, { recursive: true })).filter((name) => ENDINGS[language].test(name)).sort();
  const texts = await Promise.all(names.map(async (name) => (await readFile(path.join(CORPUS, name), 'utf8')).replace(MARK, '$1')));
  const lines: string[] = [];
  for (let index = 0; lines.length < lineCount; index++) lines.push(...renamed(texts[index % texts.length], index).split('\n'));
  return { language, text: lines.slice(0, lineCount).join('\n') };
}

/** Attributes and keywords keep their names, which are not the file's own. */
function renamed(text: string, index: number): string {
  const names = new Set([...text.matchAll(OWN_NAME)].map(([, declared, assigned]) => declared ?? assigned));
  return text.replace(/(?<![.\w])[A-Za-z_]\w*(?!\w|=[^=])/g, (name) => (names.has(name) ? `${name}_${index}` : name));
}

/** The program after one more digit in a number in its middle. */
export function typeDigit({ language, text }: Cell): Cell {
  const number = /\b0\.\d+/g;
  number.lastIndex = text.length / 2;
  if (!number.test(text)) throw new RangeError('There is no number in the second half of the program.');
  return { language, text: `${text.slice(0, number.lastIndex)}1${text.slice(number.lastIndex)}` };
}
