import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { foundOf, fullRunOf, searchedOf } from '../../bench/programs/answers.ts';
import type { FindDocument, SearchDocument } from '../../bench/programs/answers.ts';
import { printedLosses, programFile, PROGRAMS, sourceAt, writtenRate } from '../../bench/programs/programs.ts';
import type { BenchProgram } from '../../bench/programs/programs.ts';
import { readTruth, resultOf } from '../../bench/programs/truth.ts';

const OTHERS = {
  article: 1,
  fastaiValley: 2,
  fastaiSlide: null,
  fastaiSteep: null,
  fastaiMinimum: null,
  lightning: 3,
  pytorchLrFinder: null,
};
const FOUND: FindDocument = {
  suggestion: { rate: 0.03 },
  refusal: null,
  others: OTHERS,
  confirmation: [{ rate: 0.03 }, { rate: 0.0033 }, { rate: 0.01 }],
  steps: 1200,
};

describe('the bench of programs', () => {
  const named = (name: string): BenchProgram => PROGRAMS.find((program) => program.name === name)!;

  it('knows each program in its folder, at least 24 that know nothing of Goldilocks', () => {
    const names = readdirSync(path.dirname(programFile(PROGRAMS[0]))).filter((name) => name.endsWith('.py'));
    assert.deepEqual(PROGRAMS.map((program) => `${program.name}.py`).toSorted(), names.toSorted());
    assert.ok(names.length >= 24);
    for (const program of PROGRAMS) assert.doesNotMatch(readFileSync(programFile(program), 'utf8'), /goldilocks/i);
  });

  for (const program of PROGRAMS) {
    it(`writes another rate at one place of ${program.name}`, async () => {
      const [before, after] = [readFileSync(programFile(program), 'utf8'), await sourceAt(program, 0.0625)];
      const changed = after.split('\n').filter((line, index) => line !== before.split('\n')[index]);
      assert.equal(changed.length, 1);
      assert.match(changed[0], /0\.0625/);
      assert.ok(writtenRate(program) > 0);
    });
  }

  it('says which program has not the place of its rate', async () => {
    const program: BenchProgram = { ...named('spirals'), rate: ['rate = {}', '3'] };
    await assert.rejects(sourceAt(program, 0.1), /spirals\.py has "rate = 3" 0 times, not once/);
  });

  it('reads the losses in what programs print', () => {
    const losses = (name: string, output: string): number[] => printedLosses(named(name), output);
    assert.deepEqual(losses('spirals', 'step    0  loss 1.0986\nstep    5  loss 9.7e-01\n'), [1.0986, 0.97]);
    assert.deepEqual(losses('resnet_bn', 'Iter 10 | Loss: nan\nIter 20 | Loss: inf'), [NaN, NaN]);
    assert.deepEqual(losses('rnn_sine', '0,0.25\n5,0.125'), [0.25, 0.125]);
    assert.deepEqual(losses('keras_cnn', '40/40 - 0s - 3ms/step - accuracy: 0.5 - loss: 0.75'), [0.75]);
    assert.deepEqual(losses('contrastive', 'step: 0 info_nce_loss: 3.5 lr: 1.00e-03'), [3.5]);
  });

  it('takes the first loss for that of the untrained model, and the mean of the last tenth for the score', () => {
    const losses = Array.from({ length: 40 }, (_, index) => 40 - index);
    assert.deepEqual(resultOf(losses), { initial: 40, score: 2.5 });
    assert.equal(resultOf([2, NaN, 1]).score, Infinity);
  });

  it('tells what the test suggests from what the confirmation makes of it', () => {
    const { tested, confirmed, others, refusal } = foundOf(FOUND, 1000);
    assert.deepEqual(
      { tested, confirmed, refusal },
      { tested: 0.01, confirmed: { rate: 0.03, share: 1.2 }, refusal: null },
    );
    assert.equal(others?.fastaiValley, 2);
    assert.equal(foundOf({ ...FOUND, confirmation: null }, 1000).tested, 0.03);
  });

  it('counts a refusal as no rate, with its reason', () => {
    const refused = foundOf(
      { ...FOUND, suggestion: null, refusal: { reason: 'flat' }, confirmation: null, steps: 500 },
      1000,
    );
    assert.deepEqual([refused.tested, refused.confirmed, refused.refusal], [null, { rate: null, share: 0.5 }, 'flat']);
  });

  it('counts costs in steps of a run that nobody ended', () => {
    const search: SearchDocument = {
      suggestedRate: 0.1,
      runs: [
        { state: 'pruned', samples: 200 },
        { state: 'finished', samples: 1000 },
        { state: 'finished', samples: 1000 },
      ],
    };
    assert.equal(fullRunOf(search), 1000);
    assert.deepEqual(searchedOf(search, 1000), { rate: 0.1, share: 2.2 });
    assert.equal(fullRunOf({ ...search, runs: search.runs.slice(0, 1) }), null);
    assert.equal(searchedOf(search, null).share, null);
  });

  it('has truth of none but its programs', async () => {
    const names = new Set(PROGRAMS.map(({ name }) => name));
    for (const name of (await readTruth()).keys()) assert.ok(names.has(name), name);
  });
});
