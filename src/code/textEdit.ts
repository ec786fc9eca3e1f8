import type { Edit, Point } from '@vscode/tree-sitter-wasm';

/** The smallest single edit that turns one text into another; null if they are equal. Offsets and columns count UTF-16 code units. */
export function editBetween(before: string, after: string): Edit | null {
  if (before === after) return null;
  const max = Math.min(before.length, after.length);
  const start = commonLength(max, (from, to) => before.slice(from, to) === after.slice(from, to));
  const same = commonLength(
    max - start,
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
 * The length of the common beginning, at most `max`. Compares whole slices, which is much faster than single characters, and halves
 * the slice that differs until the first difference is found.
 */
function commonLength(max: number, isSame: (from: number, to: number) => boolean): number {
  let found = 0;
  for (let length = max; length > 0; length = Math.min(length >> 1, max - found))
    while (found + length <= max && isSame(found, found + length)) found += length;
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
