import type { OptimizerEntry } from '../catalog/catalogEntry.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { SourceRange } from '../rateSite.ts';
import type { PathExpression } from '../syntax/expression.ts';
import type { ReadProgram } from '../readProgram.ts';

/** A call that creates an optimizer, and what is known of it. */
export interface OptimizerCall {
  readonly site: CallSite;
  readonly callee: PathExpression;
  readonly entry: OptimizerEntry;
}

/** The optimizer that a rate belongs to: the one whose call contains it, or else the only one; null if that is unclear. */
export function optimizerAt({ program, source }: ReadProgram, place: SourceRange): OptimizerCall | null {
  const all = program.symbols.flatMap(({ calls }) =>
    calls.flatMap((site): OptimizerCall[] => {
      const { callee } = site.call;
      const entry = callee.kind === 'path' ? program.catalogEntryOf(callee) : null;
      return callee.kind === 'path' && entry?.kind === 'optimizer' ? [{ site, callee, entry }] : [];
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
