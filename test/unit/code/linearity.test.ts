import assert from 'node:assert/strict';
import { findRates } from '../../../src/code/findRates.ts';
import { parsers } from './marked.ts';

/** How often regular expressions are tested while the rates of a text are found. */
async function testsIn(language: string, text: string): Promise<number> {
  const { value: original } = Object.getOwnPropertyDescriptor(RegExp.prototype, 'test') as { value: RegExp['test'] };
  let count = 0;
  RegExp.prototype.test = function (this: RegExp, tested: string): boolean {
    count++;
    return original.call(this, tested);
  };
  try {
    await findRates({ language, text }, parsers);
  } finally {
    RegExp.prototype.test = original;
  }
  return count;
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

describe('the search takes twice as long for twice as many', () => {
  for (const [title, language, textOf] of [
    ['repeated keys of YAML', 'yaml', (count) => lines(count, () => 'lr: 0.1')],
    ['keys of YAML', 'yaml', (count) => lines(count, (index) => `lr${index}: 0.1`)],
    ['numbered keys of YAML', 'yaml', (count) => lines(count, (index) => `lr${index}: ${index}`)],
    ['repeated keys of JSON', 'json', (count) => `{${lines(count, () => '"lr": 0.1,')}}`],
    ['tables of TOML', 'toml', (count) => lines(count, (index) => `[table${index}]\nlr = 0.1`)],
    ['keys of a Python dictionary', 'python', (count) => `d = {${lines(count, (index) => `"lr${index}": 0.1,`)}}`],
    ['keyword arguments', 'python', (count) => `d = dict(${lines(count, (index) => `lr${index}=0.1,`)})`],
    [
      'branches',
      'python',
      (count) =>
        `if a == 0:\n    lr = 0.1\n${lines(count, (index) => `elif a == ${index}:\n    lr = 0.${index + 1}`)}\n`,
    ],
  ] as const satisfies readonly (readonly [string, string, (count: number) => string])[]) {
    it(title, async () => {
      const [once, twice] = [await testsIn(language, textOf(150)), await testsIn(language, textOf(300))];
      assert.ok(once > 150, `${once} tests`);
      assert.ok(twice < 2.2 * once, `${once} and ${twice} tests`);
    });
  }
});
