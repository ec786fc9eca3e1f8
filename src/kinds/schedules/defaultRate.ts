import { centralRate } from '../../domain/centralRate.ts';
import { PRESETS } from '../../domain/presets.ts';
import type { SweepChoice } from '../sweep/choice.ts';

/** The rate to compare schedules at: the middle one of a preset with the same optimizer and network, else the optimizer's central one. */
export function defaultRate({ network, optimizer, learningRates }: SweepChoice): number {
  const isPresets = PRESETS.some(
    (preset) => JSON.stringify([preset.network, preset.optimizer]) === JSON.stringify([network, optimizer]),
  );
  if (!isPresets) return centralRate(optimizer.name);
  const sorted = [...learningRates].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
