import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { namedPair } from './nameValuePair.ts';
import { isSmallNumber } from '../program/writtenNumber.ts';
import type { Search, Slot } from './callSearch.ts';
import type { Context } from '../program/context.ts';

/** Calls that give a value to a name, or several to try; not to a picture. */
const SETS =
  /(^|_)(set|sweep|default|defaults|param|params|hparam|hparams|hyper|override|declare|define|register|tune|grid|assign)(_|$)|Setter|Param/;
const DRAWS = /title|label|text|tick|legend/i;

/** Calls whose values are found where they are kept or asked for. */
const ASKS = /^(DEFINE_\w+|get|getattr|pop|setdefault|getfloat|getenv|add_argument|add_option|option|Option)$/;

/** Calls whose name and numbers say where a search begins and ends. */
export const SEARCHES = /^(suggest_\w+|Float|Choice|Real|Categorical|uniform|loguniform|choice)$/;

/**
 * Records a rate that a call is told right behind its name, alone, as one of several, or with the times from which on it holds:
 * `set_default("lr", 0.1)`, `sweep("config.lr", [0.1, 0.01])`, `ScheduledHyperParamSetter("learning_rate", [(8, 0.03), (14, 0.02)])`.
 */
export function searchPairedRates(search: Search, call: CallExpression, where: Context, slot: Slot): void {
  const callee = lastName(call.callee) ?? '';
  if (!SETS.test(callee) || DRAWS.test(callee) || SEARCHES.test(callee) || ASKS.test(callee)) return;
  const pair = namedPair(call);
  if (!pair || !(pair.judged.sure || search.program.training)) return;
  const { name, judged, value } = pair;
  const timed = timedValues(value);
  for (const rate of timed) search.collect(rate, where, { ...slot, role: 'scheduler', part: judged.part, name });
  if (timed.length === 0 && isRate(value)) search.collect(value, where, { ...slot, part: judged.part, name });
}

function isRate(value: Expression): boolean {
  return value.kind === 'list' ? value.items.length > 0 && value.items.every(isSmallNumber) : isSmallNumber(value);
}

/** The second ones of pairs of numbers. */
function timedValues(value: Expression): readonly Expression[] {
  if (value.kind !== 'list') return [];
  const seconds = value.items.flatMap((item) =>
    item.kind === 'list' && item.items.length === 2 && isSmallNumber(item.items[1]) ? [item.items[1]] : [],
  );
  return seconds.length === value.items.length ? seconds : [];
}
