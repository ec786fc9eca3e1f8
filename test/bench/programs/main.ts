import { median } from '../../../src/domain/score.ts';
import { goldilocksZone } from '../../../src/domain/zone.ts';
import { ensurePackages } from '../../support/python/packages.ts';
import { outcomesOf } from '../finder/outwardSweep.ts';
import { scoreLine } from '../finder/scoreLine.ts';
import type { Answer } from '../finder/scoreLine.ts';
import { zoneEnds } from '../finder/zoneEnds.ts';
import { foundOf, fullRunOf, searchedOf } from './answers.ts';
import type { FindDocument, Found, SearchDocument, Suggested } from './answers.ts';
import { documentOf } from './documents.ts';
import { PROGRAMS, writtenRate } from './programs.ts';
import type { BenchProgram } from './programs.ts';
import { readTruth } from './truth.ts';

/** A program with its truth and what is said of it. */
interface Tried {
  readonly program: BenchProgram;
  readonly truth: Pick<Answer, 'zone' | 'ends'>;
  readonly found: Found;
  readonly searched: Suggested;
}

void main();

async function main(): Promise<void> {
  const tried = await tryAll();
  if (tried.length === 0) return;
  const answers = (rateOf: (each: Tried) => number | null): Answer[] =>
    tried.map((each) => ({ rate: rateOf(each), ...each.truth }));
  console.log('| finder | answers | in the zone | strictly | decades from the middle, median |');
  console.log('|---|---|---|---|---|');
  const rows: readonly (readonly [string, (each: Tried) => number | null])[] = [
    ['find, without confirmation', ({ found }) => found.tested],
    ['find', ({ found }) => found.confirmed.rate],
    ['search', ({ searched }) => searched.rate],
    ['fastai valley', ({ found }) => found.others?.fastaiValley ?? null],
    ['Lightning', ({ found }) => found.others?.lightning ?? null],
    ["the article's steepest descent", ({ found }) => found.others?.article ?? null],
    ['the rate in the program', ({ program }) => writtenRate(program)],
  ];
  for (const [name, rateOf] of rows) console.log(scoreLine(name, answers(rateOf)));
  console.log(
    costLine(
      'find',
      tried.map(({ found }) => found.confirmed),
    ),
  );
  console.log(
    costLine(
      'search',
      tried.map(({ searched }) => searched),
    ),
  );
  for (const each of tried) console.log(programLine(each));
}

async function tryAll(): Promise<Tried[]> {
  const packages = await ensurePackages(console.error);
  const truth = await readTruth();
  const tried: Tried[] = [];
  for (const program of PROGRAMS) {
    const outcomes = outcomesOf(truth.get(program.name) ?? []);
    const zone = goldilocksZone(outcomes);
    if (!zone) {
      console.log(
        `${program.name} has no zone and is left out; npm run bench:programs -- --truth trains what is missing.`,
      );
      continue;
    }
    const find = (await documentOf('find', program, packages)) as FindDocument;
    const search = (await documentOf('search', program, packages)) as SearchDocument;
    const fullRun = fullRunOf(search);
    const [found, searched] = [foundOf(find, fullRun), searchedOf(search, fullRun)];
    tried.push({ program, truth: { zone, ends: zoneEnds(outcomes, zone) }, found, searched });
  }
  return tried;
}

function costLine(name: string, all: readonly Suggested[]): string {
  const shares = all.flatMap(({ share }) => share ?? []);
  if (shares.length === 0) return `Cost of ${name}: not known`;
  return `Cost of ${name} in full runs: median ${median(shares).toFixed(2)}, most ${Math.max(...shares).toFixed(2)}, known of ${shares.length}`;
}

function programLine({ program, truth: { zone }, found, searched }: Tried): string {
  const said = found.confirmed.rate ?? found.refusal ?? 'nothing';
  const costs = [found.confirmed, searched].map(({ share }) => share?.toFixed(2) ?? '?');
  return `${program.name}: zone ${zone.low} to ${zone.high}, best ${zone.best}; written ${writtenRate(program)}, find ${said} (${costs[0]} runs), search ${searched.rate ?? 'nothing'} (${costs[1]} runs)`;
}
