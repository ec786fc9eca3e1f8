import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findRates } from '../../../src/code/findRates.ts';
import { notebookCells } from '../../../src/code/notebook.ts';
import { languageOfFile } from '../../../src/code/source.ts';
import { describeSites, parsers, unmark } from './marked.ts';

const CORPUS = path.join(__dirname, 'corpus');

/** Whole files like those of real projects, marked as in `marked.ts`. The extension `.txt` keeps other tools away. */
const FILES = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt'))
  .sort();

describe('the corpus', () => {
  it('has at least forty files, a fifth of them without rates', () => {
    const without = FILES.filter((name) => !readFileSync(path.join(CORPUS, name), 'utf8').includes('«'));
    assert.ok(FILES.length >= 40, `${FILES.length} files`);
    assert.ok(without.length >= FILES.length / 5, `${without.length} without a rate`);
  });

  for (const name of FILES) {
    it(name.slice(0, -'.txt'.length), async () => {
      const text = readFileSync(path.join(CORPUS, name), 'utf8');
      const language = languageOfFile(name.slice(0, -'.txt'.length));
      assert.ok(language);
      const { source, expected } = unmark(
        language === 'notebook' ? { cells: notebookCells(text) } : { language, text },
      );
      // A mark may leave the role out, so that it is compared only where it is named.
      const found = describeSites(await findRates(source, parsers), true);
      assert.deepEqual(
        found.map((line, index) => (expected[index]?.endsWith(']') ? line : line.replace(/ \[.*\]$/, ''))),
        expected,
      );
    });
  }
});
