import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cell } from '../../../src/code/source.ts';

const CORPUS = path.join('test', 'unit', 'code', 'corpus');

/** What stands around a rate that the tests look for. */
const MARK = /«([^«»|]+)\|[^»]*»/g;

const ENDINGS = { python: /\.py\.txt$/, typescript: /\.[jt]s\.txt$/ };

export type BenchLanguage = keyof typeof ENDINGS;

/**
 * A program of so many lines, made of the corpus of the unit tests again and again. Its names have hundreds of meanings each, which is
 * harder than what people write.
 */
export async function makeProgram(language: BenchLanguage, lineCount: number): Promise<Cell> {
  const names = (await readdir(CORPUS, { recursive: true })).filter((name) => ENDINGS[language].test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(CORPUS, name), 'utf8')));
  const lines = texts.join('\n').replace(MARK, '$1').split('\n');
  return { language, text: Array.from({ length: lineCount }, (_, index) => lines[index % lines.length]).join('\n') };
}

/** The program after one more digit in a number in its middle. */
export function typeDigit({ language, text }: Cell): Cell {
  const number = /\b0\.\d+/g;
  number.lastIndex = text.length / 2;
  if (!number.test(text)) throw new RangeError('There is no number in the second half of the program.');
  return { language, text: `${text.slice(0, number.lastIndex)}1${text.slice(number.lastIndex)}` };
}
