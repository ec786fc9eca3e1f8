import { ROLES } from './columnRoles.ts';
import type { ChosenColumns, Role } from './columnRoles.ts';
import type { Log } from './log.ts';
import type { LogRow } from './logRow.ts';
import { ownLossAmong } from './ownLoss.ts';

/** Pieces of a log, of 256 KB in a file, in which its first row is looked for: a text without any may be of any size. */
const MAX_PIECES = 32;

/** The columns of a log, as far as its beginning shows them. */
export interface LogColumns {
  readonly names: readonly string[];
  /** What each role is read from; empty if nothing. */
  readonly roles: Readonly<Record<Role, readonly string[]>>;
}

/**
 * Which columns a log has, and which of them are read.
 * @throws LogError if the log cannot be read
 */
export async function columnsOf(log: Log, chosen: ChosenColumns): Promise<LogColumns> {
  const rows = log.openRows();
  rows.columns.fix(chosen);
  let first: readonly LogRow[] = [];
  let pieces = 0;
  for await (first of rows.read()) if (first.length > 0 || ++pieces === MAX_PIECES) break;
  const hasPlace = [...first, ...rows.end()].some(({ step, epoch }) => step !== undefined || epoch !== undefined);
  const roles = Object.fromEntries(ROLES.map((role) => [role, rows.columns.of(role)])) as unknown as Record<
    Role,
    readonly string[]
  >;
  // Where rows have no place, LogRun looks for none.
  const own = hasPlace && roles.loss.length === 0 ? ownLossAmong(rows.names) : null;
  return { names: rows.names, roles: own === null ? roles : { ...roles, loss: [own] } };
}
