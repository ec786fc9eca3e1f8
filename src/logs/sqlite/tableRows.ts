import { DamagedDatabase, HEADER } from './databasePages.ts';
import type { DatabasePages } from './databasePages.ts';
import { readVarint } from './record.ts';
import { SpanCursor } from './spans.ts';
import type { Span } from './spans.ts';

/** Kinds of pages of a table. */
const KIND = { interior: 0x05, leaf: 0x0d } as const;
/** Bytes of the header of a page, before the places of its cells. */
const PAGE_HEADER = { [KIND.interior]: 12, [KIND.leaf]: 8 } as const;
/** Deepest tree; SQLite itself allows no deeper one. */
const MAX_DEPTH = 20;
/** Bytes; a longer row holds no numbers. */
const MAX_PAYLOAD = 16 * 1024 * 1024;

/** How many more pages can be visited. A database that uses a page twice is damaged, and may have a circle. */
interface Budget {
  left: number;
}

/** A row before its columns are read. */
export interface RawRow {
  readonly id: number;
  readonly payload: Uint8Array;
}

/** Reads the rows of tables (https://www.sqlite.org/fileformat.html, sections 1.6 and 2.3). */
export class TableRows {
  /** Bytes of a page that hold rows. */
  readonly #usable: number;

  /** @param reserved bytes at the end of each page that belong to others */
  constructor(
    private readonly pages: DatabasePages,
    reserved: number,
  ) {
    this.#usable = pages.pageSize - reserved;
  }

  /**
   * The rows in some spans of the table that begins on page `root`, by ascending id; those of a page at a time.
   * @throws DamagedDatabase
   */
  async *between(root: number, spans: readonly Span[]): AsyncGenerator<readonly RawRow[]> {
    yield* this.#walk(root, -Infinity, new SpanCursor(spans), 0, { left: this.pages.count });
  }

  /** @param after the rows of the page, and of those below it, are above this */
  async *#walk(
    number: number,
    after: number,
    spans: SpanCursor,
    depth: number,
    budget: Budget,
  ): AsyncGenerator<readonly RawRow[]> {
    if (depth > MAX_DEPTH) throw new DamagedDatabase();
    const page = await this.#visit(number, budget);
    const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    const start = number === 1 ? HEADER : 0;
    const kind = page[start];
    if (kind !== KIND.interior && kind !== KIND.leaf) throw new DamagedDatabase();
    const cells = start + PAGE_HEADER[kind];
    const count = view.getUint16(start + 3);
    if (cells + 2 * count > page.length) throw new DamagedDatabase();
    const places = Array.from({ length: count }, (_, index) => view.getUint16(cells + 2 * index));
    if (kind === KIND.leaf) {
      yield await this.#readLeaf(page, places, spans, budget);
      return;
    }
    let lower = after;
    for (const place of places) {
      if (place + 4 > page.length) throw new DamagedDatabase();
      const [lastId] = readVarint(page, place + 4);
      if (spans.reaches(lower, lastId)) yield* this.#walk(view.getUint32(place), lower, spans, depth + 1, budget);
      lower = lastId;
    }
    if (spans.reaches(lower, Infinity)) yield* this.#walk(view.getUint32(start + 8), lower, spans, depth + 1, budget);
  }

  async #visit(number: number, budget: Budget): Promise<Uint8Array> {
    if (budget.left-- === 0) throw new DamagedDatabase();
    return this.pages.page(number);
  }

  async #readLeaf(page: Uint8Array, places: readonly number[], spans: SpanCursor, budget: Budget): Promise<RawRow[]> {
    const rows: RawRow[] = [];
    let used = 0;
    for (const place of places) {
      const [length, afterLength] = readVarint(page, place);
      const [id, at] = readVarint(page, afterLength);
      const own = ownLength(length, this.#usable);
      used += own;
      if (used > page.length || at + own + (own < length ? 4 : 0) > page.length) throw new DamagedDatabase();
      if (!spans.has(id) || length > MAX_PAYLOAD) continue;
      const first = page.subarray(at, at + own);
      const rest = length - own;
      rows.push({ id, payload: rest === 0 ? first : await this.#chain(first, numberAt(page, at + own), rest, budget) });
    }
    return rows;
  }

  /** What does not fit into a page goes on in a chain of others. */
  async #chain(first: Uint8Array, start: number, length: number, budget: Budget): Promise<Uint8Array> {
    const parts = [first];
    for (let next = start, rest = length; rest > 0;) {
      const page = await this.#visit(next, budget);
      const part = page.subarray(4, Math.min(4 + rest, this.#usable));
      parts.push(part);
      rest -= part.length;
      next = numberAt(page, 0);
    }
    return Buffer.concat(parts);
  }
}

/** How much of a row of this length is on its own page. */
function ownLength(length: number, usable: number): number {
  const most = usable - 35;
  if (length <= most) return length;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  return fitting <= most ? fitting : least;
}

function numberAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
}
