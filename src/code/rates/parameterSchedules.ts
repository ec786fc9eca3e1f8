import { parseRateName } from '../rateNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { argumentFor } from '../program/arguments.ts';
import { heldOptimizer } from './knownCalls.ts';
import { resolve } from '../program/resolve.ts';
import type { CallSearch } from './callSearch.ts';
import type { Context } from '../program/context.ts';

const SCHEDULER = /Scheduler$|^PiecewiseLinear$/;

/**
 * Records the rates of a schedule that gets the name of its parameter, as in Ignite:
 * `PiecewiseLinear(optimizer, "lr", milestones_values=[(0, 0.0), (10, 0.1)])`, `LinearCyclicalScheduler(optimizer, "lr", 1e-3, 1e-1, 100)`.
 */
export function searchParameterSchedule(search: CallSearch, call: CallExpression, context: Context): void {
  if (!SCHEDULER.test(lastName(call.callee) ?? '')) return;
  const argument = (name: string, position: number) => argumentFor(call, { names: [name], position })?.value;
  const parameter = argument('param_name', 1);
  if (parameter?.kind !== 'text' || !parseRateName(parameter.value)) return;
  const holder = argument('optimizer', 0);
  const usage = {
    role: 'scheduler',
    optimizer: holder ? heldOptimizer(search.program, holder, context) : null,
    name: parameter.value,
  } as const;
  const milestones = argument('milestones_values', 2);
  const lists = milestones ? listsOf(search, milestones, context) : [];
  if (lists.length === 0) {
    const [start, end] = [argument('start_value', 2), argument('end_value', 3)];
    if (start) search.record(start, context, { ...usage, part: 'start' });
    if (end) search.record(end, context, { ...usage, part: 'end' });
  }
  for (const { items, at } of lists) {
    for (const item of items)
      if (item.kind === 'list' && item.items.length === 2) search.record(item.items[1], at, { ...usage, part: 'base' });
  }
}

function listsOf(
  search: CallSearch,
  expression: Expression,
  context: Context,
): { items: readonly Expression[]; at: Context }[] {
  if (expression.kind === 'list') return [{ items: expression.items, at: context }];
  if (expression.kind !== 'path') return [];
  return resolve(search.program, expression, context).values.flatMap(({ value, unit, scope }) =>
    value.kind === 'list' ? [{ items: value.items, at: { unit, scope } }] : [],
  );
}
