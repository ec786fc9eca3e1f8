import assert from 'node:assert/strict';
import { descend } from '../../../src/domain/quadratic.ts';
import type { Regime } from '../../../src/domain/quadratic.ts';
import { explainDescent } from '../../../src/domain/quadraticText.ts';

/** After n steps x is 5 (1 − 2 rate)^n. */
function closedForm(rate: number, step: number): number {
  return 5 * (1 - 2 * rate) ** step;
}

describe('descend', () => {
  it('has the true values of the usual rates', () => {
    const [snail, pro] = [0.001, 0.1].map((rate) => descend(rate).path);
    assert.deepEqual([snail.length, pro.length], [51, 51]);
    assert.equal(snail[50][0].toFixed(6), '4.523734');
    assert.equal(snail[50][1].toFixed(6), '20.464170');
    assert.equal(pro[50][0].toExponential(3), '7.136e-5');
    assert.equal(pro[50][1].toExponential(3), '5.093e-9');
  });

  it('ends at the first step beyond 1000, which for a rate of 1.1 is step 30', () => {
    const { path } = descend(1.1);
    assert.equal(path.length, 31);
    assert.equal(path[30][0].toFixed(2), '1186.88');
    assert.ok(Math.abs(path[29][0]) <= 1000);
  });

  it('follows the closed form at every step', () => {
    for (const rate of [0.01, 0.3, 0.49, 0.7, 0.99, 1.01]) {
      descend(rate).path.forEach(([x, loss], step) => {
        const expected = closedForm(rate, step);
        assert.ok(Math.abs(x - expected) <= 1e-12 * Math.abs(expected), `rate ${rate}, step ${step}: ${x}`);
        assert.equal(loss, x * x);
      });
    }
  });

  it('is exact at the thresholds', () => {
    assert.ok(descend(0.5).path.every(([x], step) => x === (step === 0 ? 5 : 0)));
    assert.ok(descend(1).path.every(([x], step) => x === (step % 2 === 0 ? 5 : -5)));
  });

  const regimes: [number, Regime][] = [
    [1e-4, 'monotone'],
    [0.499999, 'monotone'],
    [0.5, 'one-step'],
    [0.500001, 'oscillating'],
    [0.999999, 'oscillating'],
    [1, 'endless'],
    [1.000001, 'diverging'],
    [10, 'diverging'],
  ];
  for (const [rate, regime] of regimes) {
    it(`calls a rate of ${rate} ${regime}, as its path is`, () => {
      const { path, regime: called } = descend(rate);
      assert.equal(called, regime);
      const [[before], [after]] = path;
      const isCrossing = after < 0;
      assert.equal(isCrossing, regime === 'oscillating' || regime === 'endless' || regime === 'diverging');
      const distance = Math.sign(Math.abs(after) - before);
      assert.equal(distance, regime === 'endless' ? 0 : regime === 'diverging' ? 1 : -1);
    });
  }
});

describe('explainDescent', () => {
  it('says what happens and why in the numbers of the descent', () => {
    assert.deepEqual(explainDescent(descend(0.001)), {
      what: 'x approaches the minimum from one side; after 50 steps the loss is 20.5.',
      why: 'Each step multiplies x by 0.998: the sign stays the same and the distance to the minimum shrinks.',
    });
    assert.match(explainDescent(descend(1.1)).what, /explodes: at step 30 x is 1187\.$/);
    assert.match(explainDescent(descend(1.01)).what, /farther away: after 50 steps x is 13\.46\.$/);
    assert.match(
      explainDescent(descend(0.9)).why,
      /multiplies x by -0\.8: the sign changes and the distance to the minimum shrinks/,
    );
  });
});
