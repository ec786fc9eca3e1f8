import { judgeRateName } from '../rateNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { argumentFor } from '../program/arguments.ts';
import { optimizerOf } from './knownCalls.ts';
import { resolve } from '../program/resolve.ts';
import type { Search } from './callSearch.ts';
import type { Context } from '../program/context.ts';

const SCHEDULER = /Scheduler$|^PiecewiseLinear$/;

/**
 * Records the rates of a schedule for a parameter that it is told the name of, as Ignite's are:
 * `PiecewiseLinear(optimizer, "lr", milestones_values=[(0, 0.0), (10, 0.1)])`, `LinearCyclicalScheduler(optimizer, "lr", 1e-3, 1e-1, 100)`.
 */
export function searchParameterSchedule(search: Search, call: CallExpression, where: Context): void {
  if (!SCHEDULER.test(lastName(call.callee) ?? '')) return;
  const argument = (name: string, position: number) =>
    argumentFor(call, { names: [name], position })?.value;
  const parameter = argument('param_name', 1);
  if (parameter?.kind !== 'text' || !judgeRateName(parameter.value)) return;
  const holder = argument('optimizer', 0);
  const slot = {
    role: 'scheduler',
    framework: null,
    optimizer: holder ? optimizerOf(search.program, holder, where) : null,
    nearby: null,
    name: parameter.value,
  } as const;
  const milestones = argument('milestones_values', 2);
  const lists = milestones ? listsOf(search, milestones, where) : [];
  if (lists.length === 0) {
    const [start, end] = [argument('start_value', 2), argument('end_value', 3)];
    if (start) search.collect(start, where, { ...slot, part: 'start' });
    if (end) search.collect(end, where, { ...slot, part: 'end' });
  }
  for (const { items, at } of lists) {
    for (const item of items)
      if (item.kind === 'list' && item.items.length === 2) search.collect(item.items[1], at, { ...slot, part: 'base' });
  }
}

function listsOf(search: Search, expression: Expression, where: Context): { items: readonly Expression[]; at: Context }[] {
  if (expression.kind === 'list') return [{ items: expression.items, at: where }];
  if (expression.kind !== 'path') return [];
  return resolve(search.program, expression, where).values.flatMap(({ value, unit, scope }) =>
    value.kind === 'list' ? [{ items: value.items, at: { unit, scope } }] : [],
  );
}
