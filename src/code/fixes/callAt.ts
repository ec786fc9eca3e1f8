import type { CatalogEntry, OptimizerEntry, SettingsEntry } from '../catalog/catalogEntry.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { SourceRange } from '../rateSite.ts';
import type { PathExpression } from '../syntax/expression.ts';
import type { ReadProgram } from '../readProgram.ts';

/** A call that creates something of the catalog, and what is known of it. */
export interface CatalogCall<Entry extends CatalogEntry> {
  readonly site: CallSite;
  readonly callee: PathExpression;
  readonly entry: Entry;
}

export type OptimizerCall = CatalogCall<OptimizerEntry>;
export type SettingsCall = CatalogCall<SettingsEntry>;

/** The optimizer or settings class that a rate belongs to: the one whose call contains it, or else the only one; null if that is unclear. */
export function callAt<Kind extends CatalogEntry['kind']>(
  { program, source }: ReadProgram,
  place: SourceRange,
  kind: Kind,
): CatalogCall<Extract<CatalogEntry, { kind: Kind }>> | null {
  type Entry = Extract<CatalogEntry, { kind: Kind }>;
  const all = program.symbols.flatMap(({ calls }) =>
    calls.flatMap((site): CatalogCall<Entry>[] => {
      const { callee } = site.call;
      const entry = callee.kind === 'path' ? program.catalogEntryOf(callee) : null;
      return callee.kind === 'path' && entry?.kind === kind ? [{ site, callee, entry: entry as Entry }] : [];
    }),
  );
  if (all.length === 1) return all[0];
  return all.find(({ site }) => contains(source.rangeOf(site.unit, site.call), place)) ?? null;
}

function contains(outer: SourceRange, inner: SourceRange): boolean {
  return (
    outer.cell === inner.cell &&
    !isBefore(inner.line, inner.column, outer.line, outer.column) &&
    !isBefore(outer.endLine, outer.endColumn, inner.endLine, inner.endColumn)
  );
}

function isBefore(line: number, column: number, otherLine: number, otherColumn: number): boolean {
  return line < otherLine || (line === otherLine && column < otherColumn);
}
