/** Characters; a longer line is not a row of measurements. */
const MAX_LINE = 1_000_000;

const CARRIAGE_RETURN = '\r';

/** Splits a log into lines while it is read. UTF-8, or UTF-16 with a byte order mark, which PowerShell's `>` writes. */
export class LineSplitter {
  #decoder: InstanceType<typeof TextDecoder> | null = null;
  #rest = '';
  #isTooLong = false;
  #tooLong = 0;

  /** How many lines were left out because they are too long. */
  get tooLong(): number {
    return this.#tooLong;
  }

  /** The lines that are complete with these bytes; the last, unfinished one waits for more. */
  push(bytes: Uint8Array): string[] {
    this.#decoder ??= new TextDecoder(encodingOf(bytes));
    return this.#split(this.#decoder.decode(bytes, { stream: true }));
  }

  /** What follows the last line end; null if nothing does. */
  end(): string | null {
    const rest = this.#rest + (this.#decoder?.decode() ?? '');
    this.#rest = '';
    return rest === '' || this.#isTooLong ? null : rest;
  }

  #split(text: string): string[] {
    const lines = text.split('\n');
    lines[0] = this.#rest + lines[0];
    this.#rest = lines.pop()!;
    const complete = lines.filter((_, index) => index > 0 || !this.#isTooLong);
    if (lines.length > 0) this.#isTooLong = false;
    if (this.#rest.length > MAX_LINE) {
      if (!this.#isTooLong) this.#tooLong++;
      this.#isTooLong = true;
      this.#rest = '';
    }
    return complete.map((line) => (line.endsWith(CARRIAGE_RETURN) ? line.slice(0, -1) : line));
  }
}

/** The encoding of a text according to its byte order mark; UTF-8 without one. */
export function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
