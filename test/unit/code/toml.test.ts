import assert from 'node:assert/strict';
import { findRates } from '../../../src/code/findRates.ts';
import { parsers } from './marked.ts';

async function ratesIn(text: string): Promise<string[]> {
  const { sites } = await findRates({ language: 'toml', text }, parsers);
  return sites.map(({ line, column, value, optimizer }) => `${line}:${column} ${value} ${optimizer ?? '-'}`);
}

describe('a TOML file', () => {
  it('has the optimizer of a rate in the table around, wherever that is written', async () => {
    const text = '[train.optimizer]\nname = "adam"\n[data]\nsize = 1\n[train.optimizer.settings]\nlr = 0.25\n';
    assert.deepEqual(await ratesIn(text), ['6:6 0.25 adam']);
  });

  it('may have lines in lists and texts that look like headers of tables', async () => {
    const text = 'rows = [\n[1]\n,\n[2]\n]\ntext = """\n[optimizer]\n"""\n[optimizer]\nname = "adam"\nlr = 0.25\n';
    assert.deepEqual(await ratesIn(text), ['11:6 0.25 adam']);
  });

  it('is not read if it is as long as only tools write them', async () => {
    const optimizer = '[optimizer]\nname = "adam"\nlr = 0.25\n';
    const padded = (length: number) => optimizer.padEnd(length, '# x\n');
    assert.equal((await ratesIn(padded(200_000))).length, 1);
    assert.deepEqual(await ratesIn(padded(200_001)), []);
  });

  it('has no rates if it has a syntax error', async () => {
    assert.deepEqual(await ratesIn('[b]\nlr = 0.25\nbatch = = 1\n'), []);
  });
});
