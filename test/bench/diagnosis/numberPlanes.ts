/** Shorter arrays stay as they are. */
const SHORTEST = 16;
/** How much of a new number goes into the next prediction: losses wander around a level. */
const NEWEST = 0.3;
/** Says that a number is among the others. */
const OTHER = 0xffff;
const OTHERS: keyof Planed = 'others';

/** What is left of an array of numbers: its difference from a running mean is in the planes, in units of its last decimal place. */
interface Planed {
  readonly decimals: number;
  readonly count: number;
  /** What has too many digits, and the strings that stand for numbers that aren't finite. */
  readonly others: readonly (number | string)[];
}

/**
 * JSON with the numbers of its long arrays apart, one plane with the high byte of each and one with the low byte, which Brotli packs a
 * fifth smaller than their digits: JSON without them, a line feed, the planes.
 */
export function splitNumbers(value: unknown): Buffer {
  const high: number[] = [];
  const low: number[] = [];
  const json = JSON.stringify(value, (key, part: unknown) => {
    if (key === OTHERS || !isLongArray(part)) return part;
    const decimals = part.reduce<number>((most, each) => Math.max(most, decimalsOf(each)), 0);
    const others: (number | string)[] = [];
    const mean = new RunningMean();
    for (const each of part) {
      const units = typeof each === 'number' ? Math.round(each * 10 ** decimals) : NaN;
      const difference = units - mean.rounded;
      const code = difference < 0 ? -2 * difference - 1 : 2 * difference;
      const fits = code < OTHER && units / 10 ** decimals === each;
      if (fits) mean.add(units);
      else others.push(each);
      high.push((fits ? code : OTHER) >> 8);
      low.push((fits ? code : OTHER) & 0xff);
    }
    return { decimals, count: part.length, others } satisfies Planed;
  });
  return Buffer.concat([Buffer.from(`${json}\n`), Buffer.from(high), Buffer.from(low)]);
}

/** The value that splitNumbers was given. */
export function joinNumbers(bytes: Buffer): unknown {
  const end = bytes.indexOf('\n');
  const total = (bytes.length - end - 1) / 2;
  let at = end + 1;
  return JSON.parse(bytes.toString('utf8', 0, end), (_, part: unknown) => {
    if (!isPlaned(part)) return part;
    const others = part.others.values();
    const mean = new RunningMean();
    return Array.from({ length: part.count }, () => {
      const code = (bytes[at] << 8) | bytes[at + total];
      at++;
      if (code === OTHER) return others.next().value;
      const units = mean.rounded + (code % 2 === 1 ? -(code + 1) / 2 : code / 2);
      mean.add(units);
      return units / 10 ** part.decimals;
    });
  });
}

/** What the next number of an array is expected to be. */
class RunningMean {
  #mean: number | null = null;

  get rounded(): number {
    return Math.round(this.#mean ?? 0);
  }

  add(value: number): void {
    this.#mean = this.#mean === null ? value : this.#mean + (value - this.#mean) * NEWEST;
  }
}

function isLongArray(value: unknown): value is (number | string)[] {
  return Array.isArray(value) && value.length >= SHORTEST && value.every((each) => typeof each !== 'object');
}

function isPlaned(value: unknown): value is Planed {
  return typeof value === 'object' && value !== null && 'decimals' in value;
}

/** Decimal places of a number; none for those that are too large for them to matter. */
function decimalsOf(value: number | string): number {
  if (typeof value === 'string' || Math.abs(value) >= 1e6) return 0;
  const [digits, exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}
