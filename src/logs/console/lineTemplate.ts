import type { NumberPlace } from './lineNumbers.ts';

const SPACE = 0x20;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const SLASH = 0x2f;
/** Stands for a number whose value counts, and for one whose value does not: "4" of "4ms". */
const NUMBER = -1;
const OTHER_NUMBER = -2;
/** Integers below 10 to this power, and this power of ten itself, are exact as floating-point numbers, and so is their quotient rounded once. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * What lines have in common that differ only in their numbers: the text between them. Programs print the same line again and again, so that
 * most need no other reading than that of their numbers. Runs of the same sign count as one, since bars grow and columns are padded.
 */
export class LineTemplate {
  readonly #codes: number[] = [];
  readonly #indices: number[] = [];
  /** Of the line that was matched last. */
  readonly values: number[];

  /** @param values of the line, some of which are words: "nan" */
  constructor(line: string, places: readonly NumberPlace[], values: readonly number[]) {
    this.values = [...values];
    let at = 0;
    for (const { start, end, index } of places) {
      this.#addText(line.slice(at, start));
      this.#codes.push(NUMBER);
      this.#indices.push(index);
      at = end;
    }
    this.#addText(line.slice(at));
  }

  /** Whether a line is like this one; its numbers are then the values. */
  matches(line: string): boolean {
    const codes = this.#codes;
    let at = 0;
    let number = 0;
    for (const code of codes) {
      if (code >= 0) {
        if (line.charCodeAt(at) !== code) return false;
        at = endOfRun(line, at, code);
        continue;
      }
      const end = endOfNumber(line, at);
      if (end === -1) return false;
      if (code === NUMBER) this.values[this.#indices[number++]] = valueOf(line, at, end);
      at = end;
    }
    return at === line.length;
  }

  /** Digits in a word belong to its name; those that begin a quantity, "4ms", change from line to line. */
  #addText(text: string): void {
    let isInWord = false;
    for (let at = 0; at < text.length;) {
      const code = text.charCodeAt(at);
      const end: number = isInWord ? -1 : endOfNumber(text, at);
      this.#codes.push(end === -1 ? code : OTHER_NUMBER);
      at = end === -1 ? endOfRun(text, at, code) : end;
      isInWord = end === -1 && (isWord(code) || (isInWord && (code === POINT || code === MINUS || code === SLASH)));
    }
  }
}

/** The place behind a run of the same sign, or behind a letter or digit. A sign or a point in front of a number belongs to that. */
function endOfRun(text: string, from: number, code: number): number {
  let at = from + 1;
  if (isWord(code)) return at;
  while (text.charCodeAt(at) === code && (code === SPACE || !isDigit(text.charCodeAt(at + 1)))) at++;
  return at;
}

/** The place behind the number that begins here; -1 if none does. */
function endOfNumber(text: string, from: number): number {
  let at = from;
  let code = text.charCodeAt(at);
  if (code === PLUS || code === MINUS) code = text.charCodeAt(++at);
  if (code === POINT) code = text.charCodeAt(++at);
  if (!isDigit(code)) return -1;
  at = endOfDigits(text, at);
  while (text.charCodeAt(at) === COMMA && endOfDigits(text, at + 1) === at + 4 && !isWord(text.charCodeAt(at + 4)))
    at += 4;
  if (text.charCodeAt(at) === POINT && isDigit(text.charCodeAt(at + 1))) at = endOfDigits(text, at + 1);
  code = text.charCodeAt(at);
  if (code !== 0x65 && code !== 0x45) return at;
  const sign = text.charCodeAt(at + 1);
  const exponent = at + (sign === PLUS || sign === MINUS ? 2 : 1);
  return isDigit(text.charCodeAt(exponent)) ? endOfDigits(text, exponent) : at;
}

function endOfDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** The value of "0.25" without another string; of what is longer or has an exponent, with one. */
function valueOf(text: string, start: number, end: number): number {
  let mantissa = 0;
  let decimals = -1;
  const first = text.charCodeAt(start);
  for (let at = first === PLUS || first === MINUS ? start + 1 : start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      mantissa = mantissa * 10 + code - 0x30;
      if (decimals >= 0) decimals++;
    } else if (code === POINT && decimals < 0) decimals = 0;
    else return Number(text.slice(start, end).replaceAll(',', ''));
  }
  if (end - start > EXACT_DIGITS) return Number(text.slice(start, end));
  const value = decimals > 0 ? mantissa / POWERS_OF_TEN[decimals] : mantissa;
  return first === MINUS ? -value : value;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isWord(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
}
