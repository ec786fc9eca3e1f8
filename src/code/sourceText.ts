import type { SourceRange } from './rateSite.ts';
import type { Span } from './syntax/expression.ts';
import type { Unit } from './syntax/facts.ts';

/** The text of a source. Converts offsets to lines and columns. */
export class SourceText {
  /** By cell: the offset of each line. */
  readonly #lineStarts: readonly (readonly number[])[];

  /**
   * @param texts the text of each cell
   * @param isNotebook whether ranges say which cell they are in
   */
  constructor(
    private readonly texts: readonly string[],
    private readonly isNotebook: boolean,
  ) {
    this.#lineStarts = texts.map(findLineStarts);
  }

  /**
   * The range of a span in a unit. When you spread it into an object literal, put it last: before other properties it takes twenty times
   * as long.
   */
  rangeOf({ cell, offset }: Unit, { start, end }: Span): SourceRange {
    const starts = this.#lineStarts[cell];
    const line = lineAt(starts, offset + start);
    const endLine = lineAt(starts, offset + end);
    const range = {
      line: line + 1,
      column: offset + start - starts[line] + 1,
      endLine: endLine + 1,
      endColumn: offset + end - starts[endLine] + 1,
    };
    return this.isNotebook ? { ...range, cell } : range;
  }

  /** The text of a span in a unit. */
  textOf({ cell, offset }: Unit, { start, end }: Span): string {
    return this.texts[cell].slice(offset + start, offset + end);
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  if (text.includes('\r'))
    for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  // Much faster, and almost always sufficient.
  else for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  for (let high = starts.length; high - low > 1;) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle;
  }
  return low;
}
