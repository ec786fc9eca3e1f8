import type { ConsoleLine } from './consoleLine.ts';
import type { PrintedLine } from './lineCodes.ts';
import type { LineNumbers } from './lineNumbers.ts';
import { LineTemplate } from './lineTemplate.ts';

/** Lines that are remembered; the oldest is forgotten first. */
const MAX_LINES = 24;
/** Characters; a longer line is not read to its end. */
const MAX_LENGTH = 4000;

interface KnownLine {
  readonly template: LineTemplate;
  readonly meaning: ConsoleLine;
  /** The line that came after it last. */
  next: KnownLine | null;
}

/** Remembers the lines that a program prints again and again, so that only their numbers need to be read. */
export class LineMemory {
  #lines: KnownLine[] = [];
  #last: KnownLine | null = null;

  /** What a line means, and the template with its values, which the next call changes; null if none like it is known. */
  find(line: PrintedLine): { readonly meaning: ConsoleLine; readonly template: LineTemplate } | null {
    const expected = this.#last?.next;
    const found = expected?.template.matches(line)
      ? expected
      : this.#lines.find(({ template }) => template.matches(line));
    if (!found) return null;
    this.#follow(found);
    return found;
  }

  add(line: string, { places, values }: LineNumbers, meaning: ConsoleLine): void {
    if (line.length > MAX_LENGTH) return;
    const used = usedIn(meaning);
    const read = places.filter(({ index }) => used.has(index));
    const known = { template: new LineTemplate(line, read, values), meaning, next: null };
    this.#lines = [known, ...this.#lines.slice(0, MAX_LINES - 1)];
    this.#follow(known);
  }

  /** Forgets all lines: they may mean something else from here on. */
  clear(): void {
    this.#lines = [];
    this.#last = null;
  }

  #follow(known: KnownLine): void {
    if (this.#last) this.#last.next = known;
    this.#last = known;
  }
}

/** The indices of the numbers that a line's meaning is made of: lines have many others. */
function usedIn({ cells, fractions, place }: ConsoleLine): ReadonlySet<number | null | undefined> {
  return new Set([...cells.flatMap(({ index, total }) => [index, total]), ...fractions.flat(), place.length]);
}
