import type { RunSite, SiteKey } from '../../domain/runSite.ts';
import type { KeyedPlace } from './siteKey.ts';

/**
 * Finds the number that a run was trained with in the current text of its file: by its key, else by what is called with it. Null where
 * none is left, or more than one may be meant: nothing is ever shown at a wrong number.
 * @param places all of the file
 */
export function locateSite(site: RunSite, places: readonly KeyedPlace[]): KeyedPlace | null {
  const kind = site.tie === 'optimizer' ? 'optimizer' : 'rate';
  const alike = places.filter((place) => place.kind === kind && isAlike(place.key, site.key));
  const inScope = alike.filter(({ key }) => key.within.join('\n') === site.key.within.join('\n'));
  const inCell = inScope.filter(({ key }) => key.cell === site.key.cell);
  if (inCell.length > 0) return byOrdinal(inCell, site);
  if (inScope.length > 0) return byOrdinal(inScope, site);
  // Its function was renamed, or it was moved.
  return alike.length === 1 && site.key.alike === 1 ? alike[0] : onlySame(alike, site);
}

/** By its index as long as there are as many as before, unless the number stands at another one now. */
function byOrdinal(equal: readonly KeyedPlace[], site: RunSite): KeyedPlace | null {
  const place = equal.length === site.key.count ? equal.find(({ key }) => key.ordinal === site.key.ordinal) : undefined;
  if (!place) return onlySame(equal, site);
  return isSame(place, site) || !equal.some((other) => isSame(other, site)) ? place : null;
}

function onlySame(places: readonly KeyedPlace[], site: RunSite): KeyedPlace | null {
  const same = places.filter((place) => isSame(place, site));
  return same.length === 1 ? same[0] : null;
}

function isSame({ value, text }: KeyedPlace, site: RunSite): boolean {
  return site.value === null ? text === site.text : value === site.value;
}

function isAlike(a: SiteKey, b: SiteKey): boolean {
  return a.path === b.path && a.folder === b.folder && a.callee === b.callee && a.argument === b.argument;
}

/** Whether a place says what the run was trained with: the same number, for the same optimizer. */
export function isUnchanged(site: RunSite, place: KeyedPlace): boolean {
  const isTrainedRate = site.tried === undefined ? isSame(place, site) : place.value === site.tried;
  return isTrainedRate && place.optimizer === site.optimizer;
}
