import * as l10n from '@vscode/l10n';
import { argumentFor } from '../program/arguments.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import type { ReadProgram } from '../readProgram.ts';
import type { OptimizerCall } from './callAt.ts';
import type { CodeFix } from './codeFix.ts';
import { insertionAt } from './insertedLines.ts';

/** Passes a schedule around the rate of an optimizer, where that is a number or a name. @param before its text up to the rate */
export function replaceRate(read: ReadProgram, { site, entry }: OptimizerCall, before: string, after: string): CodeFix {
  const rate = argumentFor(site.call, entry.rate)?.value;
  if (!rate || !(rate.kind === 'path' || writtenNumber(rate)))
    return { refusal: l10n.t('The learning rate of the optimizer is neither a number nor a variable.') };
  const { unit } = site;
  return { changes: [insertionAt(read, unit, rate.start, before), insertionAt(read, unit, rate.end, after)] };
}
