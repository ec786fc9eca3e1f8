import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { notebookCells } from '../../../src/code/notebook.ts';
import { languageOfFile } from '../../../src/code/source.ts';
import { unmark } from './marked.ts';
import type { Marked } from './marked.ts';

const CORPUS = path.join(__dirname, 'corpus');

/** Whole files like those of real projects, marked as in `marked.ts`. The extension `.txt` keeps other tools away. */
export const CORPUS_FILES = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.slice(0, -'.txt'.length).replaceAll('\\', '/'))
  .sort();

export function readCorpusFile(name: string): Marked {
  const text = readFileSync(path.join(CORPUS, `${name}.txt`), 'utf8');
  const language = languageOfFile(name);
  assert.ok(language);
  return unmark(language === 'notebook' ? { cells: notebookCells(text) } : { language, text });
}
