/**
 * What a terminal would have got when a cell's output has changed: what was added, or, where the end was drawn anew, the lines from there
 * on. Jupyter replaces the last line of an output where a program writes a carriage return, and all of it where one clears it.
 */
export function printedChange(before: string, after: string): string {
  if (after.startsWith(before)) return after.slice(before.length);
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const lineStart = after.lastIndexOf('\n', same - 1) + 1;
  return `\r${after.slice(same === 0 ? 0 : lineStart)}`;
}
