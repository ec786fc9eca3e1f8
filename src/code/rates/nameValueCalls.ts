import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { nameValuePair } from './nameValuePair.ts';
import { isSmallNumber } from '../program/writtenNumber.ts';
import type { CallSearch, AttributedUsage } from './callSearch.ts';
import type { Context } from '../program/context.ts';

/** Calls that set a named value, or list values to try. */
const SETTER_CALLS =
  /(^|_)(set|sweep|default|defaults|param|params|hparam|hparams|hyper|override|declare|define|register|tune|grid|assign)(_|$)|Setter|Param/;
/** Calls that only label a chart. */
const PLOT_CALLS = /title|label|text|tick|legend/i;

/** Calls that declare or look up a value, which is found by its name anyway. */
const LOOKUP_CALLS = /^(DEFINE_\w+|get|getattr|pop|setdefault|getfloat|getenv|add_argument|add_option|option|Option)$/;

/** Calls that define the range of a hyperparameter search. */
export const SEARCH_CALLS = /^(suggest_\w+|Float|Choice|Real|Categorical|uniform|loguniform|choice)$/;

/**
 * Records a rate that follows its name in a call, alone, in a list, or with milestones:
 * `set_default("lr", 0.1)`, `sweep("config.lr", [0.1, 0.01])`, `ScheduledHyperParamSetter("learning_rate", [(8, 0.03), (14, 0.02)])`.
 */
export function searchNameValueCall(
  search: CallSearch,
  call: CallExpression,
  context: Context,
  usage: AttributedUsage,
): void {
  const callee = lastName(call.callee) ?? '';
  if (!SETTER_CALLS.test(callee) || PLOT_CALLS.test(callee) || SEARCH_CALLS.test(callee) || LOOKUP_CALLS.test(callee))
    return;
  const pair = nameValuePair(call);
  if (!pair || !(pair.rateName.isCertain || search.program.mentionsTraining)) return;
  const { name, rateName, value } = pair;
  const timed = milestoneValues(value);
  for (const rate of timed) search.record(rate, context, { ...usage, role: 'scheduler', part: rateName.part, name });
  if (timed.length === 0 && isRate(value)) search.record(value, context, { ...usage, part: rateName.part, name });
}

function isRate(value: Expression): boolean {
  return value.kind === 'list' ? value.items.length > 0 && value.items.every(isSmallNumber) : isSmallNumber(value);
}

/** The values in a list of `(milestone, value)` pairs. */
function milestoneValues(value: Expression): readonly Expression[] {
  if (value.kind !== 'list') return [];
  const seconds = value.items.flatMap((item) =>
    item.kind === 'list' && item.items.length === 2 && isSmallNumber(item.items[1]) ? [item.items[1]] : [],
  );
  return seconds.length === value.items.length ? seconds : [];
}
