import assert from 'node:assert/strict';
import { guessingLoss, lossToBeat } from '../../../src/domain/guessing.ts';

const CLASSES = 7;
const TARGETS = Array.from({ length: CLASSES }, (_, image) =>
  Array.from({ length: CLASSES }, (_, index) => (index === image ? 1 : 0)),
);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The loss over one image of each class when all get the same outputs. */
const LOSSES = {
  'cross-entropy': (outputs: readonly number[]) => {
    const sum = outputs.reduce((total, output) => total + Math.exp(output), 0);
    return mean(TARGETS.map((_, label) => Math.log(sum) - outputs[label]));
  },
  squared: (outputs: readonly number[]) =>
    mean(TARGETS.map((target) => mean(target.map((value, index) => (outputs[index] - value) ** 2)))),
};

describe('the loss of guessing', () => {
  for (const loss of ['cross-entropy', 'squared'] as const) {
    it(`is the least that an answer can have which is the same for every image: ${loss}`, () => {
      const guess = Array<number>(CLASSES).fill(1 / CLASSES);
      const expected = guessingLoss({ loss, outputs: CLASSES });
      assert.ok(Math.abs(LOSSES[loss](guess) - expected) < 1e-12);
      guess.forEach((output, index) => {
        for (const other of [output + 0.01, output - 0.01])
          assert.ok(LOSSES[loss](guess.with(index, other)) > expected);
      });
    });
  }

  it('is what a loss has to fall from, if it begins above; where it is unknown the initial loss counts', () => {
    const guessing = guessingLoss({ loss: 'squared', outputs: 10 });
    assert.equal(lossToBeat(0.2, guessing), guessing);
    assert.equal(lossToBeat(0.05, guessing), 0.05);
    assert.equal(lossToBeat(0.2, null), 0.2);
  });
});
