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
 * Removes keyword arguments of a call: with their lines and the comments on them if each has a line of its own, else each with the comma
 * before it; null if the first argument is one of them, and where a comment or parenthesis is in the way.
 */
export function removeArguments(
  read: ReadProgram,
  site: CallSite,
  indices: readonly number[],
): readonly TextChange[] | null {
  // A line and a comma before an argument may overlap, so it's the one or the other for all.
  return (
    allOf(indices.map((index) => lineOf(read, site, index))) ?? allOf(indices.map((index) => partOf(read, site, index)))
  );
}

/** Removes the line that an argument has to itself, with the comma behind it or as the last one; null if it has none. */
function lineOf({ source, texts }: ReadProgram, { call, unit }: CallSite, index: number): TextChange | null {
  const { keyword, value } = call.args[index];
  if (index === 0 || !keyword || !isPlain(source.textOf(unit, { start: keyword.end, end: value.start }), '='))
    return null;
  const text = texts[unit.cell];
  const line = text.lastIndexOf('\n', unit.offset + keyword.start - 1) + 1;
  const rest = /^[ \t]*(?:,[ \t]*)?(?:#[^\r\n]*)?\r?\n/.exec(text.slice(unit.offset + value.end));
  if (text.slice(line, unit.offset + keyword.start).trim() !== '' || !rest) return null;
  const end = value.end + rest[0].length;
  const tail = source.textOf(unit, { start: end, end: call.end });
  if (!rest[0].trim().startsWith(',') && !isPlain(tail.replaceAll(/#[^\n]*/g, ''), ')')) return null;
  return { range: source.rangeOf(unit, { start: line - unit.offset, end }), text: '' };
}

/** Removes an argument with the comma before it; null for the first one. */
function partOf({ source }: ReadProgram, { call, unit }: CallSite, index: number): TextChange | null {
  const { keyword, value } = call.args[index];
  const before = call.args.at(index - 1)?.value.end;
  if (index === 0 || !keyword || before === undefined) return null;
  const comma = source.textOf(unit, { start: before, end: keyword.start });
  const equals = source.textOf(unit, { start: keyword.end, end: value.start });
  if (!isPlain(comma, ',') || !isPlain(equals, '=')) return null;
  return { range: source.rangeOf(unit, { start: before, end: value.end }), text: '' };
}

/** Whether a text is a sign amid white space. */
function isPlain(text: string, sign: string): boolean {
  return text.trim() === sign;
}

function allOf(changes: readonly (TextChange | null)[]): readonly TextChange[] | null {
  const found = changes.filter((change) => change !== null);
  return found.length === changes.length ? found : null;
}
