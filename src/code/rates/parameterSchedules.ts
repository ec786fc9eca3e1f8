import { argumentFor } from '../program/arguments.ts';
import { resolve } from '../program/resolve.ts';
import { parseRateName } from '../rateNames.ts';
import type { Expression } from '../syntax/expression.ts';
import type { CallSearch } from './callSearch.ts';
import { heldOptimizer } from './knownCalls.ts';

const SCHEDULER = /Scheduler$|^PiecewiseLinear$/;

/**
 * Records the rates of a schedule that gets the name of its parameter, as in Ignite:
 * `PiecewiseLinear(optimizer, "lr", milestones_values=[(0, 0.0), (10, 0.1)])`, `LinearCyclicalScheduler(optimizer, "lr", 1e-3, 1e-1, 100)`.
 */
export function searchParameterSchedule(search: CallSearch): void {
  if (!SCHEDULER.test(search.name)) return;
  const { program, site } = search;
  const argument = (name: string, position: number) => argumentFor(search.call, { names: [name], position })?.value;
  const parameter = argument('param_name', 1);
  if (parameter?.kind !== 'text' || !parseRateName(parameter.value)) return;
  const holder = argument('optimizer', 0);
  const optimizer = holder ? heldOptimizer(program, holder, site) : null;
  const usage = { role: 'scheduler', optimizer, name: parameter.value } as const;
  const milestones = argument('milestones_values', 2);
  const lists = milestones ? valuesOf(search, milestones).filter(({ value }) => value.kind === 'list') : [];
  if (lists.length === 0) {
    const [start, end] = [argument('start_value', 2), argument('end_value', 3)];
    if (start) search.record(start, { ...usage, part: 'start' });
    if (end) search.record(end, { ...usage, part: 'end' });
  }
  for (const { value, ...context } of lists)
    for (const item of value.kind === 'list' ? value.items : [])
      if (item.kind === 'list' && item.items.length === 2)
        search.record(item.items[1], { ...usage, part: 'base' }, context);
}

function valuesOf({ program, site }: CallSearch, expression: Expression) {
  return expression.kind === 'path'
    ? resolve(program, expression, site).values.map(({ value, unit, scope }) => ({ value, unit, scope }))
    : [{ value: expression, unit: site.unit, scope: site.scope }];
}
