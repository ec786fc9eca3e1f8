import * as l10n from '@vscode/l10n';
import type { RunSite } from '../../domain/runSite.ts';
import { isUnchanged, locateSite } from './locateSite.ts';
import type { KeyedPlace } from './siteKey.ts';

/**
 * Where the number of a run stands, and whether it is still the same, in a sentence.
 * @param places all of its file now; none if the file is gone
 */
export function placeText(site: RunSite, places: readonly KeyedPlace[]): string {
  const file = site.key.path.split('/').at(-1)!;
  const place = locateSite(site, places);
  if (site.tried !== undefined) return triedText(site, file, place);
  if (!place) return l10n.t('Trained with {0} in {1}: place not found.', site.text, file);
  if (isUnchanged(site, place)) return l10n.t('Trained with {0} in {1}.', site.text, file);
  return place.value === site.value && place.optimizer !== site.optimizer
    ? l10n.t('Trained with {0} in {1}, for another optimizer than now.', site.text, file)
    : l10n.t('Trained with {0} in {1}, an earlier value: now it is {2}.', site.text, file, place.text);
}

function triedText({ text, value }: RunSite, file: string, place: KeyedPlace | null): string {
  if (!place) return l10n.t('Tried instead of {0} in {1}; that number is no longer found there.', text, file);
  return place.value === value
    ? l10n.t('Tried instead of {0} in {1}.', text, file)
    : l10n.t('Tried instead of {0} in {1}; now it is {2}.', text, file, place.text);
}
