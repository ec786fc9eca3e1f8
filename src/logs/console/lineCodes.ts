/** The characters of a text as numbers, which can be looked at several times as fast; a 0 stands behind them. */
export function codesOf(text: string): Uint16Array {
  const codes = new Uint16Array(text.length + 1);
  Buffer.from(codes.buffer).write(text, 'utf16le');
  return codes;
}

/** A line in a longer text, made a string of its own only where it must be. */
export interface PrintedLine {
  readonly text: string;
  /** Of the text. What stands behind the line is its end, or 0. */
  readonly codes: Uint16Array;
  readonly from: number;
  readonly to: number;
}
