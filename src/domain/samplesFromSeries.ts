import type { Sample } from './sample.ts';
import type { RunSeries } from './series.ts';

/** Converts series back to samples, by ascending step. Points that were dropped by downsampling are missing. */
export function* samplesFromSeries(series: RunSeries): Generator<Sample> {
  const columns = Object.entries(series).flatMap(([metric, known]) => (known ? [{ metric, ...known, at: 0 }] : []));
  for (;;) {
    const step = Math.min(...columns.map(({ steps, at }) => (at < steps.length ? steps[at] : Infinity)));
    if (step === Infinity) return;
    const sample: Record<string, number> = { step };
    for (const column of columns)
      if (column.steps[column.at] === step) sample[column.metric] = column.values[column.at++];
    yield sample as unknown as Sample;
  }
}
