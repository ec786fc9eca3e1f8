import type { CallSite } from '../program/namedValue.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Context } from '../program/context.ts';
import { enclosingClass } from '../syntax/facts.ts';
import type { SettingReader } from './settingReader.ts';
import type { IntervalOutline } from './trainingOutline.ts';

/** How often Lightning steps a scheduler that `configure_optimizers` creates and returns; null if that is unclear. */
export function intervalOf({ call, scope, unit }: CallSite, reader: SettingReader): IntervalOutline | null {
  const { program, source } = reader;
  // With `self.lr_schedulers()` the module steps them itself.
  if (scope?.name !== 'configure_optimizers' || program.callsTo('lr_schedulers').length > 0) return null;
  const context = { scope, unit };
  const isScheduler = (value: Expression): boolean =>
    value === call || (value.kind === 'path' && reader.lengths.onlyValueOf(value, context)?.value === call);
  const found = unit.facts.returns
    .filter((returned) => returned.scope === scope)
    .flatMap(({ value }) => placesOf(value, isScheduler, reader, context));
  const isSetLater = unit.facts.bindings.some(
    ({ names }) => names.length > 1 && names[names.length - 1] === 'interval',
  );
  if (found.length !== 1 || isSetLater) return null;
  const [{ value, interval, monitor, isInDict }] = found;
  const isManual = program
    .nameOf('automatic_optimization')
    .values.some(
      ({ value: automatic, scope: at }) =>
        automatic.kind === 'truth' && !automatic.value && enclosingClass(at) === scope.parent,
    );
  return {
    isPerStep: interval === 'step',
    monitor,
    isManual,
    isInDict,
    text: source.textOf(unit, value),
    ...source.rangeOf(unit, value),
  };
}

interface Place {
  readonly value: Expression;
  readonly interval: string;
  readonly monitor: string | null;
  readonly isInDict: boolean;
}

/** Where a returned expression has the scheduler, and the interval beside it. */
function placesOf(
  expression: Expression,
  isScheduler: (value: Expression) => boolean,
  reader: SettingReader,
  context: Context,
): readonly Place[] {
  if (isScheduler(expression)) return [{ value: expression, interval: 'epoch', monitor: null, isInDict: false }];
  if (expression.kind === 'list')
    return expression.items.flatMap((item) => placesOf(item, isScheduler, reader, context));
  if (expression.kind === 'path') {
    const only = reader.lengths.onlyValueOf(expression, context);
    return only && (only.value.kind === 'dict' || only.value.kind === 'list')
      ? placesOf(only.value, isScheduler, reader, context)
      : [];
  }
  if (expression.kind !== 'dict') return [];
  const { entries } = expression;
  const scheduler = entries.find(({ key }) => key === 'scheduler')?.value;
  if (scheduler && isScheduler(scheduler)) {
    const interval = entries.find(({ key }) => key === 'interval')?.value;
    // A spread or a name may hold any interval.
    if (entries.some(({ key }) => key === null) || (interval && interval.kind !== 'text')) return [];
    const monitor = entries.find(({ key }) => key === 'monitor')?.value;
    return [
      {
        value: scheduler,
        interval: interval?.value ?? 'epoch',
        monitor: monitor?.kind === 'text' ? monitor.value : null,
        isInDict: true,
      },
    ];
  }
  return entries.flatMap(({ value }) => placesOf(value, isScheduler, reader, context));
}
