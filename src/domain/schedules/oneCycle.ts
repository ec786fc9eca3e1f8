import * as l10n from '@vscode/l10n';
import { halfCosine } from './cosine.ts';
import { exactSteps, formatLength } from './length.ts';
import type { Length } from './length.ts';
import type { Shape, Span } from './shape.ts';

/** The rate rises to the learning rate, its peak, and falls far below where it started, over the whole run. */
export interface OneCycleSchedule {
  readonly name: 'one-cycle';
  /** How long it rises; shorter than the run. By default 30 %. */
  readonly rise: Length;
  /** Share of the learning rate that it starts from: by default 1/25, the inverse of PyTorch's div_factor. */
  readonly start: number;
  /** Share of the learning rate that it ends at: by default 1/250,000, the start divided by PyTorch's final_div_factor of 10,000. */
  readonly end: number;
  /** Along what it rises and falls. */
  readonly anneal: 'cosine' | 'linear';
}

/**
 * From start to 1 in the updates 0 … rise − 1, from there to end in those up to the last, along half cosines or straight lines.
 * Sources: Smith & Topin 2018, "Super-Convergence"; PyTorch's OneCycleLR with two phases, where the learning rate is called
 * max_lr and rise is pct_start · total_steps, not rounded. Its cycled momentum is left out.
 * @throws RangeError if the rise takes the whole run
 */
export function oneCycleShape({ rise, start, end, anneal }: OneCycleSchedule, { total }: Span): Shape {
  const between =
    anneal === 'cosine'
      ? halfCosine
      : (from: number, to: number, progress: number): number => from + (to - from) * progress;
  const peak = exactSteps(rise, total) - 1;
  const last = total - 1;
  if (peak >= last)
    throw new RangeError(
      l10n.t(
        'one-cycle rises for {0}, but the run has {1}: let rise be shorter.',
        formatLength(exactSteps(rise, total)),
        formatLength(total),
      ),
    );
  return (time) => {
    if (time < peak) return between(start, 1, time / peak);
    return between(1, end, Math.min(1, (time - peak) / (last - peak)));
  };
}
