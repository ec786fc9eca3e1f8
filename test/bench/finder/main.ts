import { findRate, LEAST_FALL } from '../../../src/domain/finder/findRate.ts';
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
    if (zone) tried.push({ each, zone, ends: zoneEnds(outcomes, zone), repeats: await repeatsOf(each, trainer) });
    else without++;
  }
  console.log(`${tried.length} cases; ${without} more have no zone.`);
  return tried;
}

function report(title: string, tried: readonly Tried[], isVerbose: boolean): void {
  const networks = new Set(tried.map(({ each }) => each.network)).size;
  console.log(`\n${title}: ${tried.length} cases of ${networks} networks`);
  const own = tried.map(({ each, repeats }) => findRate(repeats, each.choice.optimizer.name));
  const answersOf = (rateOf: (tried: Tried, index: number) => number | null): Answer[] =>
    tried.map((each, index) => ({ rate: rateOf(each, index), zone: each.zone, ends: each.ends }));
  const ours = answersOf((_, index) => {
    const found = own[index];
    return typeof found === 'string' ? null : found.rate;
  });
  const others = tried.map(({ repeats }) => otherSuggestions(repeats));
  console.log('| finder | answers | in the zone | strictly | decades from the middle, median |');
  console.log('|---|---|---|---|---|');
  console.log(scoreLine('Goldilocks', ours));
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
  if (isVerbose) tried.forEach((each, index) => console.log(missLine(each, ours[index].rate, own[index])));
}

function usualRate({ choice }: FinderCase): number {
  const [from, to] = familyOf(choice.optimizer.name)!.start;
  return Math.sqrt(from * to);
}

function costLine(tried: readonly Tried[]): string {
  const shares = tried
    .filter(({ each }) => totalSteps(each.choice) >= LONG)
    .map(({ each, repeats }) => repeats.reduce((sum, { length }) => sum + length, 0) / totalSteps(each.choice));
  const percent = (share: number): string => (100 * share).toFixed(1);
  return `Cost where a full run has ${LONG} steps or more (${shares.length} cases): median ${percent(median(shares))} %, most ${percent(Math.max(...shares))} % of it`;
}

function missLine({ each, ends, zone }: Tried, rate: number | null, found: unknown): string {
  const { choice, network, data, index } = each;
  const place = rate === null ? null : Math.log10(rate);
  const isIn = place !== null && place >= ends.low && place <= ends.high;
  return [
    isIn ? 'in  ' : rate === null ? 'none' : 'MISS',
    `${index} ${network} ${data} ${choice.optimizer.name} batch ${choice.batchSize}, ${totalSteps(choice)} steps:`,
    `${rate === null ? JSON.stringify(found) : `${rate} (${place!.toFixed(2)})`}, zone ${ends.low.toFixed(2)} to ${ends.high.toFixed(2)}, best ${zone.best}`,
  ].join(' ');
}

function exampleOf({ each, ends, repeats }: Tried): Parameters<typeof fitWeights>[0][number][] {
  const landmarks = landmarksOf(medianCurve(repeats), median(repeats.map(startLoss)));
  const evidence = zoneEvidence(landmarks, each.choice.optimizer.name);
  if (!evidence || landmarks.left > 1 - LEAST_FALL) return [];
  const middle = (ends.low + ends.high) / 2 - Math.log10(landmarks.lowest);
  return [{ evidence, middle, reach: (ends.high - ends.low) / 2 }];
}
