/** Digits of a whole number that a double always holds exactly; the powers of ten that it does. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Digits beyond the exact ones that are read. */
const MORE_DIGITS = 4;
/** Digits of a whole number of 32 bits, with which processors reckon fastest. */
const FIRST_DIGITS = 9;

/** 2^27 + 1, which divides the 53 bits of a double into halves whose products are exact (Dekker 1971). */
const SPLITTER = 134_217_729;
/** Far above the relative error of a correction, about 2^-51, and far below what changes a rounding in most cases. */
const DOUBT = 2 ** -40;

const ZERO = 0x30;
const POINT = 0x2e;
const MINUS = 0x2d;
const PLUS = 0x2b;
const SMALL_E = 0x65;
/** The bit that tells small letters from capital ones. */
const SMALL = 0x20;

/** Reads decimal numbers such as "0.25" or "-1.5e-3" from bytes or codes of characters, without making texts of them: the doubles that Number gives. */
export class DecimalReader {
  #end = 0;

  /** The place behind the number that was read last; where it should have begun if none did. A point without digits behind it is none of its own. */
  get end(): number {
    return this.#end;
  }

  /**
   * Reads the number that begins at `from`, before `to`.
   * @returns NaN where none does, and for one of so many digits or such a size that it needs Number
   */
  read(bytes: Uint8Array | Uint16Array, from: number, to: number): number {
    let at = from;
    const isNegative = bytes[at] === MINUS;
    if (isNegative || bytes[at] === PLUS) at++;
    let head = 0;
    let middle = 0;
    let more = 0;
    let digits = 0;
    let significant = 0;
    let point = -1;
    for (; at < to; at++) {
      const digit = bytes[at] - ZERO;
      if (digit >= 0 && digit <= 9) {
        digits++;
        if (significant < FIRST_DIGITS) {
          head = (10 * head + digit) | 0;
          if (head > 0) significant++;
        } else if (significant++ < EXACT_DIGITS) middle = (10 * middle + digit) | 0;
        else more = (10 * more + digit) | 0;
      } else if (digit === POINT - ZERO && point === -1) point = digits;
      else break;
    }
    this.#end = digits === 0 ? from : point === digits ? at - 1 : at;
    const extra = significant - EXACT_DIGITS;
    const first =
      significant <= FIRST_DIGITS ? head : head * POWERS[Math.min(significant, EXACT_DIGITS) - FIRST_DIGITS] + middle;
    const exponent = (point === -1 ? 0 : point - digits) + this.#readExponent(bytes, to);
    if (digits === 0 || extra > MORE_DIGITS || !(Math.abs(exponent) < POWERS.length)) return NaN;
    const value = extra > 0 ? quotient(first, more, extra, exponent) : scaled(first, exponent);
    return isNegative ? -value : value;
  }

  /** What follows a number's digits, from its "e"; 0 if nothing does. */
  #readExponent(bytes: Uint8Array | Uint16Array, to: number): number {
    let at = this.#end;
    if (at >= to || (bytes[at] | SMALL) !== SMALL_E) return 0;
    at++;
    const isNegative = bytes[at] === MINUS;
    if (isNegative || bytes[at] === PLUS) at++;
    let exponent = 0;
    for (; at < to; at++) {
      const digit = bytes[at] - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      exponent = 10 * exponent + digit;
      this.#end = at + 1;
    }
    return isNegative ? -exponent : exponent;
  }
}

/** Both numbers are exact, so that the result is rounded once, as it should be (Clinger 1990). */
function scaled(digits: number, exponent: number): number {
  return exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
}

/**
 * `first` with `extra` further digits, times a negative power of ten: the quotient of doubles, corrected by its exact remainder.
 * @returns NaN where the correction's error might change the rounding
 */
function quotient(first: number, more: number, extra: number, exponent: number): number {
  if (exponent >= 0) return NaN;
  const high = first * POWERS[extra];
  const low = productError(first, POWERS[extra], high);
  const sum = high + more;
  const rest = high - sum + more + low;
  const divisor = POWERS[-exponent];
  const estimate = sum / divisor;
  const product = estimate * divisor;
  const correction = (sum - product - productError(estimate, divisor, product) + rest) / divisor;
  const value = estimate + correction;
  const doubt = correction * DOUBT;
  return value === estimate + (correction - doubt) && value === estimate + (correction + doubt) ? value : NaN;
}

/** By how much a product of two numbers exceeds its rounded value. */
function productError(a: number, b: number, rounded: number): number {
  const aHigh = SPLITTER * a - (SPLITTER * a - a);
  const bHigh = SPLITTER * b - (SPLITTER * b - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (rounded - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
