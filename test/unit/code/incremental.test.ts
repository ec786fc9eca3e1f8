import assert from 'node:assert/strict';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { findRates } from '../../../src/code/findRates.ts';
import { RateSession } from '../../../src/code/rateSession.ts';
import { checkRates } from '../../../src/code/rules/checkRates.ts';
import { languageOfFile } from '../../../src/code/source.ts';
import type { Cell, Source } from '../../../src/code/source.ts';
import { CORPUS_FILES, readCorpusFile } from './corpusFiles.ts';
import { parsers } from './marked.ts';
import { editRandomly, pick } from './randomEdits.ts';

/** How many programs to edit for each language, and how often each. */
const PROGRAMS = 12;
const VERSIONS = 12;

/** Several files of the corpus in one, so that they share names. */
function program(language: string, random: RandomGenerator): Source {
  const names = CORPUS_FILES.filter((name) => languageOfFile(name) === language);
  if (language === 'notebook') return readCorpusFile(pick(names, random)).source;
  const sources = Array.from(
    { length: uniformInt(random, 1, 4) },
    () => readCorpusFile(pick(names, random)).source as Cell,
  );
  return { language, text: sources.map(({ text }) => text).join('\n') };
}

function edited(
  source: Source,
  random: RandomGenerator,
): { readonly source: Source; readonly edits: readonly string[] } {
  if (!('cells' in source)) {
    const { text, edits } = editRandomly(source.text, random);
    return { source: { ...source, text }, edits };
  }
  const at = uniformInt(random, 0, source.cells.length - 1);
  const { text, edits } = editRandomly(source.cells[at].text, random);
  return { source: { cells: source.cells.map((cell, index) => (index === at ? { ...cell, text } : cell)) }, edits };
}

function textsOf(source: Source): string[] {
  return 'cells' in source ? source.cells.map(({ text }) => text) : [source.text];
}

describe('rates after edits', () => {
  for (const language of ['python', 'javascript', 'typescript', 'notebook']) {
    it(`are those of a new session: ${language}`, async () => {
      for (let seed = 1; seed <= PROGRAMS; seed++) {
        const random = mersenne(seed);
        const session = new RateSession(parsers);
        try {
          let source = program(language, random);
          let done: readonly string[] = [];
          for (let version = 0; version < VERSIONS; version++) {
            const [followed, fresh] = [await session.find(source), await findRates(source, parsers)];
            const what = `seed ${seed}, version ${version}, after: ${done.join(', ')}\n${textsOf(source).join('\n')}`;
            assert.deepEqual(followed, fresh, what);
            assert.deepEqual(checkRates(followed, source), checkRates(fresh, source), what);
            ({ source, edits: done } = edited(source, random));
          }
        } finally {
          session.dispose();
        }
      }
    });
  }
});
