import * as l10n from '@vscode/l10n';
import { formatLoss } from './format.ts';
import type { Descent, Regime } from './quadratic.ts';
import { EXPLODED } from './quadratic.ts';

/** What a regime is called in a few words. */
export function regimeText(regime: Regime): string {
  switch (regime) {
    case 'monotone':
      return l10n.t('converges from one side');
    case 'one-step':
      return l10n.t('reaches the minimum in one step');
    case 'oscillating':
      return l10n.t('oscillates and converges');
    case 'endless':
      return l10n.t('oscillates forever');
    case 'diverging':
      return l10n.t('diverges');
  }
}

/** Two sentences: what happens, and why. */
export function explainDescent({ rate, path, regime }: Descent): { readonly what: string; readonly why: string } {
  const steps = path.length - 1;
  const [x, loss] = path.at(-1)!;
  // Not so round that 0.998 would become 1.
  const factor = inDigits(1 - 2 * rate, 6);
  const after = formatLoss(loss);
  switch (regime) {
    case 'monotone':
      return {
        what: l10n.t('x approaches the minimum from one side; after {0} steps the loss is {1}.', steps, after),
        why: l10n.t(
          'Each step multiplies x by {0}: the sign stays the same and the distance to the minimum shrinks.',
          factor,
        ),
      };
    case 'one-step':
      return {
        what: l10n.t('x reaches the minimum in one step and stays there.'),
        why: l10n.t('Each step multiplies x by 0: the step is exactly as long as the distance to the minimum.'),
      };
    case 'oscillating':
      return {
        what: l10n.t(
          'x crosses the minimum at every step but gets closer; after {0} steps the loss is {1}.',
          steps,
          after,
        ),
        why: l10n.t('Each step multiplies x by {0}: the sign changes and the distance to the minimum shrinks.', factor),
      };
    case 'endless':
      return {
        what: l10n.t('x jumps between {0} and {1} forever, and the loss stays at {2}.', path[0][0], -path[0][0], after),
        why: l10n.t(
          'Each step multiplies x by {0}: the sign changes and the distance to the minimum stays the same.',
          factor,
        ),
      };
    case 'diverging':
      return {
        what:
          Math.abs(x) > EXPLODED
            ? l10n.t('x crosses the minimum at every step and explodes: at step {0} x is {1}.', steps, inDigits(x, 4))
            : l10n.t(
                'x crosses the minimum at every step and gets farther away: after {0} steps x is {1}.',
                steps,
                inDigits(x, 4),
              ),
        why: l10n.t('Each step multiplies x by {0}: the sign changes and the distance to the minimum grows.', factor),
      };
  }
}

function inDigits(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}
