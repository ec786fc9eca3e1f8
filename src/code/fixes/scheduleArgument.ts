import * as l10n from '@vscode/l10n';
import { argumentFor } from '../program/arguments.ts';
import type { CallSite } from '../program/namedValue.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import type { ReadProgram } from '../readProgram.ts';
import type { CallExpression, DictExpression } from '../syntax/expression.ts';
import type { OptimizerCall } from './callAt.ts';
import type { CodeFix, TextChange } from './codeFix.ts';
import { linesBefore } from './insertedLines.ts';

const NAME = 'schedule';

/**
 * Passes a schedule in place of the rate of an optimizer, where that is a number or a name: one that is created on a line of its own before,
 * or where that can't be or its name is taken, in the call itself.
 * @param scheduleOf what creates it, with the text of the rate
 */
export function replaceRate(
  read: ReadProgram,
  { site, entry }: OptimizerCall,
  scheduleOf: (rate: string) => string,
): CodeFix {
  const rate = argumentFor(site.call, entry.rate)?.value;
  if (!rate || !(rate.kind === 'path' || writtenNumber(rate)))
    return { refusal: l10n.t('The learning rate of the optimizer is neither a number nor a variable.') };
  const { unit } = site;
  const range = read.source.rangeOf(unit, rate);
  const schedule = scheduleOf(read.source.textOf(unit, rate));
  const line = creationBefore(read, site, schedule);
  return { changes: line ? [line, { range, text: NAME }] : [{ range, text: schedule }] };
}

/** A line before the statement of a call; null if other code shares its lines. */
function creationBefore(read: ReadProgram, { call, unit }: CallSite, schedule: string): TextChange | null {
  if (read.program.symbols.some((symbols) => symbols.unit.facts.mentions.has(NAME))) return null;
  let outermost: CallExpression | DictExpression = call;
  while (outermost.parent.node) outermost = outermost.parent.node;
  const before = read.texts[unit.cell].slice(0, unit.offset + outermost.start);
  const line = before.slice(before.lastIndexOf('\n') + 1).trimStart();
  if (!/^(?:[\w.]+ ?= ?|return )?$/.test(line)) return null;
  const statement = { unit, start: outermost.start - line.length, end: outermost.end };
  return linesBefore(read, statement, `${NAME} = ${schedule}`);
}
