import type { CallSite } from '../program/namedValue.ts';
import type { TextChange } from './codeFix.ts';
import type { ReadProgram } from '../readProgram.ts';

/** Inserts a keyword argument behind the last one of a call, on a line of its own if that one has one; null if the call can't be changed. */
export function addArgument({ source }: ReadProgram, { call, unit }: CallSite, argument: string): TextChange | null {
  const last = call.args.at(-1);
  const close = call.end - 1;
  const end = last?.value.end ?? close;
  const tail = source.textOf(unit, { start: end, end: call.end });
  // Parentheses around the last value, or a generator, end behind it.
  if (last?.spread || !/^\s*,?\s*(#[^\n]*\s*)*\)$/.test(tail)) return null;
  const at = (offset: number) => source.rangeOf(unit, { start: offset, end: offset });
  if (!last) return { range: at(end), text: argument };
  const head = source.textOf(unit, { start: call.callee.end, end: last.keyword?.start ?? last.value.start });
  const lineBreak = /(\r?\n[ \t]*)$/.exec(head)?.[1];
  // A comment stays with the argument that it is about.
  const commented = /^[ \t]*,[ \t]*#[^\r\n]*/.exec(tail);
  return lineBreak && commented
    ? { range: at(end + commented[0].length), text: `${lineBreak}${argument},` }
    : { range: at(end), text: `,${lineBreak ?? ' '}${argument}` };
}
