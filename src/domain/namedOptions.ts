import * as l10n from '@vscode/l10n';
/** A choice by name with options of its own, as it is typed: "cosine,warmup=100". */
export interface NamedOptions {
  readonly name: string;
  /** The values as they are written, by key, in the order given. */
  readonly options: ReadonlyMap<string, string>;
}

/** Which numbers an option allows; a missing bound is none. */
export interface NumberRange {
  /** The smallest allowed value. */
  readonly min?: number;
  /** The largest allowed value. */
  readonly max?: number;
  /** All allowed values are larger. */
  readonly above?: number;
  /** All allowed values are smaller. */
  readonly below?: number;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads "name,key=value,…"; spaces around the parts do not count.
 * @throws RangeError with a sentence if there is no name, a part is not key=value, or a key is there twice
 */
export function parseNamedOptions(text: string): NamedOptions {
  const [name, ...parts] = text.split(',').map((part) => part.trim());
  if (name === '' || name.includes('='))
    throw new RangeError(l10n.t('"{0}" must begin with a name, followed by options such as name,key=value.', text));
  const options = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const key = part.slice(0, Math.max(0, equals)).trim();
    const value = part.slice(equals + 1).trim();
    if (key === '' || value === '')
      throw new RangeError(
        l10n.t(
          '"{0}" after {1} is not an option; options are written key=value, with commas between them.',
          part,
          name,
        ),
      );
    if (options.has(key))
      throw new RangeError(l10n.t('The option {0} of {1} is given twice; give it once.', key, name));
    options.set(key, value);
  }
  return { name, options };
}

/** @throws RangeError that names the first option which is not among those allowed, and lists these */
export function requireKnownOptions({ name, options }: NamedOptions, allowed: readonly string[]): void {
  const unknown = [...options.keys()].find((key) => !allowed.includes(key));
  if (unknown === undefined) return;
  const instead =
    allowed.length === 0
      ? 'it has none'
      : allowed.length === 1
        ? `it has ${allowed[0]} alone`
        : `it has ${allowed.slice(0, -1).join(', ')} and ${allowed.at(-1)}`;
  throw new RangeError(l10n.t('{0} has no option {1}; {2}.', name, unknown, instead));
}

/**
 * The number given for an option; undefined where it is not given.
 * @throws RangeError unless the text is a number in the range
 */
export function numberOption(named: NamedOptions, key: string, range: NumberRange = {}): number | undefined {
  return readOption(named, key, range, 'a number', (text) => (NUMBER.test(text) ? Number(text) : NaN));
}

/**
 * The whole number given for an option; undefined where it is not given.
 * @throws RangeError unless the text is a whole number in the range
 */
export function wholeNumberOption(named: NamedOptions, key: string, range: NumberRange = {}): number | undefined {
  return readOption(named, key, range, 'a whole number', (text) => (/^[+-]?\d+$/.test(text) ? Number(text) : NaN));
}

/**
 * What was given for an option that is a word out of a few; undefined where it is not given.
 * @throws RangeError that lists the words for any other
 */
export function wordOption<W extends string>(
  { name, options }: NamedOptions,
  key: string,
  words: readonly W[],
): W | undefined {
  const text = options.get(key);
  const word = words.find((candidate) => candidate === text);
  if (text !== undefined && word === undefined)
    throw new RangeError(l10n.t('{0} of {1} must be {2}, not "{3}".', key, name, words.join(' or '), text));
  return word;
}

/** Words for a range, to follow "a number": "from 1 to 9", "of at least 0 and below 1"; empty for one without bounds. */
export function describeRange({ min, max, above, below }: NumberRange): string {
  if (min !== undefined && max !== undefined) return `from ${min} to ${max}`;
  const lower = min !== undefined ? [`of at least ${min}`] : above !== undefined ? [`above ${above}`] : [];
  const upper =
    max !== undefined
      ? [`${lower.length === 0 ? 'of ' : ''}at most ${max}`]
      : below !== undefined
        ? [`below ${below}`]
        : [];
  return [...lower, ...upper].join(' and ');
}

/** Whether a number lies in a range; NaN lies in none. */
export function isInRange(
  value: number,
  { min = -Infinity, max = Infinity, above = -Infinity, below = Infinity }: NumberRange,
): boolean {
  return Number.isFinite(value) && value >= min && value <= max && value > above && value < below;
}

function readOption(
  { name, options }: NamedOptions,
  key: string,
  range: NumberRange,
  what: string,
  read: (text: string) => number,
): number | undefined {
  const text = options.get(key);
  if (text === undefined) return undefined;
  const value = read(text);
  if (isInRange(value, range)) return value;
  throw new RangeError(`${key} of ${name} must be ${`${what} ${describeRange(range)}`.trim()}, not "${text}".`);
}
