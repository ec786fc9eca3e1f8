import { descend } from '../../../../src/domain/quadratic.ts';
import { explainDescent, regimeText } from '../../../../src/domain/quadraticText.ts';
import { TEXTS } from '../../../../webview/demoTexts.ts';
import type { Surface } from '../surface.ts';

/** One for each regime, and one that diverges so slowly that it does not explode. */
const RATES = [0.1, 0.5, 0.9, 1, 1.1, 1.01];

/** What is said of descents on a parabola, and what their page says by itself. */
export const demo: Surface = {
  sources: ['src/domain/quadraticText.ts', 'webview/demoTexts.ts'],
  names: ['x', 'f'],
  texts: () =>
    Promise.resolve([
      ...RATES.map(descend).flatMap((descent) => {
        const { what, why } = explainDescent(descent);
        return [regimeText(descent.regime), what, why];
      }),
      ...Object.values(TEXTS).filter((text) => typeof text === 'string'),
      TEXTS.snail('1'),
      TEXTS.pro('1'),
      TEXTS.maniac('1'),
      TEXTS.leaves(1),
      TEXTS.named('1', '2'),
    ]),
};
