import type { ReadProgram } from '../readProgram.ts';
import type { Span } from '../syntax/expression.ts';
import type { Block, Unit } from '../syntax/facts.ts';
import type { TextChange } from './codeFix.ts';

/** A part of a unit. */
export interface Part extends Span {
  readonly unit: Unit;
}

/** Lines before the statement that begins with a part; null if that shares its lines with other code. */
export function linesBefore(read: ReadProgram, part: Part, ...statements: readonly string[]): TextChange | null {
  const text = read.texts[part.unit.cell];
  const start = lineStartOf(text, part);
  const indent = text.slice(start, part.unit.offset + part.start);
  const isWithinExpression = /[([{,=\\]\s*$/.test(text.slice(0, start));
  if (indent.trim() !== '' || isWithinExpression || restOfLine(text, part) === null) return null;
  const lines = statements.map((statement) => `${indent}${statement}${lineEndOf(text)}`);
  return insertionAt(read, part.unit, start - part.unit.offset, lines.join(''));
}

/** Lines after the statement that ends with a part, indented like it; null if other code follows on its line. */
export function linesAfter(read: ReadProgram, part: Part, ...statements: readonly string[]): TextChange | null {
  const text = read.texts[part.unit.cell];
  const [indent] = /^[ \t]*/.exec(text.slice(lineStartOf(text, part)))!;
  return afterLine(read, part, statements.map((statement) => `${indent}${statement}`).join(lineEndOf(text)));
}

/** A line at the end of the body of a `for`; null if there is none for certain. */
export function lineAtEndOf(read: ReadProgram, unit: Unit, loop: Block, statement: string): TextChange | null {
  const { iterable, start, end } = loop;
  const text = read.source.textOf(unit, { start: iterable?.end ?? start, end });
  const indent = /^[ \t]*:[ \t]*(?:#[^\r\n]*)?\r?\n(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*([ \t]+)/.exec(text)?.[1];
  const outside = read.texts[unit.cell].slice(lineStartOf(read.texts[unit.cell], { unit, start, end }));
  // An `else` of the loop comes after all its iterations.
  const isFollowed = new RegExp(`^${/^[ \t]*/.exec(outside)![0]}else\\b`, 'm').test(text);
  return indent === undefined || isFollowed ? null : afterLine(read, { unit, start, end }, `${indent}${statement}`);
}

/** An insertion at an offset of a unit. */
export function insertionAt({ source }: ReadProgram, unit: Unit, offset: number, text: string): TextChange {
  return { range: source.rangeOf(unit, { start: offset, end: offset }), text };
}

function afterLine(read: ReadProgram, part: Part, line: string): TextChange | null {
  const text = read.texts[part.unit.cell];
  const rest = restOfLine(text, part);
  return rest === null ? null : insertionAt(read, part.unit, part.end + rest.length, lineEndOf(text) + line);
}

/** The comment, if any, behind a part on its line; null if code is there. */
function restOfLine(text: string, { unit, end }: Part): string | null {
  return /^[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|$)/.exec(text.slice(unit.offset + end))?.[0] ?? null;
}

function lineStartOf(text: string, { unit, start }: Part): number {
  return text.lastIndexOf('\n', unit.offset + start - 1) + 1;
}

/** How the lines of a text end. */
export function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
