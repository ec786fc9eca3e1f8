import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Parser, Tree } from '@vscode/tree-sitter-wasm';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { findRates } from '../../../src/code/findRates.ts';
import { notebookCells } from '../../../src/code/notebook.ts';
import { RateSession } from '../../../src/code/rateSession.ts';
import type { YieldPolicy } from '../../../src/code/yieldPolicy.ts';
import { languageOfFile } from '../../../src/code/source.ts';
import type { Cell, Source } from '../../../src/code/source.ts';
import { parsers, unmark } from './marked.ts';

const CORPUS = path.join(__dirname, 'corpus');
const FILES = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt'))
  .sort();

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

/** Pieces of code to insert; some break the program. */
const INSERTIONS = [
  '',
  '',
  '0',
  '1e-3',
  'lr',
  '(',
  ')',
  '"',
  "'",
  '\n',
  '    ',
  '#',
  '😀',
  'def f(lr=0.1):\n',
  'optim.SGD(w, lr=0.5)\n',
  '/*',
  '`',
  '{',
];

function edited({ language, text }: Cell, random: RandomGenerator): Cell {
  const start = uniformInt(random, 0, text.length);
  const end = Math.min(text.length, start + uniformInt(random, 0, 5));
  return {
    language,
    text: text.slice(0, start) + INSERTIONS[uniformInt(random, 0, INSERTIONS.length - 1)] + text.slice(end),
  };
}

function editedSource(source: Source, random: RandomGenerator): Source {
  if (!('cells' in source)) return edited(source, random);
  const at = uniformInt(random, 0, source.cells.length - 1);
  return { cells: source.cells.map((cell, index) => (index === at ? edited(cell, random) : cell)) };
}

describe('a rate session', () => {
  for (const [index, name] of FILES.entries()) {
    it(`finds the same after each edit as a new session: ${name.slice(0, -'.txt'.length)}`, async () => {
      const random = mersenne(index + 1);
      const whole = readSource(name);
      const session = new RateSession(parsers);
      try {
        for (let source = whole, edit = 0; edit < 12; edit++, source = editedSource(source, random)) {
          assert.deepEqual(await session.find(source), await findRates(source, parsers), JSON.stringify(source));
        }
        assert.deepEqual(await session.find(whole), await findRates(whole, parsers));
      } finally {
        session.dispose();
      }
    });
  }

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
      await session.find(notebook);
      await session.find(editedSource(notebook, mersenne(1)));
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
