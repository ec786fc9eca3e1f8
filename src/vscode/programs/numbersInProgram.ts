import type * as vscode from 'vscode';
import { contentMark } from '../../app/sites/contentMark.ts';
import { keyPlaces } from '../../app/sites/siteKey.ts';
import type { KeyedPlace } from '../../app/sites/siteKey.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { SourceRange } from '../../code/rateSite.ts';
import { sourceOf } from '../rates/codeDocument.ts';
import type { CodeDocument } from '../rates/codeDocument.ts';
import { toVscodeRange } from '../rates/ranges.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { siteFileOf } from '../sites/siteFile.ts';

/** A place in a program; in a notebook, in the cell with that index. */
export interface ProgramPosition {
  readonly position: vscode.Position;
  readonly cell?: number;
}

/** The learning rates in the file of a program. */
export interface ProgramNumbers {
  readonly report: ProgramReport;
  /** The rates that it can be trained with. */
  readonly places: readonly KeyedPlace[];
}

/** A rate that a program is trained with, and the document that it is written in: the program's own, or settings that it reads. */
export interface ProgramNumber {
  readonly document: CodeDocument;
  readonly numbers: ProgramNumbers;
  readonly place: KeyedPlace;
}

/**
 * Reads the learning rates in a file.
 * @throws ParseBudgetError if it takes too long or too much memory to parse
 */
export async function numbersIn(document: CodeDocument, rates: RateDocuments): Promise<ProgramNumbers> {
  const source = sourceOf(document);
  const report = await rates.find(source);
  const file = { ...siteFileOf(document), content: contentMark(source, report) };
  return { report, places: keyPlaces(report, file).filter(({ kind }) => kind === 'rate') };
}

/** The rate at a position; without one, the only rate that there is. */
export function numberAt({ places }: ProgramNumbers, at: ProgramPosition | undefined): KeyedPlace | undefined {
  const found = at && places.find(({ range }) => range.cell === at.cell && toVscodeRange(range).contains(at.position));
  return found ?? (places.length === 1 ? places[0] : undefined);
}

/** Whether two places begin at the same character. */
export function isSamePlace(one: PlaceStart, other: PlaceStart): boolean {
  return one.cell === other.cell && one.line === other.line && one.column === other.column;
}

type PlaceStart = Pick<SourceRange, 'cell' | 'line' | 'column'>;
