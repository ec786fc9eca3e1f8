import * as l10n from '@vscode/l10n';
import { formatLength, period } from './length.ts';
import type { Length } from './length.ts';
import { stepsAfterWarmUp } from './shape.ts';
import type { Shape, Span } from './shape.ts';

/** Warm-up, stable, decay: after its warm-up the rate stays, and falls only at the end of the run. */
export interface WsdSchedule {
  readonly name: 'wsd';
  /** How long it falls: by default the last 10 % of the run, which Hu et al. found to be enough. */
  readonly decay: Length;
  /** Share of the learning rate that it falls to. */
  readonly end: number;
}

/**
 * share(t) = 1 for t < steps − decay, and end + (1 − end) (steps − t) / decay from there on, where steps are those after the warm-up.
 * Source: Hu et al. 2024, "MiniCPM", section 4.2, which leaves open along what the rate falls; a straight line to 0 is what Hägele et
 * al. 2024, "Scaling Laws and Compute-Optimal Training Beyond Fixed Training Durations", compare with cosine.
 * @throws RangeError if warm-up and decay do not fit into the run
 */
export function wsdShape({ decay, end }: WsdSchedule, span: Span): Shape {
  const steps = stepsAfterWarmUp(span);
  const falling = period(decay, span.total);
  if (falling > steps)
    throw new RangeError(
      l10n.t(
        'The decay of wsd takes {0}, but only {1} are left after the warm-up. Use a shorter decay.',
        formatLength(falling),
        formatLength(steps),
      ),
    );
  return (time) => (time <= steps - falling ? 1 : end + ((1 - end) * Math.max(0, steps - time)) / falling);
}
