import type { CurveContext } from './curveContext.ts';
import { clip, lg } from './featureMath.ts';

/** Where the loss lies beside that of guessing. */
export function chanceFeatures(start: number, end: number, low: number, { classes, baseline }: CurveContext) {
  const chance = baseline ?? (classes !== null && classes > 1 ? Math.log(classes) : null);
  if (chance === null || !(chance > 0)) {
    return { hasChance: 0, chanceEnd: 0, chanceLow: 0, chanceStart: 0, chanceStartGap: -1.5, chanceEndGap: -0.5 };
  }
  return {
    hasChance: 1,
    chanceEnd: clip(end / chance, 0, 3) - 1,
    chanceLow: clip(low / chance, 0, 2) - 1,
    chanceStart: lg(start / chance, -2, 3),
    chanceStartGap: lg(Math.abs(start - chance) / chance, -6, 0),
    chanceEndGap: lg(Math.abs(end - chance) / chance, -5, 1),
  };
}
