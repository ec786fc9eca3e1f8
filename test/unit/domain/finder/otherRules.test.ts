import assert from 'node:assert/strict';
import { OTHER_RULES, otherSuggestions } from '../../../../src/domain/finder/otherRules.ts';
import { trainingCurve } from '../../kinds/rangeTestCurves.ts';
import { decades, points } from './curves.ts';

describe('the rules of other finders', () => {
  const curve = points(trainingCurve(1e-3));
  const said = otherSuggestions([curve]);

  it('all answer with a rate of the curve, or a tenth of one', () => {
    for (const rule of OTHER_RULES) {
      const rate = said[rule]!;
      const own = rule === 'fastaiMinimum' ? 10 * rate : rate;
      assert.ok(
        curve.some(([each]) => decades(each, own) < 1e-9),
        `${rule}: ${rate}`,
      );
    }
  });

  it('find the steepest fall late where their average only looks back, the article with its short mean early', () => {
    assert.ok(said.article! < 1e-3 && decades(said.article!, 1e-3) < 0.4, `${said.article}`);
    for (const rule of ['fastaiSteep', 'lightning', 'pytorchLrFinder'] as const)
      assert.ok(said[rule]! >= 1e-3 && decades(said[rule]!, 1e-3) < 0.3, `${rule}: ${said[rule]}`);
  });

  it('take a tenth of the lowest point, a half of the way down the longest fall, and the foot of the last rise', () => {
    const { fastaiMinimum, fastaiValley, fastaiSlide } = said;
    assert.ok(fastaiMinimum! > 3e-3 && fastaiMinimum! < 2e-2, `${fastaiMinimum}`);
    assert.ok(fastaiValley! > 1e-4 && fastaiValley! < fastaiMinimum! * 10, `${fastaiValley}`);
    assert.ok(fastaiSlide! > fastaiMinimum!, `${fastaiSlide}`);
  });

  it('answer with the median over the repeats', () => {
    const three = [1e-4, 1e-3, 3e-3].map((place) => points(trainingCurve(place)));
    const all = otherSuggestions(three);
    for (const rule of OTHER_RULES) assert.ok(decades(all[rule]!, said[rule]!) < 1e-9, rule);
  });

  it('have no answer to a few points or none', () => {
    for (const repeats of [[], [curve.slice(0, 5)], [[]]])
      assert.deepEqual(
        Object.values(otherSuggestions(repeats)),
        OTHER_RULES.map(() => null),
      );
  });
});
