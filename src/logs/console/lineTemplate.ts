import { DecimalReader } from '../decimal.ts';
import { codesOf } from './lineCodes.ts';
import type { PrintedLine } from './lineCodes.ts';
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

/**
 * What lines have in common that differ only in their numbers: the text between them. Programs print the same line again and again, so that
 * most need no other reading than that of their numbers. Runs of the same sign count as one, since bars grow and columns are padded.
 */
export class LineTemplate {
  readonly #codes: Int32Array;
  readonly #indices: readonly number[];
  readonly #decimal = new DecimalReader();
  /** Of the line that was matched last. */
  readonly values: number[];

  /**
   * @param places of the numbers that are read
   * @param values of the line, some of which are words: "nan"
   */
  constructor(line: string, places: readonly NumberPlace[], values: readonly number[]) {
    this.values = [...values];
    const codes: number[] = [];
    let at = 0;
    for (const { start, end } of places) {
      codes.push(...templateOf(line.slice(at, start)), NUMBER);
      at = end;
    }
    codes.push(...templateOf(line.slice(at)));
    this.#codes = Int32Array.from(codes);
    this.#indices = places.map(({ index }) => index);
  }

  /** Whether a line is like this one; its numbers are then the values. */
  matches({ codes: line, from, to }: PrintedLine): boolean {
    const codes = this.#codes;
    let at = from;
    let number = 0;
    for (let index = 0; index < codes.length; index++) {
      const code = codes[index];
      if (code >= 0) {
        if (line[at] !== code || at >= to) return false;
        at = endOfRun(line, at, code);
        continue;
      }
      const end = code === NUMBER ? this.#readNumber(line, at, to, this.#indices[number++]) : endOfNumber(line, at);
      if (end === -1) return false;
      at = end;
    }
    return at === to;
  }

  /** @returns the place behind the number; -1 if none begins here */
  #readNumber(line: Uint16Array, at: number, to: number, index: number): number {
    const value = this.#decimal.read(line, at, to);
    const { end } = this.#decimal;
    if (Number.isNaN(value) || line[end] === COMMA) return this.#readText(line, at, index);
    this.values[index] = value;
    return end;
  }

  /** A number of too many digits, or with commas between thousands. */
  #readText(line: Uint16Array, at: number, index: number): number {
    const end = endOfNumber(line, at);
    if (end !== -1) this.values[index] = Number(textOf(line, at, end).replaceAll(',', ''));
    return end;
  }
}

/** Digits in a word belong to its name; those that begin a quantity, "4ms", change from line to line. */
function templateOf(text: string): number[] {
  const line = codesOf(text);
  const codes: number[] = [];
  let isInWord = false;
  for (let at = 0; at < text.length;) {
    const code = line[at];
    const end: number = isInWord ? -1 : endOfNumber(line, at);
    codes.push(end === -1 ? code : OTHER_NUMBER);
    at = end === -1 ? endOfRun(line, at, code) : end;
    isInWord = end === -1 && (isWord(code) || (isInWord && (code === POINT || code === MINUS || code === SLASH)));
  }
  return codes;
}

/** The place behind a run of the same sign, or behind a letter or digit. A sign or a point in front of a number belongs to that. */
function endOfRun(text: Uint16Array, from: number, code: number): number {
  let at = from + 1;
  if (isWord(code)) return at;
  while (text[at] === code && (code === SPACE || !isDigit(text[at + 1]))) at++;
  return at;
}

/** The place behind the number that begins here; -1 if none does. */
function endOfNumber(text: Uint16Array, from: number): number {
  let at = from;
  let code = text[at];
  if (code === PLUS || code === MINUS) code = text[++at];
  if (code === POINT) code = text[++at];
  if (!isDigit(code)) return -1;
  at = endOfDigits(text, at);
  while (text[at] === COMMA && endOfDigits(text, at + 1) === at + 4 && !isWord(text[at + 4])) at += 4;
  if (text[at] === POINT && isDigit(text[at + 1])) at = endOfDigits(text, at + 1);
  code = text[at];
  if (code !== 0x65 && code !== 0x45) return at;
  const sign = text[at + 1];
  const exponent = at + (sign === PLUS || sign === MINUS ? 2 : 1);
  return isDigit(text[exponent]) ? endOfDigits(text, exponent) : at;
}

function endOfDigits(text: Uint16Array, from: number): number {
  let at = from;
  while (isDigit(text[at])) at++;
  return at;
}

function textOf(codes: Uint16Array, start: number, end: number): string {
  return String.fromCharCode(...codes.subarray(start, end));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isWord(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
}
