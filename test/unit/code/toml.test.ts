import assert from 'node:assert/strict';
import { readToml } from '../../../src/code/config/toml.ts';
import { findRates } from '../../../src/code/findRates.ts';
import type { Facts } from '../../../src/code/syntax/facts.ts';
import { parsers } from './marked.ts';

/** A table of some kilobytes. */
const filler = (name: string): string =>
  `[${name}]\n${Array.from({ length: 400 }, (_, index) => `key${index} = "abcdefghijklmnopqrstuvwxyz"\n`).join('')}`;

/** The facts of a text, and in how many steps they were read. */
function read(text: string): { readonly facts: Facts; readonly steps: number } {
  const reading = readToml(text);
  for (let steps = 0; ; steps++) {
    const step = reading.next();
    if (step.done) return { facts: step.value, steps };
  }
}

async function ratesIn(text: string): Promise<string[]> {
  const { sites } = await findRates({ language: 'toml', text }, parsers);
  return sites.map(({ line, column, value, optimizer }) => `${line}:${column} ${value} ${optimizer ?? '-'}`);
}

describe('a long TOML file', () => {
  it('is read table by table', async () => {
    const text = `${filler('a')}[train.optimizer]\nname = "adam"\n${filler('b')}[train.optimizer.settings]\nlr = 0.25\n`;
    assert.ok(read(text).steps > 1, 'more than one step');
    const line = text.split('\n').indexOf('lr = 0.25') + 1;
    assert.deepEqual(await ratesIn(text), [`${line}:6 0.25 adam`]);
  });

  it('is read as a whole where a line only looks like the header of a table', async () => {
    const text = `${filler('a')}rows = [\n[1]\n,\n[2]\n]\ntext = """\n[optimizer]\n"""\n${filler('b')}[optimizer]\nname = "adam"\nlr = 0.25\n`;
    const line = text.split('\n').indexOf('lr = 0.25') + 1;
    assert.deepEqual(await ratesIn(text), [`${line}:6 0.25 adam`]);
  });

  it('has no facts if it has a syntax error', () => {
    assert.deepEqual(read(`${filler('a')}[b]\nlr = = 1\n`).facts.dicts, []);
  });
});
