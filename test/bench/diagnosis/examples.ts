import { curveFeatures } from '../../../src/domain/diagnosis/curveFeatures.ts';
import type { CurveFeatures, FeatureName } from '../../../src/domain/diagnosis/curveFeatures.ts';
import { HeldOutCurve } from '../../../src/domain/diagnosis/heldOutCurve.ts';
import { LossCurve } from '../../../src/domain/diagnosis/lossCurve.ts';
import { optimizerKind } from '../../../src/domain/diagnosis/optimizerKind.ts';
import type { OptimizerKind } from '../../../src/domain/diagnosis/optimizerKind.ts';
import type { Example, Optional } from './fitModel.ts';
import type { Row } from './rows.ts';
import type { TrueCause, TrueProgram, TrueZone } from './truth.ts';

/** log10 of the middle of the zone of each kind of optimizer. */
export type Centres = Readonly<Record<OptimizerKind, number>>;

/** What the literature and the frameworks' defaults make one expect: the programs of a kind count against one such opinion. */
const EXPECTED: Centres = {
  sgd: -0.75,
  momentum: -1.75,
  adam: -2.2,
  rmsprop: -2.6,
  adagrad: -1,
  lion: -3.1,
  muon: -1.8,
  lamb: -2,
};

/** Index of a cause in the outputs of a model. A loss that says nothing of the rate is taught as one that the rate is not to blame for. */
export const CAUSE_INDEX: Readonly<Record<TrueCause, number>> = {
  none: 0,
  'rate-too-high': 1,
  'rate-too-low': 2,
  'not-the-rate': 3,
  undetermined: 3,
};

/** log10 of the middle of a zone. */
export function middleOf({ low, high }: Pick<TrueZone, 'low' | 'high'>): number {
  return (Math.log10(low) + Math.log10(high)) / 2;
}

/** The zone of a row's run. */
export function zoneOf({ program, run }: Row): TrueZone {
  return program.zones.find(({ seed }) => seed === run.seed)!;
}

/** Median middle of the zones by kind of optimizer, shrunk to what is expected where there are few programs. */
export function centresOf(programs: readonly TrueProgram[]): Centres {
  const entries = Object.entries(EXPECTED).map(([kind, expected]) => {
    const middles = programs
      .filter(({ optimizer, kind: task }) => task !== 'undetermined' && optimizerKind(optimizer) === kind)
      .map(({ zones }) => middleOf(zones[0]))
      .sort((a, b) => a - b);
    const count = middles.length;
    if (count === 0) return [kind, expected] as const;
    const median = (middles[(count - 1) >> 1] + middles[count >> 1]) / 2;
    return [kind, Number(((count * median + expected) / (count + 1)).toFixed(2))] as const;
  });
  return Object.fromEntries(entries) as Centres;
}

/** The features of a row as they would be with other centres. */
export function withCentres({ features, run, program }: Row, centres: Centres): CurveFeatures {
  const prior = Math.log10(run.rate) - centres[optimizerKind(program.optimizer)!];
  return { ...features, prior: Math.min(Math.max(prior, -5), 5) };
}

/** Rows as examples; each program weighs the same. */
export function examplesOf(rows: readonly Row[], names: readonly FeatureName[], centres: Centres): Example[] {
  const totals = new Map<string, number>();
  const weights = rows.map(({ part, log, run, program }) => {
    const weight = PART_WEIGHTS[part] * (log.habit === 'steps' ? 1 : 0.8) * (run.fault === null ? 1 : FAULT_WEIGHT);
    totals.set(program.name, (totals.get(program.name) ?? 0) + weight);
    return weight;
  });
  const mean = rows.length / totals.size;
  return rows.map((row, index) => {
    const { run, program } = row;
    const features = withCentres(row, centres);
    const hasZone = program.kind !== 'undetermined' && run.cause !== 'not-the-rate';
    return {
      values: Float64Array.from(names, (name) => features[name]),
      weight: (weights[index] / totals.get(program.name)!) * mean,
      cause: run.isBorderline || run.isDoubtful ? null : CAUSE_INDEX[run.cause],
      offset: hasZone ? middleOf(zoneOf(row)) - Math.log10(run.rate) : NaN,
      plainSgdShift: optimizerKind(program.optimizer) === 'momentum' ? centres.momentum - centres.sgd : 0,
    };
  });
}

/** What a whole run shows counts most. */
const PART_WEIGHTS: Readonly<Record<Row['part'], number>> = { full: 1, third: 0.6, fifth: 0.4 };

/** Faults are a fifth of the rows as it is; with more weight, rates that are too low are taken for faults. */
const FAULT_WEIGHT = 1;

const NOTHING = curveFeatures(
  { curve: new LossCurve(), held: new HeldOutCurve(), nonFinite: 0, firstNonFinite: null, isBroken: false },
  { optimizer: null, rate: null, batchSize: null, classes: null, baseline: null },
);

function optional(share: number, ...names: FeatureName[]): Optional {
  return { names, absent: names.map((name) => NOTHING[name]), share };
}

/** What logs may lack, and how often it is left out in training. */
export const OPTIONAL: readonly Optional[] = [
  optional(0.3, 'hasChance', 'chanceEnd', 'chanceLow', 'chanceStart', 'chanceStartGap', 'chanceEndGap'),
  optional(0.3, 'hasNorm', 'normEnd', 'normPeak', 'normMiddle', 'normNoise', 'normPromise'),
  optional(0.15, 'hasPrior', 'prior', 'isSgd', 'isMomentum', 'isAdagrad', 'isSign'),
  optional(0.3, 'hasHeld', 'heldGap', 'heldRise', 'heldFall'),
  optional(0.3, 'rateEnd', 'ratePeakAt', 'rateFall', 'rateRises'),
  optional(0.15, 'batch'),
];
