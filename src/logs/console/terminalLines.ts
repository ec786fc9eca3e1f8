/** Characters; what is longer is no line of measurements. */
const MAX_LINE = 20_000;

/** Control sequences of a terminal: CSI with parameters, OSC up to its end, and other escapes of two characters. */
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[^[\]])/g; // eslint-disable-line no-control-regex
/** The beginning of a control sequence whose end has not arrived. */
const OPEN_ESCAPE = /\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]{0,1000}\x1b?)?$/; // eslint-disable-line no-control-regex
/** Where the cursor goes to another line: progress bars below each other. */
const MOVES = /\x1b\[\d*[ABEF]/g; // eslint-disable-line no-control-regex

/** What ends a line, or takes the cursor back to draw it again: Keras writes backspaces. */
const ENDS = /[\n\r\b]/;

/**
 * Turns what a program prints into the lines that a reader would see one after the other: without control sequences, and with a line for
 * each state of a progress bar that is drawn in place.
 */
export class TerminalLines {
  #rest = '';

  /** The lines that are complete with this text; it may be cut anywhere. */
  push(text: string): string[] {
    let whole = this.#rest + text;
    const open = OPEN_ESCAPE.exec(whole)?.[0] ?? '';
    whole = whole.slice(0, whole.length - open.length);
    if (whole.includes('\x1b')) whole = whole.replace(MOVES, '\n').replace(ESCAPES, '');
    const lines = whole.split(ENDS);
    this.#rest = lines.pop()! + open;
    if (this.#rest.length > MAX_LINE) this.#rest = '';
    return lines.filter(isVisible);
  }

  /** The last line, although nothing has ended it. */
  end(): string[] {
    const rest = this.#rest.replace(ESCAPES, '');
    this.#rest = '';
    return [rest].filter(isVisible);
  }
}

function isVisible(line: string): boolean {
  return line.length <= MAX_LINE && line.trim() !== '';
}
