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
  if (last?.spread || !/^,?\)$/.test(tail.replaceAll(/#[^\n]*|\s/g, ''))) return null;
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

/**
 * Removes a keyword argument of a call: with its line and the comment on it if it has one of its own, else with the comma before it; null for
 * the first one, and where a comment or parenthesis is in the way.
 */
export function removeArgument(
  { source, texts }: ReadProgram,
  { call, unit }: CallSite,
  index: number,
): TextChange | null {
  const { keyword, value } = call.args[index];
  const before = call.args.at(index - 1)?.value.end;
  if (index === 0 || !keyword || before === undefined) return null;
  const text = texts[unit.cell];
  const line = text.lastIndexOf('\n', unit.offset + keyword.start - 1) + 1;
  const isOnItsOwn = text.slice(line, unit.offset + keyword.start).trim() === '';
  const rest = /^[ \t]*(?:,[ \t]*)?(?:#[^\r\n]*)?\r?\n/.exec(text.slice(unit.offset + value.end));
  if (isOnItsOwn && rest)
    return {
      range: source.rangeOf(unit, { start: line - unit.offset, end: value.end + rest[0].length }),
      text: '',
    };
  const comma = source.textOf(unit, { start: before, end: keyword.start });
  const equals = source.textOf(unit, { start: keyword.end, end: value.start });
  if (!/^\s*,\s*$/.test(comma) || !/^\s*=\s*$/.test(equals)) return null;
  return { range: source.rangeOf(unit, { start: before, end: value.end }), text: '' };
}
