import { isValidationSplit } from './columnRoles.ts';
import type { ColumnRoles, Role } from './columnRoles.ts';
import { readTime } from './clock.ts';
import { readNumber } from './logNumber.ts';

/** What one row of a log says, by role; absent where it says nothing. */
export interface LogRow extends Partial<Record<Role, number>> {
  /** When it was written, in seconds from some moment. */
  time?: number;
  /** What else it measures, by name. */
  extra?: Record<string, number>;
}

const VALIDATION_ROLES: Partial<Record<Role, Role>> = { loss: 'validationLoss', accuracy: 'validationAccuracy' };

/** Roles whose cells must be numbers, or the row is unreadable. */
const REQUIRED_ROLES: readonly Role[] = ['step', 'epoch', 'loss'];

/**
 * Reads a row from its cells. Text where a rate or an accuracy is expected is passed over.
 * @param cellOf the cell in a column; undefined if the row has none
 * @returns null if there is text where the row's place or its loss should be
 */
export function readRow(
  columns: ColumnRoles,
  cellOf: (column: string) => unknown,
  hasDecimalComma = false,
): LogRow | null {
  const row: LogRow = {};
  const isValidation = columns.split !== null && isValidationSplit(cellOf(columns.split));
  for (const [role, names] of columns.chosen) {
    let sum: number | undefined;
    for (const column of names) {
      const cell = cellOf(column);
      const value = readNumber(numberIn(role, cell), hasDecimalComma);
      if (value === null && REQUIRED_ROLES.includes(role)) return null;
      if (typeof value === 'number') sum = (sum ?? 0) + value;
    }
    if (sum === undefined) continue;
    columns.countRow(role);
    row[(isValidation && VALIDATION_ROLES[role]) || role] = sum;
  }
  const { clock } = columns;
  const time = clock === null ? undefined : readTime(cellOf(clock.column), clock, hasDecimalComma);
  if (time !== undefined) row.time = time;
  for (let at = 0; at < columns.others.length; at++) {
    const { column, metric, validationMetric } = columns.others[at];
    if (time !== undefined && column === clock!.column) continue;
    const value = readNumber(cellOf(column), hasDecimalComma);
    if (value === null) {
      columns.dropOther(column);
      // The next one takes its place.
      at--;
    } else if (value !== undefined) (row.extra ??= {})[isValidation ? validationMetric : metric] = value;
  }
  return row;
}

function numberIn(role: Role, cell: unknown): unknown {
  // One rate for each parameter group: the first stands for all.
  if (role === 'rate' && Array.isArray(cell)) return (cell as unknown[])[0];
  // ms-swift: "10/58114"
  return role === 'step' && typeof cell === 'string' ? cell.replace(/\/\d+$/, '') : cell;
}
