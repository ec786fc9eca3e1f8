import { optimizerKind } from '../diagnosis/optimizerKind.ts';
import type { Landmarks } from './landmarks.ts';
import { usualPlace } from './usualPlace.ts';

/** The optimizers that the shifts were fitted to, by what the diagnosis calls their kind. */
export const FITTED_KINDS = ['sgd', 'momentum', 'adam', 'rmsprop', 'lion'] as const;
export type FittedKind = (typeof FITTED_KINDS)[number];

/** The weights of the estimate, see zoneMiddle. */
export interface ZoneWeights {
  readonly half: number;
  readonly rise: number;
  /** Of the usual rate, for optimizers whose steps follow the size of the gradient. */
  readonly usual: number;
  /** The same for those that divide it out: their good rates differ less from one problem to the next. */
  readonly usualAdaptive: number;
  /** In decades. */
  readonly shift: Readonly<Record<FittedKind, number>>;
}

/**
 * Fitted by `npm run bench:finder -- --fit` to its development cases; docs/finder.md has what they are worth. That each kind has a shift of
 * its own has a reason: while the rate rises, an optimizer that averages gradients is late to show that it is too high.
 */
export const ZONE_WEIGHTS: ZoneWeights = {
  half: 0.09,
  rise: 0.51,
  usual: -0.12,
  usualAdaptive: 0.48,
  shift: { sgd: -0.4, momentum: -1.06, adam: -0.82, rmsprop: -0.39, lion: -0.83 },
};

/** What an estimate is made of, in decades; see zoneMiddle. */
export interface ZoneEvidence {
  /** From the lowest point to the half of the fall. */
  readonly half: number;
  /** From the lowest point to the rise. */
  readonly rise: number;
  /** From the lowest point to the usual rate of the optimizer. */
  readonly usual: number;
  readonly isAdaptive: boolean;
  readonly kind: FittedKind;
}

/**
 * Where the middle of the zone of full runs lies, as a power of ten: from the lowest point of the curve on, weighted shares of the way to where
 * half of the fall was done, to where the loss rises again, and to the usual rate of the optimizer (the diagnosis' middles of zones, which
 * come from other programs), and a shift of the optimizer's kind. Null where the loss never rises again.
 */
export function zoneMiddle(landmarks: Landmarks, optimizer: string): number | null {
  const evidence = zoneEvidence(landmarks, optimizer);
  if (!evidence) return null;
  const { half, rise, usual, isAdaptive, kind } = evidence;
  const weights = ZONE_WEIGHTS;
  return (
    Math.log10(landmarks.lowest) +
    weights.half * half +
    weights.rise * rise +
    (isAdaptive ? weights.usualAdaptive : weights.usual) * usual +
    weights.shift[kind]
  );
}

/** What the estimate is made of. Null where the loss never rises again. */
export function zoneEvidence({ half, lowest, rise }: Landmarks, optimizer: string): ZoneEvidence | null {
  if (rise === null) return null;
  const known = optimizerKind(optimizer);
  // Those that nothing was fitted to divide the size of the gradient out, too.
  const kind = FITTED_KINDS.find((each) => each === known) ?? 'adam';
  return {
    half: Math.log10(half / lowest),
    rise: Math.log10(rise / lowest),
    usual: usualPlace(optimizer) - Math.log10(lowest),
    isAdaptive: kind !== 'sgd' && kind !== 'momentum',
    kind,
  };
}
