import { encodingOf } from './lineSplitter.ts';

/** Bytes; a longer line is not a row of measurements. */
const MAX_LINE = 1_000_000;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Splits a log into lines without decoding them: what is UTF-16 becomes UTF-8, without a byte order mark. Lines end with a line feed, or with
 * carriage returns alone, as old spreadsheets write them, if the log begins without a line feed.
 */
export class ByteLines {
  #decoder: InstanceType<typeof TextDecoder> | null = null;
  #hasBegun = false;
  /** Null until a line has ended. */
  #lineEnd: number | null = null;
  #rest: Uint8Array = new Uint8Array(0);
  #isTooLong = false;
  #tooLong = 0;

  /** How many lines were left out because they are too long. */
  get tooLong(): number {
    return this.#tooLong;
  }

  /**
   * Gives each line that is complete with these bytes, without its end, to a function: those from `from` to before `to`. They are valid
   * until it returns.
   */
  push(bytes: Uint8Array, onLine: (bytes: Uint8Array, from: number, to: number) => void): void {
    const added = this.#hasBegun ? this.#toUtf8(bytes) : this.#begin(bytes);
    if (added === null) return;
    const all = this.#rest.length === 0 ? added : Buffer.concat([this.#rest, added]);
    // What was left over has no line end.
    const searched = this.#lineEnd === null ? 0 : this.#rest.length;
    const lineEnd = (this.#lineEnd ??= lineEndOf(all)) ?? LINE_FEED;
    let from = 0;
    for (let end = all.indexOf(lineEnd, searched); end !== -1; end = all.indexOf(lineEnd, from)) {
      if (this.#isTooLong) this.#isTooLong = false;
      else onLine(all, from, end > from && all[end - 1] === CARRIAGE_RETURN ? end - 1 : end);
      from = end + 1;
    }
    this.#rest = all.slice(from);
    if (this.#rest.length <= MAX_LINE) return;
    if (!this.#isTooLong) this.#tooLong++;
    this.#isTooLong = true;
    this.#rest = new Uint8Array(0);
  }

  /** What follows the last line end; null if nothing does. */
  end(): Uint8Array | null {
    const rest = this.#rest;
    this.#rest = new Uint8Array(0);
    return rest.length === 0 || this.#isTooLong ? null : rest;
  }

  /** @returns what follows the byte order mark; null while there may be more of it to come */
  #begin(bytes: Uint8Array): Uint8Array | null {
    const first = Buffer.concat([this.#rest, bytes]);
    this.#rest = first.length < BYTE_ORDER_MARK.length ? first : new Uint8Array(0);
    if (this.#rest.length > 0) return null;
    this.#hasBegun = true;
    const encoding = encodingOf(first);
    if (encoding !== 'utf-8') this.#decoder = new TextDecoder(encoding);
    const isMarked = BYTE_ORDER_MARK.every((byte, index) => first[index] === byte);
    return this.#toUtf8(isMarked ? first.subarray(BYTE_ORDER_MARK.length) : first);
  }

  #toUtf8(bytes: Uint8Array): Uint8Array {
    return this.#decoder ? Buffer.from(this.#decoder.decode(bytes, { stream: true })) : bytes;
  }
}

/** What ends lines; null while none has ended. A carriage return that is the last byte may be followed by a line feed. */
function lineEndOf(bytes: Uint8Array): number | null {
  // A carriage return before it stands in a quoted cell.
  if (bytes.includes(LINE_FEED)) return LINE_FEED;
  const carriageReturn = bytes.indexOf(CARRIAGE_RETURN);
  const next = carriageReturn === -1 ? undefined : bytes[carriageReturn + 1];
  return next === undefined || next === CARRIAGE_RETURN ? null : CARRIAGE_RETURN;
}
