import { argumentFor } from '../program/arguments.ts';
import { declaredOption } from '../program/commandLineOptions.ts';
import type { Context } from '../program/context.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import { parseRateName } from '../rateNames.ts';
import type { SourceText } from '../sourceText.ts';
import { lastName } from '../syntax/expression.ts';
import type { Expression, Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { numberValue } from '../syntax/literals.ts';
import type { CreatedObject } from './createdObject.ts';
import type { SettingReader } from './settingReader.ts';
import type { NonNumericRate } from './trainingOutline.ts';

/** How many names a rate is followed through. */
const MAX_NAMES = 3;

/** The rate of an optimizer or of settings, if it is no number when the program runs. */
export function nonNumericRates({ call, entry }: CreatedObject, reader: SettingReader): readonly NonNumericRate[] {
  if (!entry || entry.kind === 'scheduler') return [];
  const rate = argumentFor(call.call, entry.rate)?.value;
  if (rate) return nonNumericIn(rate, call, reader, MAX_NAMES);
  // **settings
  return call.call.args.flatMap(({ value, spread }) => {
    const only = spread && value.kind === 'path' ? reader.lengths.onlyValueOf(value, call) : null;
    const entries = only?.value.kind === 'dict' ? only.value.entries : [];
    return entries.flatMap((one) =>
      only && entry.rate.names.includes(one.key ?? '') ? nonNumericIn(one.value, only, reader, MAX_NAMES) : [],
    );
  });
}

/** Rates in settings that are text: in quotes, or for PyYAML. Hydra reads the latter as numbers. */
export function nonNumericSettings({ program, source }: SettingReader): readonly NonNumericRate[] {
  if (!program.mentionsTraining) return [];
  const isForHydra = ['_target_', 'defaults'].some((name) => program.nameOf(name).values.length > 0);
  return [...program.symbols].flatMap(({ unit }) =>
    unit.facts.dicts.flatMap(({ dict }) =>
      dict.entries.flatMap(({ key, value }) => {
        if (parseRateName(key ?? '') === null) return [];
        if (value.kind === 'text' && numberValue(value.value) !== null)
          return [nonNumeric('quoted', unit, value, value.value, source)];
        if (value.kind !== 'number' || !value.isTextForPyYaml || isForHydra) return [];
        const right = source
          .textOf(unit, value)
          .replace(/^(\d+)(?=e)/i, '$1.0')
          .replace(/e(?=\d)/i, 'e+');
        return [nonNumeric('yaml', unit, value, right, source)];
      }),
    ),
  );
}

function nonNumericIn(
  rate: Expression,
  context: Context,
  reader: SettingReader,
  names: number,
): readonly NonNumericRate[] {
  const { unit } = context;
  const { source } = reader;
  if (isInput(rate, context, reader)) {
    const convert = reader.program.isScript ? 'Number' : 'float';
    return [nonNumeric('input', unit, rate, `${convert}(${source.textOf(unit, rate)})`, source)];
  }
  switch (rate.kind) {
    case 'text':
      return numberValue(rate.value.trim()) === null ? [] : [nonNumeric('text', unit, rate, rate.value.trim(), source)];
    case 'list': {
      const text = source.textOf(unit, rate);
      const [item, ...more] = rate.items;
      const isTuple = more.length === 0 && item !== undefined && writtenNumber(item) !== null && /^[\d.]/.test(text);
      return isTuple ? [nonNumeric('tuple', unit, rate, source.textOf(unit, item), source)] : [];
    }
    case 'operation': {
      const [left, right] = [writtenNumber(rate.left)?.value, writtenNumber(rate.right)?.value];
      if (rate.operator !== '^' || left === undefined || right === undefined) return [];
      return [nonNumeric('xor', unit, rate, left === 10 ? `1e${right}` : null, source)];
    }
    case 'call': {
      const [first] = rate.args;
      const value = first ? writtenNumber(first.value)?.value : undefined;
      const isRounded = lastName(rate.callee) === 'int' && value !== undefined && Math.abs(value) < 1 && value !== 0;
      return isRounded ? [nonNumeric('rounded', unit, rate, source.textOf(unit, first.value), source)] : [];
    }
    case 'choice':
      return rate.options.flatMap((option) => nonNumericIn(option, context, reader, names));
    case 'path': {
      const only = reader.lengths.onlyValueOf(rate, context);
      if (!only || names === 0) return [];
      return untypedOption(only.value, reader) ?? nonNumericIn(only.value, only, reader, names - 1);
    }
    default:
      return [];
  }
}

/** What the command line, the environment and the user give, which is text. */
const INPUTS = /^(sys\.argv|process\.argv|os\.environ|process\.env)\.(?!get$)/;
const INPUT_CALLS = /^(os\.environ\.get|os\.getenv|input|prompt)$/;

/** Calls that return elements of a page, whose `value` is text. */
const ELEMENT = /^(getElementById|querySelector)$/;

/** Whether a value comes from outside of the program, as text. */
function isInput(value: Expression, context: Context, { program, lengths }: SettingReader): boolean {
  if (value.kind === 'call') {
    const name = value.callee.kind === 'path' ? program.qualifiedNameOf(value.callee) : '';
    // The program may have a function of that name itself.
    return INPUT_CALLS.test(name) && program.functionsNamed(name).length === 0;
  }
  if (value.kind !== 'path') return false;
  if (INPUTS.test(program.qualifiedNameOf(value))) return true;
  if (!program.isScript || value.names.length !== 2 || value.names[1] !== 'value') return false;
  const holder =
    value.names[0] === '()'
      ? value.inner[0]
      : lengths.onlyValueOf({ ...value, names: value.names.slice(0, 1) }, context)?.value;
  return holder?.kind === 'call' && ELEMENT.test(lastName(holder.callee) ?? '');
}

/** The option of argparse whose default a value is, if its type isn't that of a rate; null if it is no option, or right. */
function untypedOption(value: Expression, { program, source }: SettingReader): readonly NonNumericRate[] | null {
  const site = program.callsTo('add_argument').find(({ call }) => declaredOption(call)?.value === value);
  const type = site?.call.args.find(({ name }) => name === 'type');
  const flag = site?.call.args.find(({ name, value: text }) => name === null && text.kind === 'text');
  const isDecimal = type && !(type.value.kind === 'path' && /^(int|str)$/.test(type.value.names.join('.')));
  // argparse converts a default that is text, too.
  if (isDecimal && value.kind === 'text') return [];
  if (!site || !flag || !writtenNumber(value) || site.call.args.some(({ name, spread }) => name === 'action' || spread))
    return null;
  if (!type)
    return [nonNumeric('option', site.unit, flag.value, `${source.textOf(site.unit, flag.value)}, type=float`, source)];
  return isDecimal ? null : [nonNumeric('option', site.unit, type.value, 'float', source)];
}

function nonNumeric(
  kind: NonNumericRate['kind'],
  unit: Unit,
  span: Span,
  right: string | null,
  source: SourceText,
): NonNumericRate {
  return { kind, text: source.textOf(unit, span), right, ...source.rangeOf(unit, span) };
}
