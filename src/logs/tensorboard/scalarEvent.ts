/** Keys of fields: their number times 8, and how their value is written. */
const KEY = { wallTime: 0x09, step: 0x10, summary: 0x2a, value: 0x0a, tag: 0x0a, simpleValue: 0x15 } as const;
/** The highest byte of a number that goes on. */
const MORE = 0x80;
/** Bits of a number that are read here. */
const MAX_SHIFT = 28;
/** Tags whose bytes are remembered: most files have a few, again and again in the same order. */
const MAX_TAGS = 64;

interface KnownTag {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/**
 * Reads, where they are, the events that most files consist of: a single number under a tag of ASCII, as PyTorch's SummaryWriter writes
 * it. There are millions of them. Everything else is left to readEvent, which knows all of the format.
 */
export class ScalarEvent {
  /** Seconds since 1970. */
  wallTime = 0;
  step = 0;
  tag = '';
  value = 0;
  readonly #tags: KnownTag[] = [];
  /** Which tag is expected. */
  #next = 0;
  /** The place behind the number that was read last. */
  #end = 0;

  /**
   * Reads the event from `from` to before `to`.
   * @returns whether it is one of these
   */
  read(bytes: Uint8Array, view: DataView, from: number, to: number): boolean {
    this.wallTime = 0;
    this.step = 0;
    let hasScalar = false;
    for (let at = from; at < to;) {
      const key = bytes[at++];
      if (key === KEY.wallTime && at + 8 <= to) {
        this.wallTime = view.getFloat64(at, true);
        at += 8;
      } else if (key === KEY.step) {
        this.step = this.#readNumber(bytes, at, to);
        if (this.step === -1) return false;
        at = this.#end;
      } else if (key === KEY.summary && !hasScalar) {
        const length = this.#readNumber(bytes, at, to);
        const end = this.#end + length;
        if (length === -1 || end > to || !this.#readSummary(bytes, view, this.#end, end)) return false;
        hasScalar = true;
        at = end;
      } else return false;
    }
    return hasScalar;
  }

  /** A summary of one value. */
  #readSummary(bytes: Uint8Array, view: DataView, from: number, to: number): boolean {
    if (bytes[from] !== KEY.value) return false;
    const length = this.#readNumber(bytes, from + 1, to);
    if (length === -1 || this.#end + length !== to) return false;
    let [hasTag, hasValue] = [false, false];
    for (let at = this.#end; at < to;) {
      const key = bytes[at++];
      if (key === KEY.tag && !hasTag) {
        const tagLength = this.#readNumber(bytes, at, to);
        const end = this.#end + tagLength;
        if (tagLength === -1 || end > to || !this.#readTag(bytes, this.#end, end)) return false;
        hasTag = true;
        at = end;
      } else if (key === KEY.simpleValue && at + 4 <= to) {
        this.value = view.getFloat32(at, true);
        hasValue = true;
        at += 4;
      } else return false;
    }
    return hasTag && hasValue;
  }

  #readTag(bytes: Uint8Array, from: number, to: number): boolean {
    const tags = this.#tags;
    for (let count = 0; count < tags.length; count++) {
      if (this.#next >= tags.length) this.#next = 0;
      const tag = tags[this.#next++];
      if (!isSame(tag.bytes, bytes, from, to)) continue;
      this.tag = tag.text;
      return true;
    }
    const own = bytes.slice(from, to);
    if (own.some((byte) => byte >= MORE)) return false;
    this.tag = Buffer.from(own).toString('latin1');
    if (tags.length < MAX_TAGS) tags.push({ bytes: own, text: this.tag });
    return true;
  }

  /** @returns -1 for what is none below 2^28, or not a complete one */
  #readNumber(bytes: Uint8Array, from: number, to: number): number {
    let value = 0;
    for (let at = from, shift = 0; at < to && shift < MAX_SHIFT; at++, shift += 7) {
      const byte = bytes[at];
      value |= (byte & (MORE - 1)) << shift;
      if (byte >= MORE) continue;
      this.#end = at + 1;
      return value;
    }
    return -1;
  }
}

function isSame(tag: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (tag.length !== to - from) return false;
  for (let index = 0; index < tag.length; index++) if (tag[index] !== bytes[from + index]) return false;
  return true;
}
