import type { Cause } from '../../../src/domain/finding.ts';
import type { LogRow } from './rows.ts';
import { causeByPrior } from './score.ts';
import type { Answer } from './score.ts';

/** A log as a baseline sees it: finite losses, and whether any was not. */
interface Seen {
  readonly losses: readonly number[];
  readonly isBroken: boolean;
  readonly rate: number;
}

function seen({ log, part, run, program }: LogRow): Seen {
  const rows = log.losses.filter((_, index) => part === 'full' || log.steps[index] <= program.steps / 3);
  const losses = rows.filter(Number.isFinite);
  return { losses, isBroken: losses.length < rows.length, rate: run.rate };
}

function answer(cause: Cause, rate: number, factor: number): Answer {
  return { cause, suggestedRate: factor === 1 ? null : rate * factor };
}

/** Mean of a share of the losses. */
function mean(losses: readonly number[], from: number, to: number): number {
  const part = losses.slice(Math.floor(from * losses.length), Math.max(1, Math.ceil(to * losses.length)));
  return part.reduce((sum, loss) => sum + loss, 0) / Math.max(1, part.length);
}

/** Share of the steps between losses that do not change direction. */
function smoothness(losses: readonly number[]): number {
  const changes = losses.slice(1).map((loss, index) => loss - losses[index]);
  const kept = changes.slice(1).filter((change, index) => change * changes[index] >= 0).length;
  return kept / Math.max(1, changes.length - 1);
}

/**
 * What others would say, as far as their rules read a loss: each as published, thresholds from docs/diagnosis.md, in the order in which
 * its author lists them.
 */
export const BASELINES: Readonly<Record<string, (row: LogRow, priorDistance: number) => Answer>> = {
  'always healthy': () => ({ cause: 'none', suggestedRate: null }),

  'usual rates of the optimizer': ({ run }, distance) => ({
    cause: causeByPrior(distance),
    suggestedRate: run.rate / 10 ** distance,
  }),

  /** "Symptoms and fixes" of the article on choosing rates: exploding, oscillating, not decreasing, slowly, plateau. */
  'table of symptoms and fixes': (row) => {
    const { losses, isBroken, rate } = seen(row);
    const [start, middle, end] = [losses[0] ?? NaN, mean(losses, 0.4, 0.6), mean(losses, 0.9, 1)];
    if (isBroken || end > 2 * start) return answer('rate-too-high', rate, 0.01);
    if (smoothness(losses.slice(losses.length >> 1)) < 0.34 && end > 0.5 * start)
      return answer('rate-too-high', rate, 0.1);
    if (end > 0.95 * start) return answer('rate-too-low', rate, 10);
    if (middle - end > 0.2 * (start - end)) return answer('rate-too-low', rate, 5);
    if (end > 0.5 * start) return answer('rate-too-high', rate, 0.1);
    return answer('none', rate, 1);
  },

  /** Above 0.01 high, below 1e-7 low, whatever the optimizer. */
  UMLAUT: ({ run: { rate } }) =>
    rate > 0.01
      ? answer('rate-too-high', rate, 0.1)
      : rate < 1e-7
        ? answer('rate-too-low', rate, 10)
        : answer('none', rate, 1),

  /** Not decreasing by 5 % in any window of five, diverging to twice the minimum, fluctuating with a smoothness below one half. */
  TheDeepChecker: (row) => {
    const { losses, isBroken, rate } = seen(row);
    const least = Math.min(...losses);
    if (isBroken || mean(losses, 0.9, 1) >= 2 * least) return answer('rate-too-high', rate, 0.1);
    if (smoothness(losses.slice(-50)) < 0.5 && mean(losses, 0.9, 1) > 0.5 * losses[0])
      return answer('rate-too-high', rate, 0.1);
    const falls = losses.some(
      (loss, index) => index >= 5 && losses[index - 5] - loss >= 0.05 * Math.abs(losses[index - 5]),
    );
    return falls ? answer('none', rate, 1) : answer('rate-too-low', rate, 10);
  },

  /** NaN, or a loss of 1,000 and more, explodes; less than 1 % gained after 30 % of the run is slow. */
  AUTOTRAINER: (row) => {
    const { losses, isBroken, rate } = seen(row);
    if (isBroken || losses.some((loss) => loss >= 1000)) return answer('rate-too-high', rate, 0.1);
    const gained = (losses[0] - mean(losses, 0.9, 1)) / Math.abs(losses[0]);
    return gained < 0.01 ? answer('rate-too-low', rate, 10) : answer('none', rate, 1);
  },

  /** ExplodingTensor: NaN or infinity; LossNotDecreasing over ten steps at the end. */
  'SageMaker Debugger': (row) => {
    const { losses, isBroken, rate } = seen(row);
    if (isBroken) return answer('rate-too-high', rate, 0.1);
    const [before, after] = [losses.slice(-20, -10), losses.slice(-10)].map((part) => mean(part, 0, 1));
    return after >= before ? answer('undetermined', rate, 1) : answer('none', rate, 1);
  },
};
