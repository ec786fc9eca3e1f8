import { bestName, normalizeName } from '../columnRoles.ts';
import type { Role } from '../columnRoles.ts';
import type { MetricFact } from '../../domain/runFacts.ts';
import { kerasLineOf } from './kerasBars.ts';
import type { KerasLine } from './kerasBars.ts';
import { readLine } from './lineNumbers.ts';
import type { LineNumbers } from './lineNumbers.ts';
import { printedRole } from './printedRole.ts';
import { mayNameRank } from './ranks.ts';

/** The bar of tqdm: it says how far a training is even where the losses are printed elsewhere. */
const PROGRESS_BAR = /%\||it\/s|s\/it/;
/** The bar of Keras, whose numbers are means since the epoch began. */
const KERAS_BAR = /[mu]?s\/(?:step|epoch)/;
/** Hugging Face's Trainer and fairseq print the mean since they printed last. */
const WINDOW = /^\s*\{'loss': |\btrain_inner\b/;

/** Hugging Face's Trainer prints means of the whole run at its end: they stand nowhere in it. */
const WHOLE_RUN = /^\s*\{'train_runtime': /;
const NOWHERE: LinePlace = { step: null, epoch: null };

/** What a line says of itself in brackets: "[Diff-Val(Test)] Epoch 1: loss = 0.5". The name of a program, "[test.py:7]", is none. */
const TAG = /\[([^\][]{1,60})\]/g;
const VALIDATION_TAG = /(?:^|\W)(?:val|valid|validation|test|eval|evaluation)(?![\w.])/i;

/** How far a model is cut, beside which EP is no epoch but says so of experts: "TP: 4, PP: 2, EP: 8". */
const PARALLELISM = /\b(?:TP|PP|DP)\b/;

/** A number that is read. */
export interface Cell {
  /** As normalizeName writes it. */
  readonly name: string;
  /** Null if only its name's place in a table says what it is. */
  readonly role: Role | null;
  /** Of its value, and of the number that it is a fraction of: "Accuracy: 9850/10000". */
  readonly index: number;
  readonly total: number | null;
}

/** The cells that tell where a line stands. */
export interface LinePlace {
  readonly step: Cell | null;
  readonly epoch: Cell | null;
  /** The index of the number that the step is a fraction of: 600 of "Step [100/600]". */
  readonly length?: number;
}

/** What a line says, wherever its numbers stand; the same for all lines that differ only in those. */
export interface ConsoleLine {
  readonly cells: readonly Cell[];
  /** Where it says that it stands. */
  readonly place: LinePlace;
  readonly fractions: LineNumbers['fractions'];
  readonly isProgressBar: boolean;
  readonly kerasLine: KerasLine | null;
  readonly averaged: MetricFact['averaged'];
  /** Whether it may say which of several processes has printed it. */
  readonly mayNameRank: boolean;
}

/**
 * Reads a line that no dialect knows.
 * @param isValidation whether it was measured on data that is not trained on, if it does not say so itself
 */
export function readConsoleLine(line: string, isValidation: boolean): { numbers: LineNumbers; meaning: ConsoleLine } {
  const numbers = readLine(line, printedRole, isValidation || hasValidationTag(line));
  const cells = [...numbers.named].flatMap(([name, index]) => {
    const role = printedRole(name);
    if (!role || (name === 'EP' && PARALLELISM.test(line))) return [];
    const total = role === 'accuracy' || role === 'validationAccuracy' ? (numbers.totals.get(name) ?? null) : null;
    return [{ name: normalizeName(name), role, index, total }];
  });
  const meaning = {
    cells,
    place: WHOLE_RUN.test(line) ? NOWHERE : { ...placeIn(cells), length: lengthOf(numbers, placeIn(cells).step) },
    fractions: numbers.isValidation ? [] : numbers.fractions,
    isProgressBar: PROGRESS_BAR.test(line),
    kerasLine: kerasLineOf(line),
    averaged: KERAS_BAR.test(line) ? 'running' : WINDOW.test(line) ? 'window' : undefined,
    mayNameRank: mayNameRank(line),
  } as const;
  return { numbers, meaning };
}

function lengthOf({ named, totals }: LineNumbers, step: Cell | null): number | undefined {
  const name = [...totals.keys()].find((key) => named.get(key) === step?.index);
  return name === undefined ? undefined : totals.get(name);
}

export function placeIn(cells: readonly Cell[]): LinePlace {
  return { step: best('step', cells), epoch: best('epoch', cells) };
}

function best(role: 'step' | 'epoch', cells: readonly Cell[]): Cell | null {
  const of = cells.filter((cell) => cell.role === role);
  if (of.length < 2) return of.at(0) ?? null;
  const name = bestName(
    role,
    of.map((cell) => cell.name),
  );
  return of.find((cell) => cell.name === name) ?? null;
}

export function valueOf({ index, total }: Cell, values: ArrayLike<number>): number {
  return total === null ? values[index] : values[index] / values[total];
}

function hasValidationTag(line: string): boolean {
  return Array.from(line.matchAll(TAG)).some(([, tag]) => VALIDATION_TAG.test(tag) && !/train/i.test(tag));
}
