import type { Context } from '../program/context.ts';
import type { Program } from '../program/program.ts';
import { resolveAnywhere } from '../program/resolve.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import type { SourceText } from '../sourceText.ts';
import { holderOf, lastName } from '../syntax/expression.ts';
import type { Argument, CallExpression, DictEntry, Expression } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import type { AutomaticRate } from './trainingOutline.ts';

/** What Ultralytics' settings call the rate. Source: its documentation, Train Settings */
const RATE = 'lr0';
const ULTRALYTICS = /^ultralytics\b/;
/** Other settings that only Ultralytics has. */
const OWN_KEY = /^(task|lrf|warmup_bias_lr|mosaic|close_mosaic|imgsz|hsv_[hsv]|fliplr|box|dfl)$/;
/** Arguments that name an optimizer, or a file that may do so. */
const OPENS = /^(optimizer|cfg|resume)$/;
/** From this rate on, SGD is meant rather than AdamW: halfway between 0.01 and 0.001, which the documentation names for them. */
const LEAST_SGD_RATE = 0.003;

/**
 * Rates that Ultralytics ignores, because its `optimizer` is `auto`: then it chooses optimizer, rate and momentum by itself. In calls of
 * `train` that is so without `optimizer`, too.
 */
export function automaticRates(program: Program, source: SourceText): readonly AutomaticRate[] {
  if (!program.isSettings && !program.importsFrom(ULTRALYTICS)) return [];
  const rates: AutomaticRate[] = [];
  for (const { unit } of program.symbols) {
    for (const { dict } of unit.facts.dicts)
      if (!program.isSettings || dict.entries.some(({ key }) => OWN_KEY.test(key ?? '')))
        rates.push(...rateAmong(dict.entries.map(namedEntry), unit, source));
    for (const { call, scope } of unit.facts.calls) {
      const named = rateAmong(call.args, unit, source);
      const context = { unit, scope };
      rates.push(...named, ...(named.length === 0 ? rateWithoutOptimizer(program, call, context, source) : []));
    }
  }
  return rates;
}

/** Whether an object is certainly a model of Ultralytics: `YOLO("yolo11n.yaml")`, also with `.load("yolo11n.pt")`. */
function isModel(program: Program, object: Expression): boolean {
  if (object.kind !== 'call' || object.callee.kind !== 'path') return false;
  const { names, inner } = object.callee;
  return names.join('.') === '().load'
    ? isOnlyModels(program, inner)
    : ULTRALYTICS.test(program.qualifiedNameOf(object.callee));
}

function isOnlyModels(program: Program, objects: readonly Expression[]): boolean {
  return objects.length > 0 && objects.every((object) => isModel(program, object));
}

/** Whether a method is called of such a model. */
function isOfModel(program: Program, callee: Expression, context: Context): boolean {
  const holder = holderOf(callee);
  if (!holder) return false;
  const objects =
    holder.names[0] === '()' && holder.names.length === 1
      ? holder.inner
      : resolveAnywhere(program, holder, context).values.map(({ value }) => value);
  return isOnlyModels(program, objects);
}

type NamedExpression = Pick<Argument, 'name' | 'value'>;

function namedEntry({ key, value }: DictEntry): NamedExpression {
  return { name: key, value };
}

function rateAmong(named: readonly NamedExpression[], unit: Unit, source: SourceText): AutomaticRate[] {
  const rate = valueOf(named, RATE);
  const optimizer = valueOf(named, 'optimizer');
  if (!rate || optimizer?.kind !== 'text' || optimizer.value !== 'auto') return [];
  const written = source.textOf(unit, optimizer);
  const fix = { range: source.rangeOf(unit, optimizer), text: written.replace('auto', optimizerFor(rate)) };
  return [{ value: valueIn(rate), fix, ...source.rangeOf(unit, rate) }];
}

function rateWithoutOptimizer(
  program: Program,
  { callee, args }: CallExpression,
  context: Context,
  source: SourceText,
): AutomaticRate[] {
  const { unit } = context;
  const rate = args.find(({ name }) => name === RATE);
  const isOpen = args.some(({ name, spread }) => spread || OPENS.test(name ?? ''));
  if (!rate?.keyword || isOpen || lastName(callee) !== 'train' || !isOfModel(program, callee, context)) return [];
  const { start } = rate.keyword;
  const { end } = rate.value;
  const text = args.find(({ value }) => value.kind === 'text')?.value;
  const quote = text && source.textOf(unit, text).endsWith("'") ? "'" : '"';
  const optimizer = `optimizer=${quote}${optimizerFor(rate.value)}${quote}`;
  const fix = {
    range: source.rangeOf(unit, { start, end }),
    text: `${optimizer}, ${source.textOf(unit, { start, end })}`,
  };
  return [{ value: valueIn(rate.value), fix, ...source.rangeOf(unit, rate.value) }];
}

function valueOf(named: readonly NamedExpression[], name: string): Expression | undefined {
  return named.find((one) => one.name === name)?.value;
}

/** The optimizer whose usual rate is nearest. */
function optimizerFor(rate: Expression): 'SGD' | 'AdamW' {
  return (valueIn(rate) ?? Infinity) < LEAST_SGD_RATE ? 'AdamW' : 'SGD';
}

function valueIn(expression: Expression): number | null {
  return writtenNumber(expression)?.value ?? null;
}
