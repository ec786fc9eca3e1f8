import assert from 'node:assert/strict';
import type { FoundProblem } from '../../../../src/code/rules/checkRates.ts';
import type { Cell, Source } from '../../../../src/code/source.ts';
import { CORPUS_FILES, readCorpusFile } from '../corpusFiles.ts';
import { problemsOf } from './markedProblems.ts';

/** A rate that would ruin any training. */
const RUINOUS = '1e4';

/** The number of problems in programs of the corpus that show enough for a rule to be certain. */
const CERTAIN: Readonly<Record<string, number>> = {
  'config/adapter.toml': 3,
  'config/deepspeed.json': 1,
  'config/forecast.yaml': 1,
  'config/speech.yaml': 1,
  'keras/images.py': 2,
  'keras/resnet_schedule.py': 2,
  'lightning/module.py': 3,
  'lightning/pair.py': 1,
  'notebooks/flowers.ipynb': 1,
  'notebooks/regression.ipynb': 1,
  'optax/digits.py': 1,
  'tfjs/housing.js': 1,
  'tfjs/text.js': 1,
  'torch/actor.py': 2,
  'torch/book_loop.py': 4,
  'torch/digits.py': 1,
  'torch/finetune.py': 4,
  'torch/gan.py': 1,
  'torch/grouped_layers.py': 4,
  'torch/hydra_script.py': 1,
  'torch/photos.py': 1,
  'torch/second_order.py': 1,
  'torch/speech_pair.py': 2,
};

/** The source with every marked rate replaced, except for defaults. */
function withRates({ source, expected }: ReturnType<typeof readCorpusFile>, rate: string): Source {
  const cells = 'cells' in source ? source.cells : [source];
  const changed = cells.map((cell, index): Cell => {
    const ranges = expected
      .map((line) => /^(?:(\d+):)?(\d+):(\d+) (\S+) (?!default)/.exec(line))
      .filter((range) => range !== null && Number(range[1] ?? 0) === index);
    const lines = cell.text.split('\n');
    for (const [, , line, column, written] of ranges.reverse() as RegExpExecArray[]) {
      const text = lines[Number(line) - 1];
      lines[Number(line) - 1] =
        text.slice(0, Number(column) - 1) + rate + text.slice(Number(column) - 1 + written.length);
    }
    return { ...cell, text: lines.join('\n') };
  });
  return 'cells' in source ? { cells: changed } : changed[0];
}

/** Whether a problem is true whatever the rate is: a number that is text for PyYAML, a rate that Ultralytics ignores. */
function isOfAnyRate(name: string, { rule }: FoundProblem): boolean {
  return /^(rate-not-a-number|rate-overridden)$/.test(rule) && /\.ya?ml$/.test(name);
}

describe('the rules in the corpus', () => {
  for (const name of CORPUS_FILES) {
    it(`find nothing wrong with ${name}`, async () => {
      const problems = await problemsOf(readCorpusFile(name).source);
      assert.deepEqual(
        problems.filter((problem) => !isOfAnyRate(name, problem)),
        [],
      );
    });
  }

  it('find ruinous rates in its programs if these show what they are for', async () => {
    const found: Record<string, number> = {};
    for (const name of CORPUS_FILES) {
      const all = await problemsOf(withRates(readCorpusFile(name), RUINOUS));
      const problems = all.filter((problem) => !isOfAnyRate(name, problem));
      const others = problems.filter(({ rule }) => !/^(rate-too-high|minimum-above-base)$/.test(rule));
      assert.deepEqual(others, [], name);
      if (problems.length > 0) found[name] = problems.length;
    }
    assert.deepEqual(found, CERTAIN);
  });
});
