import { lossPartOf, normalizeName } from '../columnRoles.ts';
import { readNumber } from '../logNumber.ts';
import { NO_CELLS } from './dialect.ts';
import type { Dialect, LineCells } from './dialect.ts';
import { printedRole } from './printedRole.ts';

/** Lines that may stand between a table's header and its rows. */
const RULE = /^[-=+|:\s─-╿]+$/;
/** What separates the columns in a table of Rich. */
const BOX_BARS = /[│┃║]/g;

/**
 * A table with a header, whose rows are printed one by one: from fastai, skorch, scikit-learn, Ultralytics, Rich, and as Markdown. The columns
 * are separated by bars, tabs or several spaces. The rows of Ultralytics are progress bars, too.
 */
export function printedTable(): Dialect {
  let header: readonly string[] = [];
  return (line) => {
    const text = line.trim().replace(BOX_BARS, '|');
    const names = namesOf(text);
    if (names) {
      header = names;
      return NO_CELLS;
    }
    if (header.length === 0) return undefined;
    if (RULE.test(text)) return NO_CELLS;
    return rowOf(header, text);
  };
}

/** The columns of a header: a loss is among them, and the place of a row, or else a tab between two known names; no numbers are. */
function namesOf(text: string): string[] | null {
  if (!/loss|box/i.test(text) || /[\d:=]\s*[\d.]|[:=,;"'{}()]/.test(text)) return null;
  const names = cellsOf(text, /\s{2,}|\t/).map(normalizeName);
  const parts = names.map(lossPartOf);
  const named = names.map((name, index) => parts[index] ?? name);
  const roles = named.map(printedRole);
  const hasLoss = roles.includes('loss') || roles.includes('validationLoss') || parts.some((part) => part !== null);
  const hasPlace = roles.includes('epoch') || roles.includes('step');
  const isTabbed = text.includes('\t') && roles.filter((role) => role !== null).length > 1;
  return names.length > 1 && hasLoss && (hasPlace || isTabbed) ? named : null;
}

function rowOf(header: readonly string[], text: string): LineCells | undefined {
  const [columns, bar = ''] = text.split(/:\s+(?=\d+%)/);
  const cells = cellsOf(columns, /\s+/);
  if (cells.length < header.length || !/^\d/.test(cells[0])) return undefined;
  const row = new Map<string, number>();
  header.forEach((name, index) => {
    const value = readNumber(cells[index].replace(/\/\d+$/, ''));
    if (typeof value === 'number') row.set(name, value);
  });
  const [, done, total] = / (\d+)\/(\d+) /.exec(bar) ?? [];
  return { cells: row, ...(done === undefined ? {} : { fraction: { done: Number(done), total: Number(total) } }) };
}

function cellsOf(text: string, separator: RegExp): string[] {
  const isBarred = text.includes('|');
  const cells = text.split(isBarred ? '|' : separator).map((cell) => cell.trim());
  return isBarred && cells[0] === '' ? cells.slice(1, cells.at(-1) === '' ? -1 : undefined) : cells;
}
