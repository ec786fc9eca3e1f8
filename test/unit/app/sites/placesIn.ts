import { findRates } from '../../../../src/code/findRates.ts';
import type { Source } from '../../../../src/code/source.ts';
import { keyPlaces } from '../../../../src/app/sites/siteKey.ts';
import type { KeyedPlace } from '../../../../src/app/sites/siteKey.ts';
import { parsers } from '../../code/marked.ts';

/** The places of a text, or of the cells of a notebook, whose ids are given. */
export async function placesIn(
  source: string | Source,
  path = 'train.py',
  cells: readonly (string | null)[] = [],
): Promise<readonly KeyedPlace[]> {
  const report = await findRates(typeof source === 'string' ? { language: 'python', text: source } : source, parsers);
  return keyPlaces(report, { folder: '/project', path, cells });
}
