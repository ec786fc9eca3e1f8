import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite, SourceRange } from '../../code/rateSite.ts';
import type { SiteKey } from '../../domain/runSite.ts';
import type { RateScaling } from './rateScaling.ts';
import { isOverridden } from './overriddenRates.ts';

/** The file of a program, and what its cells are called if it is a notebook. */
export interface SiteFile extends Pick<SiteKey, 'folder' | 'path'> {
  /** By index: the ids of the cells; null for those that have none. */
  readonly cells: readonly (string | null)[];
  /** See RunSite; absent where it isn't asked for. */
  readonly content?: string;
}

/** A place in the current text of a file: a rate, or an optimizer whose rate is unclear. */
export interface KeyedPlace {
  readonly key: SiteKey;
  readonly range: SourceRange;
  readonly kind: 'rate' | 'optimizer';
  /** Of a rate the number as it is written; at an optimizer, all that are possible. */
  readonly text: string;
  /** Null at an optimizer. */
  readonly value: number | null;
  readonly optimizer: string | null;
  /** The site that a rate was found as; null at an optimizer. */
  readonly site: RateSite | null;
  /** Of its file, see RunSite. */
  readonly content?: string;
  /** How its program multiplies rates; absent where it doesn't. */
  readonly scaling?: RateScaling;
  /** Whether a run may have had another rate than the number, see markChanged; absent where that isn't known. */
  readonly isChanged?: boolean;
}

type Place = Omit<KeyedPlace, 'key'> & {
  readonly own: Pick<SiteKey, 'cell' | 'within' | 'callee' | 'argument'>;
};

/** The places in a file that a run can be tied to, with their keys, in source order: first its rates, then its optimizers. */
export function keyPlaces(report: ProgramReport, { folder, path, cells, content }: SiteFile): readonly KeyedPlace[] {
  const cellOf = ({ cell }: SourceRange): string | null => (cell === undefined ? null : (cells.at(cell) ?? null));
  const rates = report.sites.filter((site) => isTrainedWith(site, report));
  const places: readonly Place[] = [
    ...rates.map((site): Place => ({
      own: { cell: cellOf(site), within: site.within, callee: site.callee, argument: site.name },
      kind: 'rate',
      range: site,
      text: site.text,
      value: site.value,
      optimizer: site.optimizer,
      site,
    })),
    ...report.outline.optimizers.map((optimizer): Place => ({
      own: { cell: cellOf(optimizer), within: [], callee: optimizer.name, argument: null },
      kind: 'optimizer',
      range: optimizer,
      text: rates.map(({ text }) => text).join(', '),
      value: null,
      optimizer: optimizer.name,
      site: null,
    })),
  ];
  const equal = countBy(places, ({ kind, own }) => [kind, own.cell, own.within, own.callee, own.argument]);
  const alike = countBy(places, ({ kind, own }) => [kind, own.callee, own.argument]);
  return places.map(({ own, ...place }, index) => {
    const { ordinal, count } = equal[index];
    const key = { folder, path, ...own, ordinal, count, alike: alike[index].count };
    return { key, ...place, ...(content !== undefined && { content }) };
  });
}

/** For each place how many come before it that have the same name, and how many there are. */
function countBy(
  places: readonly Place[],
  nameOf: (place: Place) => readonly unknown[],
): readonly { readonly ordinal: number; readonly count: number }[] {
  const counts = new Map<string, number>();
  const ordinals = places.map((place) => {
    const name = JSON.stringify(nameOf(place));
    const ordinal = counts.get(name) ?? 0;
    counts.set(name, ordinal + 1);
    return { name, ordinal };
  });
  return ordinals.map(({ name, ordinal }) => ({ ordinal, count: counts.get(name)! }));
}

/** Whether a run can be trained with a rate: no end of a schedule, no limit of a search, none that something else sets. */
export function isTrainedWith(site: RateSite, report: ProgramReport): boolean {
  return (site.part === 'base' || site.part === 'peak') && site.value > 0 && !isOverridden(site, report);
}
