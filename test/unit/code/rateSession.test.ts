import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Parser, Tree } from '@vscode/tree-sitter-wasm';
import { findRates } from '../../../src/code/findRates.ts';
import { notebookCells } from '../../../src/code/notebook.ts';
import { RateSession } from '../../../src/code/rateSession.ts';
import type { YieldPolicy } from '../../../src/code/yieldPolicy.ts';
import { languageOfFile } from '../../../src/code/source.ts';
import type { Source } from '../../../src/code/source.ts';
import { parsers, unmark } from './marked.ts';

const CORPUS = path.join(__dirname, 'corpus');

/** Yields whenever it can, and counts how often. */
class AlwaysYield implements YieldPolicy {
  stops = 0;

  shouldYield(): boolean {
    return true;
  }

  yield(): Promise<void> {
    this.stops++;
    return Promise.resolve();
  }
}

function readSource(name: string): Source {
  const text = readFileSync(path.join(CORPUS, name), 'utf8');
  const language = languageOfFile(name.slice(0, -'.txt'.length));
  assert.ok(language);
  return unmark(language === 'notebook' ? { cells: notebookCells(text) } : { language, text }).source;
}

describe('a rate session', () => {
  it('finds the same if it yields after every step', async () => {
    const slices = new AlwaysYield();
    const source = readSource('torch/digits.py.txt');
    const session = new RateSession(parsers, slices);
    try {
      assert.deepEqual(await session.find(source), await findRates(source, parsers));
      assert.ok(slices.stops > 50, `${slices.stops} stops`);
    } finally {
      session.dispose();
    }
  });

  it('resumes a parse where it yielded', async () => {
    const slices = new AlwaysYield();
    const text = 'import torch\n' + 'x = [1, 2, 3]\n'.repeat(1000) + 'torch.optim.SGD(w, lr=0.1)\n';
    const parses = countCalls(Parser.prototype, 'parse');
    const session = new RateSession(parsers, slices);
    try {
      assert.equal((await session.find({ language: 'python', text })).sites.length, 1);
    } finally {
      parses.restore();
      session.dispose();
    }
    assert.ok(parses.results.length > 10, `${parses.results.length} slices`);
    assert.equal(parses.results.filter((tree) => tree !== null).length, 1);
  });

  it('runs concurrent requests one after another', async () => {
    const [first, second] = [readSource('torch/digits.py.txt'), readSource('torch/gan.py.txt')];
    const session = new RateSession(parsers, new AlwaysYield());
    try {
      const found = await Promise.all([session.find(first), session.find(second)]);
      assert.deepEqual(found, [await findRates(first, parsers), await findRates(second, parsers)]);
    } finally {
      session.dispose();
    }
  });

  it('deletes every tree and parser, also if it is disposed of during a request', async () => {
    const parses = countCalls(Parser.prototype, 'parse');
    const copies = countCalls(Tree.prototype, 'copy');
    const trees = countCalls(Tree.prototype, 'delete');
    const [made, deleted] = [countCalls(Parser.prototype, 'setLanguage'), countCalls(Parser.prototype, 'delete')];
    try {
      const session = new RateSession(parsers);
      const notebook = readSource('notebooks/flowers.ipynb.txt');
      assert.ok('cells' in notebook);
      await session.find(notebook);
      await session.find({ cells: notebook.cells.map((cell) => ({ ...cell, text: `${cell.text}\n` })) });
      await session.find(readSource('torch/digits.py.txt'));
      const last = session.find(readSource('tfjs/housing.js.txt'));
      session.dispose();
      await last;
      await session.find(readSource('torch/gan.py.txt'));
    } finally {
      for (const counted of [parses, copies, trees, made, deleted]) counted.restore();
    }
    const grown = new Set([...parses.results, ...copies.results].filter((tree) => tree !== null));
    assert.ok(grown.size > 4, `${grown.size} trees`);
    assert.equal(trees.subjects.length, grown.size);
    assert.deepEqual(new Set(trees.subjects), grown);
    assert.deepEqual(deleted.subjects, made.subjects);
  });
});

/** Records the receivers and results of a method until it is restored. */
function countCalls<K extends string>(
  prototype: Record<K, (...args: never[]) => unknown>,
  name: K,
): { readonly subjects: unknown[]; readonly results: unknown[]; restore(): void } {
  const original = prototype[name];
  const subjects: unknown[] = [];
  const results: unknown[] = [];
  prototype[name] = function (this: unknown, ...args: never[]) {
    const result = original.apply(this, args);
    subjects.push(this);
    results.push(result);
    return result;
  };
  return { subjects, results, restore: () => void (prototype[name] = original) };
}
