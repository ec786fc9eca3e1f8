import type { RateEstimate } from '../../../src/domain/diagnosis/rateEstimate.ts';
import type { Cause } from '../../../src/domain/finding.ts';
import { cure, cureWithProbes, curvesOf } from './cure.ts';
import type { LogRow } from './rows.ts';

/** What something that diagnoses says of a row. */
export interface Answer {
  readonly cause: Cause;
  /** The rate it would try next; null for none. */
  readonly suggestedRate: number | null;
  /** Where it puts the middle of the zone, to be averaged with other runs. */
  readonly estimate?: RateEstimate;
  /** Probability of the cause that it states. */
  readonly confidence?: number;
}

export interface Answered {
  readonly row: LogRow;
  readonly answer: Answer;
  /** What the optimizer's usual rates alone would say. */
  readonly byPrior: Cause;
}

/** A share as "hits of all". */
export interface Share {
  readonly hits: number;
  readonly all: number;
}

/** Half the width, in decades, of what the prior takes for right; the median half zone of the development programs. */
export const PRIOR_HALF_WIDTH = 0.85;

/** What the usual rates alone say. @param distance decades from the usual middle */
export function causeByPrior(distance: number): Cause {
  if (Math.abs(distance) <= PRIOR_HALF_WIDTH) return 'none';
  return distance > 0 ? 'rate-too-high' : 'rate-too-low';
}

const BLAMES: readonly Cause[] = ['rate-too-high', 'rate-too-low'];

function blames({ answer }: Answered): boolean {
  return BLAMES.includes(answer.cause);
}

function share(answered: readonly Answered[], isHit: (item: Answered) => boolean): Share {
  return { hits: answered.filter(isHit).length, all: answered.length };
}

function isRight({ row, answer }: Answered): boolean {
  return row.run.cause === 'none' ? !BLAMES.includes(answer.cause) : answer.cause === row.run.cause;
}

/**
 * The score's rows: runs on the grid of rates of a program whose loss tells of the rate, not borderline and not in doubt.
 * - precision and recall of "too high" and "too low"; false alarms: in-zone runs that the rate is blamed for
 * - faults blamed: runs whose fault is another one but that the rate is blamed for
 * - where the prior is wrong: runs of which the usual rates alone say something false
 * - cure: runs outside of the zone that are inside after one, or two, reruns at the nearest rate of the grid to the suggested one;
 *   with probes, the suggestion is the average of the run and the first fifths of those at ten times and a tenth of its rate
 */
export function scoreAnswers(answered: readonly Answered[]): Record<string, Share> {
  const sure = answered.filter(({ row: { run } }) => !run.isBorderline && !run.isDoubtful);
  const grid = (part: LogRow['part']): Answered[] =>
    sure.filter(({ row }) => row.part === part && row.run.fault === null && row.program.kind !== 'undetermined');
  const table: Record<string, Share> = {};
  for (const part of ['full', 'third'] as const) {
    const rows = grid(part);
    const suffix = part === 'full' ? '' : ', first third';
    for (const [cause, name] of [
      ['rate-too-high', 'too high'],
      ['rate-too-low', 'too low'],
    ] as const) {
      const said = rows.filter(({ answer }) => answer.cause === cause);
      const is = rows.filter(({ row }) => row.run.cause === cause);
      table[`${name}: precision${suffix}`] = share(said, ({ row }) => row.run.cause === cause);
      table[`${name}: recall${suffix}`] = share(is, ({ answer }) => answer.cause === cause);
    }
    table[`false alarms${suffix}`] = share(
      rows.filter(({ row }) => row.run.cause === 'none'),
      blames,
    );
  }
  const whole = sure.filter(({ row }) => row.part === 'full');
  table['faults blamed'] = share(
    whole.filter(({ row: { run } }) => run.fault !== null && run.cause === 'not-the-rate'),
    blames,
  );
  table['harmless changes blamed'] = share(
    whole.filter(({ row: { run } }) => run.fault !== null && run.cause === 'none'),
    blames,
  );
  table['undetermined blamed'] = share(
    whole.filter(({ row: { program, run } }) => program.kind === 'undetermined' && run.fault === null),
    blames,
  );
  const misled = grid('full').filter(({ row, byPrior }) => byPrior !== row.run.cause);
  table['prior wrong: right'] = share(misled, isRight);
  for (const [cause, name] of [
    ['rate-too-high', 'too high'],
    ['rate-too-low', 'too low'],
  ] as const) {
    table[`prior wrong: right, ${name}`] = share(
      misled.filter(({ row }) => row.run.cause === cause),
      isRight,
    );
  }
  const curves = curvesOf(answered);
  for (const [name, shares] of [
    ['', cure(curves)],
    ['with probes, ', cureWithProbes(curves)],
  ] as const) {
    table[`${name}cured after 1 rerun`] = shares[0];
    table[`${name}cured after 2 reruns`] = shares[1];
  }
  return table;
}

/** How often a cause that is stated with a probability is true, by tenths of that probability; of whole logs. */
export function calibration(answered: readonly Answered[]): Record<string, Share> {
  const stated = answered.filter(
    ({ row: { run, part, program }, answer }) =>
      part === 'full' &&
      !run.isBorderline &&
      !run.isDoubtful &&
      program.kind !== 'undetermined' &&
      answer.cause !== 'undetermined' &&
      answer.confidence !== undefined,
  );
  const tenths = [4, 5, 6, 7, 8, 9];
  return Object.fromEntries(
    tenths.map((tenth) => [
      `${tenth / 10} to ${(tenth + 1) / 10}`,
      share(
        stated.filter(({ answer }) => Math.min(9, Math.floor(10 * answer.confidence!)) === tenth),
        ({ row, answer }) => answer.cause === row.run.cause,
      ),
    ]),
  );
}

/** Recall of a cause by decades outside of the zone. */
export function recallByDistance(answered: readonly Answered[], cause: Cause): Record<string, Share> {
  const edges = [0.25, 0.5, 0.75, 1, 1.5, 2, Infinity];
  const rows = answered.filter(
    ({ row: { run, part, program } }) =>
      part === 'full' &&
      run.fault === null &&
      !run.isBorderline &&
      !run.isDoubtful &&
      program.kind !== 'undetermined' &&
      run.cause === cause,
  );
  return Object.fromEntries(
    edges.slice(1).map((to, index) => [
      to === Infinity ? `over ${edges[index]}` : `${edges[index]} to ${to}`,
      share(
        rows.filter(({ row }) => row.run.decades > edges[index] && row.run.decades <= to),
        ({ answer }) => answer.cause === cause,
      ),
    ]),
  );
}

/** The same figures by any property of a row. */
export function scoreBy(
  answered: readonly Answered[],
  keyOf: (row: LogRow) => string,
): Map<string, Record<string, Share>> {
  const groups = new Map<string, Answered[]>();
  for (const item of answered) {
    const key = keyOf(item.row);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return new Map([...groups].map(([key, items]) => [key, scoreAnswers(items)]));
}
