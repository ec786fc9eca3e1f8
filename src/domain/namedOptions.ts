import * as l10n from '@vscode/l10n';
import { formatAll, formatChoice } from './format.ts';

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

const NUMBER = /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

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

/** Takes a list such as "adam,sgd,weight-decay=0.1,lion" apart: what has an equals sign is an option of the name before it. */
export function splitNamedOptions(text: string): string[] {
  return text.split(',').reduce<string[]>((all, part) => {
    if (!part.includes('=') || all.length === 0) return [...all, part.trim()];
    return [...all.slice(0, -1), `${all[all.length - 1]},${part.trim()}`];
  }, []);
}

/** @throws RangeError that names the first option which is not among those allowed, and lists these */
export function requireKnownOptions({ name, options }: NamedOptions, allowed: readonly string[]): void {
  const unknown = [...options.keys()].find((key) => !allowed.includes(key));
  if (unknown === undefined) return;
  throw new RangeError(unknownOptionMessage(name, unknown, allowed));
}

/**
 * The number given for an option; undefined where it is not given.
 * @throws RangeError unless the text is a number in the range
 */
export function numberOption(named: NamedOptions, key: string, range: NumberRange = {}): number | undefined {
  const value = readOption(named, key, range, (text) => (NUMBER.test(text) ? Number(text) : NaN));
  if (typeof value !== 'string') return value;
  const bounds = describeRange(range);
  throw new RangeError(
    bounds
      ? l10n.t('{0} of {1} must be a number {2}, not "{3}".', key, named.name, bounds, value)
      : l10n.t('{0} of {1} must be a number, not "{2}".', key, named.name, value),
  );
}

/**
 * The whole number given for an option; undefined where it is not given.
 * @throws RangeError unless the text is a whole number in the range
 */
export function wholeNumberOption(named: NamedOptions, key: string, range: NumberRange = {}): number | undefined {
  const value = readOption(named, key, range, (text) => (/^[+-]?\d+$/.test(text) ? Number(text) : NaN));
  if (typeof value !== 'string') return value;
  const bounds = describeRange(range);
  throw new RangeError(
    bounds
      ? l10n.t('{0} of {1} must be a whole number {2}, not "{3}".', key, named.name, bounds, value)
      : l10n.t('{0} of {1} must be a whole number, not "{2}".', key, named.name, value),
  );
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
    throw new RangeError(l10n.t('{0} of {1} must be {2}, not "{3}".', key, name, formatChoice(words), text));
  return word;
}

/** Words for a range, to follow "a number": "from 1 to 9", "of at least 0 and below 1"; empty for one without bounds. */
export function describeRange({ min, max, above, below }: NumberRange): string {
  if (min !== undefined) {
    if (max !== undefined) return l10n.t('from {0} to {1}', min, max);
    return below === undefined ? l10n.t('of at least {0}', min) : l10n.t('of at least {0} and below {1}', min, below);
  }
  if (above !== undefined) {
    if (max !== undefined) return l10n.t('above {0} and at most {1}', above, max);
    return below === undefined ? l10n.t('above {0}', above) : l10n.t('above {0} and below {1}', above, below);
  }
  if (max !== undefined) return l10n.t('of at most {0}', max);
  return below === undefined ? '' : l10n.t('below {0}', below);
}

/** Whether a number lies in a range; NaN lies in none. */
export function isInRange(
  value: number,
  { min = -Infinity, max = Infinity, above = -Infinity, below = Infinity }: NumberRange,
): boolean {
  return Number.isFinite(value) && value >= min && value <= max && value > above && value < below;
}

function unknownOptionMessage(name: string, unknown: string, allowed: readonly string[]): string {
  if (allowed.length === 0) return l10n.t("{0} has no options, so {1} can't be set.", name, unknown);
  return allowed.length === 1
    ? l10n.t('{0} has no option {1}. Its only option is {2}.', name, unknown, allowed[0])
    : l10n.t('{0} has no option {1}. Its options are {2}.', name, unknown, formatAll(allowed));
}

/** What was given for an option: a number in the range, else the text as it is; undefined where nothing was given. */
function readOption(
  { options }: NamedOptions,
  key: string,
  range: NumberRange,
  read: (text: string) => number,
): number | string | undefined {
  const text = options.get(key);
  if (text === undefined) return undefined;
  const value = read(text);
  return isInRange(value, range) ? value : text;
}
