import type { Place } from './rateSite.ts';

/** A text with the offsets at which its lines begin. */
export interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
}

export function linesOf(text: string): Lines {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return { text, starts };
}

/** Lines and columns from 1, in UTF-16 units. */
export function placeOf({ starts }: Lines, start: number, end: number): Place {
  const line = lineAt(starts, start);
  const endLine = lineAt(starts, end);
  return { line: line + 1, column: start - starts[line] + 1, endLine: endLine + 1, endColumn: end - starts[endLine] + 1 };
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  for (let high = starts.length; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle;
  }
  return low;
}
