import type { Sample } from '../../domain/run.ts';
import { bucketPositions, MOST_POINTS } from '../../domain/series.ts';
import type { LossSeries } from '../../protocol/panel.ts';

/** The losses among samples, thinned to what a picture can show. */
export function lossSeries(samples: readonly Sample[], from = 0): LossSeries {
  const steps: number[] = [];
  const losses: number[] = [];
  for (let index = from; index < samples.length; index++) {
    const { step, loss } = samples[index];
    if (loss === undefined) continue;
    steps.push(step);
    losses.push(loss);
  }
  const kept = bucketPositions(losses, MOST_POINTS);
  return {
    steps: Float64Array.from(kept, (position) => steps[position]),
    losses: Float64Array.from(kept, (position) => losses[position]),
  };
}
