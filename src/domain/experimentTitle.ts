import type { ExperimentRecord } from './experiment.ts';
import { PRESETS } from './presets.ts';
import { summarizeRates } from './rate.ts';

/** The name of a sweep that was given none. */
const NAMELESS = 'sweep';

/** What an experiment is called where people read: its preset's title, its own name, or its rates. */
export function experimentTitle({ preset, name, specs }: ExperimentRecord): string {
  if (preset !== null) return PRESETS.find((known) => known.name === preset)?.title ?? preset;
  const isNamed = name !== NAMELESS && !PRESETS.some((known) => known.name === name);
  return isNamed ? name : summarizeRates([...new Set(specs.map(({ learningRate }) => learningRate))]);
}
