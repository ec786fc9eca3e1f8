import { codesOf } from './lineCodes.ts';
import type { PrintedLine } from './lineCodes.ts';

/** Characters; what is longer is no line of measurements. */
const MAX_LINE = 20_000;

/** Control sequences of a terminal: CSI with parameters, OSC up to its end, and other escapes of two characters. */
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[^[\]])/g; // eslint-disable-line no-control-regex
/** The beginning of a control sequence whose end has not arrived. */
const OPEN_ESCAPE = /\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]{0,1000}\x1b?)?$/; // eslint-disable-line no-control-regex
/** Where the cursor goes to another line: progress bars below each other. */
const MOVES = /\x1b\[\d*[ABEF]/g; // eslint-disable-line no-control-regex

/** What ends a line, or takes the cursor back to draw it again: Keras writes backspaces. */
const [LINE_FEED, RETURN, BACKSPACE] = [0x0a, 0x0d, 0x08];
const SPACE = 0x20;
const DELETE = 0x7f;

/**
 * Turns what a program prints into the lines that a reader would see one after the other: without control sequences, and with a line for
 * each state of a progress bar that is drawn in place.
 */
export class TerminalLines {
  #rest = '';

  /** Whether there is the beginning of a line that nothing has ended yet. */
  get isOpen(): boolean {
    return this.#rest !== '';
  }

  /** Gives each line that is complete with this text to a function. The text may be cut anywhere. */
  push(text: string, onLine: (line: PrintedLine) => void): void {
    let whole = this.#rest + text;
    const hasEscapes = whole.includes('\x1b');
    const open = hasEscapes ? (OPEN_ESCAPE.exec(whole)?.[0] ?? '') : '';
    whole = whole.slice(0, whole.length - open.length);
    if (hasEscapes) whole = whole.replace(MOVES, '\n').replace(ESCAPES, '');
    const codes = codesOf(whole);
    // Most lines are drawn once: then their ends are found without a look at each character.
    const isRedrawn = whole.includes('\r') || whole.includes('\b');
    let from = 0;
    for (let at = endOfLine(whole, codes, 0, isRedrawn); at !== -1; at = endOfLine(whole, codes, from, isRedrawn)) {
      giveVisible({ text: whole, codes, from, to: at }, onLine);
      from = at + 1;
    }
    this.#rest = whole.slice(from) + open;
    if (this.#rest.length > MAX_LINE) this.#rest = '';
  }

  /** Gives the last line, although nothing has ended it. */
  end(onLine: (line: PrintedLine) => void): void {
    const text = this.#rest.replace(ESCAPES, '');
    this.#rest = '';
    giveVisible({ text, codes: codesOf(text), from: 0, to: text.length }, onLine);
  }
}

/** The place of what ends the line that begins at `from`; -1 if nothing does. */
function endOfLine(text: string, codes: Uint16Array, from: number, isRedrawn: boolean): number {
  if (!isRedrawn) return text.indexOf('\n', from);
  for (let at = from; at < text.length; at++) {
    const code = codes[at];
    if (code <= RETURN && (code === LINE_FEED || code === RETURN || code === BACKSPACE)) return at;
  }
  return -1;
}

function giveVisible(line: PrintedLine, onLine: (line: PrintedLine) => void): void {
  const { text, codes, from, to } = line;
  if (from === to || to - from > MAX_LINE) return;
  const isInk = codes[from] > SPACE && codes[from] < DELETE;
  if (isInk || text.slice(from, to).trim() !== '') onLine(line);
}
