import type { DataRow } from '../src/charts/curveData.ts';

/** The changes that turn a chart's rows into the wanted ones. */
export interface RowChanges {
  readonly remove: readonly DataRow[];
  readonly insert: readonly DataRow[];
  /** What the chart has after that: the old row wherever nothing has changed, because a chart knows its rows by identity. */
  readonly rows: readonly DataRow[];
}

/**
 * Lines grow at their end, so only the end of each is replaced: the rest is drawn as it was, at no cost.
 * @param before the very rows that are in the chart
 */
export function rowChanges(before: readonly DataRow[], after: readonly DataRow[]): RowChanges {
  const old = byLine(before);
  const remove: DataRow[] = [];
  const insert: DataRow[] = [];
  const rows: DataRow[] = [];
  for (const [line, wanted] of byLine(after)) {
    const present = old.get(line) ?? [];
    old.delete(line);
    let same = 0;
    while (same < present.length && same < wanted.length && equal(present[same], wanted[same]))
      rows.push(present[same++]);
    for (const row of present.slice(same)) remove.push(row);
    for (const row of wanted.slice(same)) {
      insert.push(row);
      rows.push(row);
    }
  }
  for (const gone of old.values()) for (const row of gone) remove.push(row);
  return { remove, insert, rows };
}

function byLine(rows: readonly DataRow[]): Map<string, DataRow[]> {
  const lines = new Map<string, DataRow[]>();
  for (const row of rows) {
    const name = `${String(row['variant'])} ${String(row['line'])} ${String(row['run'])}`;
    const line = lines.get(name);
    if (line) line.push(row);
    else lines.set(name, [row]);
  }
  return lines;
}

function equal(one: DataRow, other: DataRow): boolean {
  for (const key in other) if (one[key] !== other[key]) return false;
  return true;
}
