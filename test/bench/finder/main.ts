import { findRate, LEAST_FALL } from '../../../src/domain/finder/findRate.ts';
import type { FinderRefusal, FoundRate } from '../../../src/domain/finder/findRate.ts';
import { landmarksOf } from '../../../src/domain/finder/landmarks.ts';
import { medianCurve, startLoss } from '../../../src/domain/finder/medianCurve.ts';
import type { RatePoint } from '../../../src/domain/finder/medianCurve.ts';
import { OTHER_RULES, otherSuggestions } from '../../../src/domain/finder/otherRules.ts';
import { zoneEvidence } from '../../../src/domain/finder/zoneMiddle.ts';
import { familyOf } from '../../../src/domain/optimizerFamily.ts';
import { median } from '../../../src/domain/score.ts';
import { totalSteps } from '../../../src/domain/steps.ts';
import { goldilocksZone } from '../../../src/domain/zone.ts';
import type { Zone } from '../../../src/domain/zone.ts';
import { finderCases } from './cases.ts';
import type { FinderCase } from './cases.ts';
import { confirmRate } from './confirmed.ts';
import type { Confirmed } from './confirmed.ts';
import { fitWeights } from './fit.ts';
import { repeatsOf } from './repeats.ts';
import { scoreLine, spreadLines } from './scoreLine.ts';
import type { Answer } from './scoreLine.ts';
import { CaseTrainer } from './training.ts';
import { outcomesOf } from './outwardSweep.ts';
import { readTruth } from './truth.ts';
import { zoneEnds } from './zoneEnds.ts';
import type { ZoneEnds } from './zoneEnds.ts';

/** A case with its truth and the curves that all finders see. */
interface Tried {
  readonly each: FinderCase;
  readonly zone: Zone;
  readonly ends: ZoneEnds;
  readonly repeats: readonly (readonly RatePoint[])[];
  /** By the rule of Goldilocks. */
  readonly found: FoundRate | FinderRefusal;
  /** Null where the finder refuses. */
  readonly confirmed: Confirmed | null;
}

/** From so many steps of a full run on there is a goal for the cost. */
const LONG = 2000;

void main();

async function main(): Promise<void> {
  const all = await tryAll();
  const learned = all.filter(({ each }) => !each.isHeldOut);
  if (process.argv.includes('--fit')) {
    console.log(JSON.stringify(fitWeights(learned.flatMap(exampleOf))));
    return;
  }
  const isVerbose = process.argv.includes('--verbose');
  report('Development', learned, isVerbose);
  if (!process.argv.includes('--dev'))
    report(
      'Held out',
      all.filter(({ each }) => each.isHeldOut),
      isVerbose,
    );
}

async function tryAll(): Promise<Tried[]> {
  const truth = await readTruth();
  const trainer = new CaseTrainer();
  const tried: Tried[] = [];
  let without = 0;
  for (const each of finderCases()) {
    const outcomes = outcomesOf(truth.get(each.index) ?? []);
    const zone = goldilocksZone(outcomes);
    if (!zone) {
      without++;
      continue;
    }
    const repeats = await repeatsOf(each, trainer);
    const found = findRate(repeats, each.choice.optimizer.name);
    const confirmed = typeof found === 'string' ? null : await confirmRate(each, found.rate, trainer);
    tried.push({ each, zone, ends: zoneEnds(outcomes, zone), repeats, found, confirmed });
  }
  console.log(`${tried.length} cases; ${without} more have no zone.`);
  return tried;
}

function report(title: string, tried: readonly Tried[], isVerbose: boolean): void {
  const networks = new Set(tried.map(({ each }) => each.network)).size;
  console.log(`\n${title}: ${tried.length} cases of ${networks} networks`);
  const own = tried.map(({ found }) => found);
  const answersOf = (rateOf: (tried: Tried, index: number) => number | null): Answer[] =>
    tried.map((each, index) => ({ rate: rateOf(each, index), zone: each.zone, ends: each.ends }));
  const ours = answersOf(({ found }) => (typeof found === 'string' ? null : found.rate));
  const others = tried.map(({ repeats }) => otherSuggestions(repeats));
  console.log('| finder | answers | in the zone | strictly | decades from the middle, median |');
  console.log('|---|---|---|---|---|');
  console.log(scoreLine('Goldilocks', ours));
  console.log(
    scoreLine(
      'Goldilocks, confirmed',
      answersOf(({ confirmed }) => confirmed?.rate ?? null),
    ),
  );
  for (const rule of OTHER_RULES)
    console.log(
      scoreLine(
        rule,
        answersOf((_, index) => others[index][rule]),
      ),
    );
  console.log(
    scoreLine(
      'usual rate, no test',
      answersOf(({ each }) => usualRate(each)),
    ),
  );
  console.log(costLine(tried));
  const refused = own.filter((found) => typeof found === 'string');
  console.log(`Refused: ${refused.length === 0 ? 'none' : refused.join(', ')}`);
  console.log(spreadLines(own, ours).join('\n'));
  if (isVerbose) tried.forEach((each) => console.log(caseLine(each)));
}

function usualRate({ choice }: FinderCase): number {
  const [from, to] = familyOf(choice.optimizer.name)!.start;
  return Math.sqrt(from * to);
}

function costLine(tried: readonly Tried[]): string {
  const long = tried.filter(({ each }) => totalSteps(each.choice) >= LONG);
  const shareOf = (steps: (each: Tried) => number): string => {
    const shares = long.map((each) => (100 * steps(each)) / totalSteps(each.each.choice));
    return `median ${median(shares).toFixed(1)} %, most ${Math.max(...shares).toFixed(1)} %`;
  };
  const repeats = shareOf((each) => each.repeats.reduce((sum, { length }) => sum + length, 0));
  const confirmations = shareOf(({ confirmed }) => confirmed?.steps ?? 0);
  return `Cost where a full run has ${LONG} steps or more (${long.length} cases): ${repeats} of it, and its confirmation ${confirmations}`;
}

function caseLine({ each, ends, zone, found, confirmed }: Tried): string {
  const rate = confirmed?.rate ?? null;
  const { choice, network, data, index } = each;
  const place = rate === null ? null : Math.log10(rate);
  const isIn = place !== null && place >= ends.low && place <= ends.high;
  return [
    isIn ? 'in  ' : rate === null ? 'none' : 'MISS',
    `${index} ${network} ${data} ${choice.optimizer.name} batch ${choice.batchSize}, ${totalSteps(choice)} steps:`,
    typeof found === 'string' ? `${found},` : `${found.rate}, confirmed ${rate} (${place?.toFixed(2)}),`,
    `zone ${ends.low.toFixed(2)} to ${ends.high.toFixed(2)}, best ${zone.best}`,
  ].join(' ');
}

function exampleOf({ each, ends, repeats }: Tried): Parameters<typeof fitWeights>[0][number][] {
  const landmarks = landmarksOf(medianCurve(repeats), median(repeats.map(startLoss)));
  const evidence = zoneEvidence(landmarks, each.choice.optimizer.name);
  if (!evidence || landmarks.left > 1 - LEAST_FALL) return [];
  const middle = (ends.low + ends.high) / 2 - Math.log10(landmarks.lowest);
  return [{ evidence, middle, reach: (ends.high - ends.low) / 2 }];
}
