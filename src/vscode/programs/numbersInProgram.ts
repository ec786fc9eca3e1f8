import * as vscode from 'vscode';
import { contentMark } from '../../app/sites/contentMark.ts';
import { keyPlaces } from '../../app/sites/siteKey.ts';
import type { KeyedPlace } from '../../app/sites/siteKey.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import { sourceOf } from '../rates/codeDocument.ts';
import { toVscodeRange } from '../rates/ranges.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { siteFileOf } from '../sites/siteFile.ts';

/** The learning rates in the file of a program. */
export interface ProgramNumbers {
  readonly report: ProgramReport;
  /** The rates that it can be trained with. */
  readonly places: readonly KeyedPlace[];
}

/**
 * Reads the learning rates in a file.
 * @throws ParseBudgetError if it takes too long or too much memory to parse
 */
export async function numbersIn(document: vscode.TextDocument, rates: RateDocuments): Promise<ProgramNumbers> {
  const source = sourceOf(document);
  const report = await rates.find(source);
  const file = { ...siteFileOf(document), content: contentMark(source, report) };
  return { report, places: keyPlaces(report, file).filter(({ kind }) => kind === 'rate') };
}

/** The rate at a position; without one, the only rate that there is. */
export function numberAt({ places }: ProgramNumbers, position: vscode.Position | undefined): KeyedPlace | undefined {
  const at = position && places.find(({ range }) => toVscodeRange(range).contains(position));
  return at ?? (places.length === 1 ? places[0] : undefined);
}
