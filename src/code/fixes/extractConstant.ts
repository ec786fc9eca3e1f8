import * as l10n from '@vscode/l10n';
import type { RateSite, SourceRange } from '../rateSite.ts';
import type { ReadProgram } from '../readProgram.ts';
import type { Unit } from '../syntax/facts.ts';
import type { CodeFix, TextChange } from './codeFix.ts';

const NAME = 'LEARNING_RATE';

/**
 * Moves the number of a rate in Python into a constant after the imports of its file or cell.
 * @returns null for what isn't the rate of an optimizer or the peak of a schedule, and for a number that has a name of its own there
 */
export function extractConstant(read: ReadProgram, rate: RateSite): CodeFix | null {
  const { program, texts } = read;
  if (program.kind !== 'python' || (rate.part !== 'base' && rate.part !== 'peak')) return null;
  const line = texts[rate.cell ?? 0].split(/\r\n|\n|\r/)[rate.line - 1];
  // Not within a text.
  if (!/^[\d.]/.test(rate.text) || /["']$/.test(line.slice(0, rate.column - 1)) || isConstant(read, rate)) return null;
  if (texts.some((text) => new RegExp(`\\b${NAME}\\b`).test(text)))
    return { refusal: l10n.t('The name {0} is already used in this file.', NAME) };
  const definition = afterImports(read, rate, `${NAME} = ${rate.text}`);
  return definition && { changes: [definition, { range: rate, text: NAME }] };
}

/** Whether the number is the value of a name of the module. */
function isConstant({ program, source }: ReadProgram, rate: RateSite): boolean {
  return program.symbols.some(({ unit, values }) =>
    values.some(
      ({ kind, names, scope, value }) =>
        scope === null &&
        names.length === 1 &&
        (kind === 'assign' || kind === 'field') &&
        isSamePlace(source.rangeOf(unit, value), rate),
    ),
  );
}

function isSamePlace(range: SourceRange, rate: SourceRange): boolean {
  return range.cell === rate.cell && range.line === rate.line && range.column === rate.column;
}

/** A line after the imports, where constants stand; null if there is other code on the line where it would be. */
function afterImports(read: ReadProgram, rate: RateSite, statement: string): TextChange | null {
  const text = read.texts[rate.cell ?? 0];
  const units = read.program.symbols.map(({ unit }) => unit).filter(({ cell }) => cell === (rate.cell ?? 0));
  const before = units.filter((unit) => read.source.rangeOf(unit, { start: 0, end: 0 }).line <= rate.line);
  const firstDefinition = before.findIndex(({ facts }) => facts.scopes.length > 0);
  const top = before.slice(0, firstDefinition < 0 ? before.length - 1 : firstDefinition);
  const next = units[top.findLastIndex((unit) => isPreamble(unit, text)) + 1];
  if (next.offset > 0 && text[next.offset - 1] !== '\n') return null;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const at = (offset: number) => read.source.rangeOf(next, { start: offset - next.offset, end: offset - next.offset });
  const isAmongConstants = /^[A-Z][A-Z0-9_]* *=/.test(text.slice(next.offset));
  const gap = gapBefore(text, next.offset);
  const isFirst = next === units[0];
  if (isFirst || (isAmongConstants && gap !== '' && gap.trim() === ''))
    return { range: at(next.offset), text: `${statement}${eol}${isAmongConstants ? '' : eol}` };
  return { range: at(next.offset - gap.length), text: `${eol}${statement}${eol}${gap === '' ? eol : ''}` };
}

/** The empty lines and comments right above a statement: the comments belong to it. */
function gapBefore(text: string, offset: number): string {
  let start = offset;
  while (start > 0) {
    const line = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^\s*(#.*)?$/.test(text.slice(line, start).trimEnd())) break;
    start = line;
  }
  return text.slice(start, offset);
}

/** What stands above the constants of a module: its docstring and its imports, also those in a `try`. */
function isPreamble({ offset, facts }: Unit, text: string): boolean {
  const start = text.slice(offset, offset + 10);
  return (
    /^(import|from)\b|^[rRuU]?["']/.test(start) ||
    (/^(try|if)\b/.test(start) && facts.imports.length > 0 && facts.calls.length === 0)
  );
}
