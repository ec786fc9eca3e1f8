import type { FinderRefusal, FoundRate } from '../../../src/domain/finder/findRate.ts';
import { median } from '../../../src/domain/score.ts';
import type { Zone } from '../../../src/domain/zone.ts';
import { randomNumbers } from '../../support/engine.ts';
import type { ZoneEnds } from './zoneEnds.ts';

/** What a finder says of a case; null where it refuses. */
export interface Answer {
  readonly rate: number | null;
  readonly zone: Zone;
  readonly ends: ZoneEnds;
}

interface Given {
  readonly place: number;
  readonly isIn: boolean;
  readonly isStrictlyIn: boolean;
  /** From the middle of the zone, in decades. */
  readonly off: number;
}

/** Draws of the bootstrap over the cases. */
const DRAWS = 2000;

/** A finder's row: in the zone up to where the score crosses its limit, and strictly between the outermost rates that were tried in it. */
export function scoreLine(name: string, answers: readonly Answer[]): string {
  const given = answers.flatMap(givenOf);
  const cells = [
    name,
    `${percent(given.length / answers.length)} %`,
    `${percent(share(given))} % (${interval(given)})`,
    `${percent(given.filter(({ isStrictlyIn }) => isStrictlyIn).length / given.length)} %`,
    median(given.map(({ off }) => off)).toFixed(2),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** How good the answers are whose repeats differ as much. */
export function spreadLines(found: readonly (FoundRate | FinderRefusal)[], answers: readonly Answer[]): string[] {
  const confidences = [...new Set(found.flatMap((each) => (typeof each === 'string' ? [] : each.confidence)))].sort(
    (a, b) => b - a,
  );
  return confidences.map((confidence) => {
    const own = answers.filter((_, index) => {
      const each = found[index];
      return typeof each !== 'string' && each.confidence === confidence;
    });
    return `Confidence ${confidence}: ${percent(share(own.flatMap(givenOf)))} % of ${own.length} in the zone`;
  });
}

function givenOf({ rate, zone, ends }: Answer): Given[] {
  if (rate === null) return [];
  const place = Math.log10(rate);
  return [
    {
      place,
      isIn: place >= ends.low && place <= ends.high,
      isStrictlyIn: rate >= zone.low && rate <= zone.high,
      off: Math.abs(place - (ends.low + ends.high) / 2),
    },
  ];
}

function share(given: readonly Given[]): number {
  return given.filter(({ isIn }) => isIn).length / given.length;
}

/** 5th and 95th percentile of the share when the cases are drawn again with replacement. */
function interval(given: readonly Given[]): string {
  const random = randomNumbers(1);
  const draws = Array.from({ length: DRAWS }, () =>
    share(given.map(() => given[Math.floor(random() * given.length)])),
  ).sort((a, b) => a - b);
  const at = (part: number): string => percent(draws[Math.floor(part * (DRAWS - 1))]);
  return `${at(0.05)} to ${at(0.95)}`;
}

function percent(value: number): string {
  return (100 * value).toFixed(1);
}
