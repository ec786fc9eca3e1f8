import type { Edit, Point } from '@vscode/tree-sitter-wasm';

/** The smallest single edit that turns one text into another; null if they are equal. Offsets and columns in UTF-16 units. */
export function editBetween(before: string, after: string): Edit | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  const start = longestRun(most, (from, to) => before.slice(from, to) === after.slice(from, to));
  const same = longestRun(
    most - start,
    (from, to) =>
      before.slice(before.length - to, before.length - from) === after.slice(after.length - to, after.length - from),
  );
  const [oldEnd, newEnd] = [before.length - same, after.length - same];
  return {
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, newEnd),
  };
}

/**
 * How many units are the same from the beginning. Whole stretches are compared at once, which is much quicker than unit by unit;
 * the one that differs is halved until the place is found.
 */
function longestRun(most: number, isSame: (from: number, to: number) => boolean): number {
  let found = 0;
  for (let length = most; length > 0; length = Math.min(length >> 1, most - found))
    while (found + length <= most && isSame(found, found + length)) found += length;
  return found;
}

function pointAt(text: string, offset: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', lineStart)) {
    row++;
    lineStart = end + 1;
  }
  return { row, column: offset - lineStart };
}
