import { descend } from '../../../../src/domain/quadratic.ts';
import { explainDescent, regimeText } from '../../../../src/domain/quadraticText.ts';
import type { Surface } from '../surface.ts';

/** One for each regime, and one that diverges so slowly that it does not explode. */
const RATES = [0.1, 0.5, 0.9, 1, 1.1, 1.01];

/** What is said of descents on a parabola. */
export const demo: Surface = {
  sources: ['src/domain/quadraticText.ts'],
  names: ['x'],
  texts: () =>
    Promise.resolve(
      RATES.map(descend).flatMap((descent) => {
        const { what, why } = explainDescent(descent);
        return [regimeText(descent.regime), what, why];
      }),
    ),
};
