import type { SchedulerOutline } from '../../code/outline/trainingOutline.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite, SourceRange } from '../../code/rateSite.ts';
import { knownSchedulers } from './siteSchedulers.ts';
import type { KnownScheduler } from './siteSchedulers.ts';

/** A place in source code; line and column start at 1. */
export type Place = Pick<SourceRange, 'cell' | 'line' | 'column'>;

/** What stands at a place. */
export type PointedAt =
  | {
      readonly kind: 'rates';
      /** More than one if the name there has several values. */
      readonly sites: readonly RateSite[];
      readonly range: SourceRange;
    }
  | { readonly kind: 'scheduler'; readonly known: KnownScheduler; readonly range: SourceRange };

/** Between `lr` and the rate in `"lr": float(args.lr)` and `lr: float = 0.1`: a type, numbers, operators, the start of a call. */
const BEFORE_RATE = /^(?:[\w.[\]| ]{1,80}=)?[\w\s.*+/()-]{0,80}$/;

/**
 * What is learned about a place: a rate where it is written or used, a scheduler at its name and its arguments, or either at the name that
 * it is passed as.
 * @param line the text of the place's line
 */
export function pointedAt(report: ProgramReport, place: Place, line: string): PointedAt | null {
  return valueAt(report, place) ?? valueOfName(report, place, line);
}

function valueAt(report: ProgramReport, place: Place): PointedAt | null {
  const { sites, defaults } = report;
  const holds = (range: SourceRange): boolean => contains(range, place);
  const written = [...sites, ...defaults].find(holds);
  if (written) return { kind: 'rates', sites: [written], range: written };
  const used = ratesUsedAt(sites, holds);
  if (used) return used;
  for (const known of knownSchedulers(report)) {
    const range = [known.scheduler, ...argumentsOf(known.scheduler)].find(holds);
    if (range) return { kind: 'scheduler', known, range };
  }
  return null;
}

function ratesUsedAt(sites: readonly RateSite[], isThere: (use: SourceRange) => boolean): PointedAt | null {
  const range = sites.flatMap(({ usedAt }) => usedAt).find(isThere);
  return range ? { kind: 'rates', sites: sites.filter(({ usedAt }) => usedAt.some(isThere)), range } : null;
}

/** The arguments that shape the schedule, rather than the optimizer that it changes. */
function argumentsOf({ settings }: SchedulerOutline): readonly SourceRange[] {
  return Object.entries(settings).flatMap(([name, setting]) => (name === 'optimizer' ? [] : [setting]));
}

/** What is the value of the name at a place. */
function valueOfName(report: ProgramReport, place: Place, line: string): PointedAt | null {
  const { sites } = report;
  const name = nameAt(line, place.column - 1);
  if (!name) return null;
  const isOnLine = (range: SourceRange): boolean => range.cell === place.cell && range.line === place.line;
  const isValue = (range: SourceRange): boolean => isOnLine(range) && range.column === name.value + 1;
  const isInValue = (range: SourceRange): boolean =>
    isOnLine(range) && range.column > name.value && BEFORE_RATE.test(line.slice(name.value, range.column - 1));
  const range: SourceRange = {
    cell: place.cell,
    line: place.line,
    column: name.start + 1,
    endLine: place.line,
    endColumn: name.end + 1,
  };
  const known = knownSchedulers(report).find(({ scheduler }) => argumentsOf(scheduler).some(isValue));
  if (known) return { kind: 'scheduler', known, range };
  const written = sites.find(isInValue);
  if (written) return { kind: 'rates', sites: [written], range };
  const used = ratesUsedAt(sites, isInValue);
  return used && { ...used, range };
}

/** How far to look for the ends of a name and for its value, since a line may have megabytes. */
const MAX_NAME = 100;

interface NameOfValue {
  readonly start: number;
  readonly end: number;
  /** Where its value starts. */
  readonly value: number;
}

/** The name or quoted key at an offset that is followed by `=` or `:`; null if there is none. */
function nameAt(line: string, offset: number): NameOfValue | null {
  const isWord = (index: number): boolean => /[\w$]/.test(line.charAt(index));
  const isSpace = (index: number): boolean => /\s/.test(line.charAt(index));
  let start = offset;
  while (start > offset - MAX_NAME && isWord(start - 1)) start--;
  let end = offset;
  while (end < offset + MAX_NAME && isWord(end)) end++;
  if (start === end) return null;
  let sign = end;
  if (/["'`]/.test(line.charAt(sign))) sign++;
  while (sign < end + MAX_NAME && isSpace(sign)) sign++;
  if (!/[=:]/.test(line.charAt(sign)) || line.charAt(sign + 1) === '=') return null;
  let value = sign + 1;
  while (value < sign + MAX_NAME && isSpace(value)) value++;
  return { start, end, value };
}

/** Whether a range contains a place, its end included. */
function contains({ cell, line, column, endLine, endColumn }: SourceRange, place: Place): boolean {
  return (
    cell === place.cell &&
    (place.line > line || (place.line === line && place.column >= column)) &&
    (place.line < endLine || (place.line === endLine && place.column <= endColumn))
  );
}
