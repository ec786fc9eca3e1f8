import { judgePlaces } from '../../app/sites/judgePlaces.ts';
import type { JudgedFile } from '../../app/sites/judgePlaces.ts';
import { keyPlaces } from '../../app/sites/siteKey.ts';
import type { SiteResults } from '../../app/sites/siteResults.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { CodeDocument } from '../rates/codeDocument.ts';
import { siteFileOf } from './siteFile.ts';

/** How the runs of a program judge the numbers in the current text of its file. */
export async function judgeFile(code: CodeDocument, report: ProgramReport, results: SiteResults): Promise<JudgedFile> {
  const file = siteFileOf(code);
  const known = await results.of(file);
  if (known.length === 0) return { places: [], lost: [] };
  return judgePlaces(known, keyPlaces(report, file), await results.measuredIn(file));
}
