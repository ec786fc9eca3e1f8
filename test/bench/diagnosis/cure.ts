import { poolEstimates, roundRate } from '../../../src/domain/diagnosis/rateEstimate.ts';
import type { RateEstimate } from '../../../src/domain/diagnosis/rateEstimate.ts';
import type { Answered, Share } from './score.ts';

/** The evenly logged runs of one program and seed without a fault, by rate: whole, and their first fifths. */
export interface Curves {
  readonly whole: readonly Answered[];
  readonly probes: readonly Answered[];
}

/** Reruns that are counted. */
const RERUNS = 2;
/** A probe at ten times or a tenth of the rate may be so many decades beside it: the grid of rates has gaps far from the zone. */
const PROBE_GAP = 0.3;

export function curvesOf(answered: readonly Answered[]): Curves[] {
  const curves = new Map<string, { whole: Answered[]; probes: Answered[] }>();
  for (const item of answered) {
    const { log, run, part, program } = item.row;
    if (part === 'third' || log.habit !== 'steps' || run.fault !== null || program.kind === 'undetermined') continue;
    const key = `${program.name} ${run.seed}`;
    const { whole, probes } = curves.get(key) ?? { whole: [], probes: [] };
    (part === 'full' ? whole : probes).push(item);
    curves.set(key, { whole, probes });
  }
  return [...curves.values()];
}

/** Shares of the runs outside of their zone that are inside after one rerun at the suggested rate, and after two. */
export function cure(curves: readonly Curves[]): Share[] {
  return countCured(
    curves,
    () =>
      ({ answer: { suggestedRate } }) =>
        suggestedRate,
  );
}

/** As cure, where each suggestion is the average of what the probes, the run and its reruns so far show. */
export function cureWithProbes(curves: readonly Curves[]): Share[] {
  return countCured(curves, ({ probes }, { row: { run }, answer }) => {
    const seen: RateEstimate[] = [run.rate * 10, run.rate / 10].flatMap((rate) => {
      if (probes.length === 0) return [];
      const probe = nearest(probes, rate);
      return Math.abs(Math.log10(probe.row.run.rate / rate)) > PROBE_GAP ? [] : (probe.answer.estimate ?? []);
    });
    if (answer.suggestedRate === null) return () => null;
    return (at) => {
      if (at.answer.estimate) seen.push(at.answer.estimate);
      const pooled = poolEstimates(seen);
      return pooled && roundRate(pooled.rate);
    };
  });
}

/** @param suggestFor what gives a run's next rate, for each run that is to be cured */
function countCured(
  curves: readonly Curves[],
  suggestFor: (curves: Curves, from: Answered) => (at: Answered) => number | null,
): Share[] {
  let all = 0;
  const cured = Array<number>(RERUNS).fill(0);
  for (const each of curves) {
    for (const item of each.whole) {
      const { cause, isBorderline, isDoubtful } = item.row.run;
      if (cause === 'none' || isBorderline || isDoubtful) continue;
      all++;
      const suggest = suggestFor(each, item);
      let at = item;
      for (let rerun = 0; rerun < RERUNS; rerun++) {
        const rate = suggest(at);
        if (rate === null) break;
        at = nearest(each.whole, rate);
        if (at.row.run.cause !== 'none') continue;
        for (let later = rerun; later < RERUNS; later++) cured[later]++;
        break;
      }
    }
  }
  return cured.map((hits) => ({ hits, all }));
}

function nearest(grid: readonly Answered[], rate: number): Answered {
  const distance = ({ row }: Answered): number => Math.abs(Math.log(row.run.rate / rate));
  return grid.reduce((best, item) => (distance(item) < distance(best) ? item : best));
}
