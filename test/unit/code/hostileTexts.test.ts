import assert from 'node:assert/strict';
import { visibleBatchSize } from '../../../src/app/rates/batchSize.ts';
import { findRates } from '../../../src/code/findRates.ts';
import { notebookCells } from '../../../src/code/notebook.ts';
import { languageOfFile } from '../../../src/code/source.ts';
import { checkRates } from '../../../src/code/rules/checkRates.ts';
import { parsers } from './marked.ts';

/** A program whose rates make every rule search the text. */
function programWith(text: string): string {
  return `import torch\nmodel = torch.nn.Linear(2, 2)\n${text}\nopt = torch.optim.Adam(model.parameters(), lr=0)\ntorch.optim.Adam(model.parameters(), lr=5.0)\n`;
}

/** Texts for which a search with backtracking takes minutes. A search that reads them once takes milliseconds. */
const REPEATED = {
  schedulers: `"${'Sched'.repeat(20_000)}"`,
  'blank lines': '\n'.repeat(200_000),
  prefixes: `"${'a_'.repeat(50_000)}"`,
  'warm-ups': `"${'WarmUp'.repeat(20_000)}"`,
  gradients: `"${'grad'.repeat(20_000)}"`,
};

describe('a text made to slow down a search', function () {
  this.timeout(20_000);

  for (const [name, text] of Object.entries(REPEATED)) {
    it(`is checked and explained: ${name}`, async () => {
      const program = programWith(text);
      const report = await findRates({ language: 'python', text: program }, parsers);
      assert.equal(checkRates(report, { language: 'python', text: program }).length, 2);
      assert.equal(visibleBatchSize(program), null);
    });
  }
});

describe('a notebook with cells that are none', () => {
  it('is read, and the others keep their indices', () => {
    const code = { cell_type: 'code', source: 'lr = 0.1' };
    const cells = notebookCells(JSON.stringify({ cells: [null, 1, 'a', [], {}, code] }));
    assert.deepEqual(
      cells.map(({ text }) => text),
      ['', '', '', '', '', 'lr = 0.1'],
    );
  });

  for (const language of ['constructor', '__proto__', 'toString']) {
    it(`passes over the language ${language}`, async () => {
      const cells = [{ language, text: 'lr = 0.1' }];
      assert.deepEqual((await findRates({ cells }, parsers)).sites, []);
      assert.equal(languageOfFile(`train.${language}`), null);
    });
  }
});

describe('a name with signs that mean something in a pattern', () => {
  it('is searched for as it is', async () => {
    const text = 'const $lr = 0;\nconst opt = tf.train.sgd($lr);\n';
    const report = await findRates({ language: 'javascript', text }, parsers);
    assert.doesNotThrow(() => checkRates(report, { language: 'javascript', text }));
    const settings = 'import torch\nd = {"lr(": 0}\ntorch.optim.SGD(w, lr=d["lr("])\n';
    const found = await findRates({ language: 'python', text: settings }, parsers);
    assert.doesNotThrow(() => checkRates(found, { language: 'python', text: settings }));
  });
});

describe('what is nested deeply', () => {
  const DEEP = 5000;
  const PYTHON = {
    'a sum': `1${'+1'.repeat(DEEP)}`,
    parentheses: '('.repeat(DEEP) + '1' + ')'.repeat(DEEP),
    lists: '['.repeat(DEEP) + ']'.repeat(DEEP),
    attributes: `a${'.b'.repeat(DEEP)}`,
    calls: `a${'()'.repeat(DEEP)}`,
    lambdas: `${'lambda: '.repeat(DEEP)}1`,
  };

  for (const [name, expression] of Object.entries(PYTHON)) {
    it(`is passed over, and the rest of the file is read: ${name}`, async () => {
      const text = `import torch\nx = ${expression}\ntorch.optim.SGD(w, lr=0.5)\n`;
      const { sites } = await findRates({ language: 'python', text }, parsers);
      assert.deepEqual(
        sites.map(({ value }) => value),
        [0.5],
      );
    });
  }

  it('is passed over in JavaScript: a chain of conditions', async () => {
    const text = `const opt = tf.train.sgd(0.5);\nif (a) {}${' else if (b) {}'.repeat(DEEP)}\n`;
    assert.equal((await findRates({ language: 'typescript', text }, parsers)).sites.length, 1);
  });

  it('is no error in JSON', async () => {
    const text = `{"lr": 0.1, "a": ${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`;
    await assert.doesNotReject(findRates({ language: 'json', text }, parsers));
  });
});
