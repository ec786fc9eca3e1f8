import { calculate } from '../program/writtenNumber.ts';

/**
 * What a length counts. `batches`: those of one epoch, `steps`: those of the whole training; `number`: a number that doesn't tell.
 */
export type LengthUnit = 'number' | 'epochs' | 'batches' | 'steps';

/** A length of a schedule or training, as far as the file shows it. */
export interface Length {
  readonly unit: LengthUnit;
  /** Null if it isn't known. */
  readonly value: number | null;
  /** It is this multiple of the product of `symbols`. */
  readonly factor: number;
  /** The unknown quantities in it, sorted: `len(loader)`; null if it isn't a product. */
  readonly symbols: readonly string[] | null;
  /** Whether it depends on the default of an option or parameter, so that it may be another one. */
  readonly isDefault?: boolean;
  /** Whether it counts samples where batches are meant. */
  readonly countsSamples?: boolean;
}

/** A number that is written in the file. */
export function knownLength(value: number, unit: LengthUnit = 'number'): Length {
  return { unit, value, factor: value, symbols: [] };
}

/** A quantity that the file only names. */
export function namedLength(symbol: string, unit: LengthUnit): Length {
  return { unit, value: null, factor: 1, symbols: [symbol] };
}

/** How many times longer one length is than another; null if unknown. */
export function ratioOf(a: Length | null, b: Length | null): number | null {
  if (!a || !b) return null;
  if (a.value !== null && b.value !== null) return b.value === 0 ? null : a.value / b.value;
  if (!a.symbols || !b.symbols || String(a.symbols) !== String(b.symbols) || b.factor === 0) return null;
  return a.factor / b.factor;
}

/** Epochs times a number from this on may count the batches or samples of each. */
const MIN_PER_EPOCH = 20;

/** What a part of a length is called. */
const SHARE = /ratio|frac|share|percent|pct|portion|scale|factor|mult/i;

/** Whether a number is small enough for epochs times it to be epochs. If it is unknown, its name must say so: `size / batch_size` doesn't. */
function isShare({ value, symbols }: Length): boolean {
  return value === null ? (symbols?.every((symbol) => SHARE.test(symbol)) ?? false) : value < MIN_PER_EPOCH;
}

/** The result of an arithmetic operation; null if its unit makes no sense. */
export function combine(operator: string, a: Length, b: Length): Length | null {
  const isOfEpochs = operator === '*' && (a.unit === 'epochs' || b.unit === 'epochs');
  const isLarge = [a, b].some((one) => one.unit === 'number' && !isShare(one));
  const unit = isOfEpochs && isLarge ? 'number' : unitOf(operator, a.unit, b.unit);
  const value = a.value !== null && b.value !== null ? calculate(operator, a.value, b.value) : null;
  if (unit === null || (value !== null && !Number.isFinite(value))) return null;
  if (value !== null) return knownLength(value, unit);
  if (operator === '*' && a.symbols && b.symbols)
    return { unit, value, factor: a.factor * b.factor, symbols: [...a.symbols, ...b.symbols].sort() };
  // What is divided by a number may be counted in another way, as by the steps of gradient accumulation. Epochs can't be.
  if (operator.startsWith('/') && a.symbols && b.value !== null && a.unit === 'epochs')
    return { unit, value, factor: a.factor / b.value, symbols: a.symbols };
  return { unit, value, factor: 1, symbols: null };
}

function unitOf(operator: string, a: LengthUnit, b: LengthUnit): LengthUnit | null {
  if (operator === '+' || operator === '-' || operator === '%') return a === 'number' ? b : a;
  if (operator === '*') {
    if (a === 'number' || b === 'number') return a === 'number' ? b : a;
    return (a === 'epochs' && b === 'batches') || (a === 'batches' && b === 'epochs') ? 'steps' : null;
  }
  if (operator !== '/' && operator !== '//') return a === 'number' && b === 'number' ? 'number' : null;
  if (b === 'number') return a;
  if (a === b) return 'number';
  if (a === 'steps') return b === 'epochs' ? 'batches' : 'epochs';
  return null;
}
