import assert from 'node:assert/strict';
import { largestEigenvalue } from '../../../src/training/curvature.ts';
import type { MatrixProduct } from '../../../src/training/curvature.ts';

/** The product with a matrix that has these eigenvalues, turned by 45° in its first two axes. */
function matrix(...eigenvalues: readonly number[]): MatrixProduct {
  const turn = (vector: Float64Array): Float64Array => {
    const turned = vector.slice();
    turned[0] = (vector[0] + vector[1]) / Math.SQRT2;
    turned[1] = (vector[0] - vector[1]) / Math.SQRT2;
    return turned;
  };
  return async (vector) => turn(turn(vector).map((value, index) => eigenvalues[index] * value));
}

describe('largestEigenvalue', () => {
  const start = Float64Array.of(0.3, -0.8, 0.5);
  const cases: [string, number[], number][] = [
    ['of positive ones', [5, 2, 1], 5],
    ['beside a negative one that is larger in size', [3, -7, 1], 3],
    ['of negative ones', [-4, -2, -9], -2],
    ['beside one that is nearly as large', [5, 4.5, 1], 5],
    ['of zeros', [0, 0, 0], 0],
  ];
  for (const [name, eigenvalues, largest] of cases) {
    it(`finds the largest ${name}`, async () => {
      const found = await largestEigenvalue(matrix(...eigenvalues), start);
      assert.ok(Math.abs(found - largest) <= 0.01 * Math.abs(largest), `${found}`);
    });
  }

  it('is not a number where a product is none', async () => {
    assert.ok(Number.isNaN(await largestEigenvalue(matrix(NaN, 1, 1), start)));
  });
});
