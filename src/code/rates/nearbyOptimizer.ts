import {
  isOptimizerKey,
  isOptimizerName,
  isOptimizerSettingsKey,
  isPlainOptimizerName,
  optimizerOfSettingsClass,
  prefixOfOptimizerKey,
  shortName,
} from '../catalog/optimizerNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression, Within } from '../syntax/expression.ts';
import type { NamedValue } from '../program/namedValue.ts';
import { declaredSwitch } from '../program/commandLineOptions.ts';
import type { Program } from '../program/program.ts';

/** Keys under which a class is named, so that only the name of an optimizer counts. */
const CLASS_KEY =
  /^(type|name|class|class_name|class_path|_target_|__target__|_component_|_name_?|@optimizers|target|cls|kind|algorithm|algo|method|_partial_target_)$/i;

/** How far outwards another setting still speaks of the same training. */
const LEVELS = 4;

/** How far outwards an optimizer's own settings go: `optimizer: { type: Adam, params: { lr: 0.1 } }`. */
export const DIRECT = 2;

/** The optimizer that is named beside a value, or around it, in the same settings; null if none is, or more than one. */
export function optimizerAround(within: Within, levels = LEVELS): string | null {
  for (let { outer, key } = within, level = 0; outer && level < levels; { outer, key } = outer.within, level++) {
    if (key !== null && isOptimizerName(key) && outer.kind === 'dict' && level > 0) return key;
    const name =
      outer.kind === 'dict'
        ? (fromPrefixed(outer.entries, key) ?? fromPairs(outer.entries) ?? fromComposition(outer.entries))
        : fromArguments(outer.args);
    if (name !== null) return name;
    if (outer.within.key !== null && isOptimizerName(outer.within.key) && outer.kind === 'dict')
      return outer.within.key;
  }
  return null;
}

function fromArguments(args: readonly { readonly name: string | null; readonly value: Expression }[]): string | null {
  const named = fromPairs(args.map(({ name, value }) => ({ key: name, value })));
  if (named !== null) return named;
  const positional = args.flatMap(({ name, value }) =>
    name === null && (value.kind === 'text' || isClass(value)) ? (optimizerNamed(value) ?? []) : [],
  );
  return positional.length === 1 ? positional[0] : null;
}

/** `torch.optim.SGD` that is handed on to be created. */
function isClass(value: Expression): boolean {
  return /^[A-Z]/.test(lastName(value) ?? '');
}

interface Pair {
  readonly key: string | null;
  readonly value: Expression;
}

function fromPairs(pairs: readonly Pair[]): string | null {
  const names = new Set(pairs.flatMap(({ key, value }) => (key === null ? [] : (namedBy(key, value) ?? []))));
  return names.size === 1 ? [...names][0] : null;
}

/** `G_optimizer_type: adam` beside `G_optimizer_lr`. */
function fromPrefixed(pairs: readonly Pair[], beside: string | null): string | null {
  const own = pairs.filter(({ key }) => {
    const prefix = key === null ? null : prefixOfOptimizerKey(key);
    return prefix !== null && beside?.startsWith(prefix);
  });
  const names = new Set(own.flatMap(({ value }) => optimizerNamed(value) ?? []));
  return names.size === 1 ? [...names][0] : null;
}

/** Hydra's list of the files that a configuration is put together from: `defaults: [{ optimizer: adamw }, …]`. */
function fromComposition(pairs: readonly Pair[]): string | null {
  const files = pairs.find(({ key }) => key === 'defaults')?.value;
  if (files?.kind !== 'list') return null;
  const groups = files.items.flatMap((item) => (item.kind === 'dict' ? item.entries : []));
  return fromPairs(
    groups.map(({ key, value }) => ({
      key:
        key &&
        key
          .replace(/^override\s+/, '')
          .replace(/^\//, '')
          .replace(/@.*$/, ''),
      value,
    })),
  );
}

function namedBy(key: string, value: Expression): string | null {
  if (isOptimizerKey(key)) return value.kind === 'call' ? createdBy(value) : (optimizerNamed(value) ?? insideOf(value));
  if (isOptimizerSettingsKey(key)) return insideOf(value);
  return CLASS_KEY.test(key) || (value.kind === 'text' && isPlainOptimizerName(value.value))
    ? optimizerNamed(value)
    : null;
}

/** `Adam(…)`, `AdamConfig(…)`. */
function createdBy({ callee }: CallExpression): string | null {
  return optimizerNamed(callee) ?? optimizerOfSettingsClass(lastName(callee) ?? '');
}

/** `optimizer: { type: Adam }` or `optimizer: { init_args: … }` beside the value. */
function insideOf(value: Expression): string | null {
  if (value.kind !== 'dict') return null;
  for (const { key, value: inner } of value.entries) {
    const name = key !== null && CLASS_KEY.test(key) ? optimizerNamed(inner) : null;
    if (name !== null) return name;
  }
  return null;
}

/** The name of an optimizer as a text or as a class; null for anything else. */
export function optimizerNamed(value: Expression): string | null {
  const name = value.kind === 'text' ? value.value : value.kind === 'path' ? value.names[value.names.length - 1] : null;
  return name !== null && isOptimizerName(name) ? shortName(name) : null;
}

/**
 * The one optimizer that the file's options and settings name: `--opt` with the default `adamw`, `optimizer_type = "Lion"`. What the
 * program says outright counts before the default of an option, and that before what it says under a condition.
 */
export function optimizerOfSettings(program: Program): string | null {
  const all = program.optimizerKeys.flatMap((key) => key.values).filter((value) => !isInside(value));
  const outright = all.filter(({ kind, scope, suite }) => kind === 'assign' && scope === null && suite === null);
  const options = all.filter(({ kind }) => kind === 'option');
  const named = [outright, options, all].map(namesIn).find(({ size }) => size > 0);
  return named?.size === 1 ? [...named][0] : null;
}

function namesIn(values: readonly NamedValue[]): ReadonlySet<string> {
  return new Set(
    values
      .flatMap(({ value }) => optionsOf(value))
      .flatMap((option) => (option.kind === 'text' ? (optimizerNamed(option) ?? []) : (insideOf(option) ?? []))),
  );
}

/** The optimizers, in small letters, that a run takes only if a switch asks for them: `--sgd` with the action `store_true`. */
export function optimizersOfSwitches(program: Program): ReadonlySet<string> {
  const names = ['add_argument', 'option']
    .flatMap((name) => program.callsOf(name))
    .flatMap(({ call }) => declaredSwitch(call));
  return new Set(names.filter(isOptimizerName).map((name) => name.toLowerCase()));
}

/** Only what stands by itself speaks for the whole file. */
function isInside({ owner }: NamedValue): boolean {
  return owner?.kind === 'call';
}

/** What an option or a field is, unless it is told otherwise. */
export function optionsOf(value: Expression): readonly Expression[] {
  if (value.kind === 'call')
    return value.args.flatMap(({ name, value: argument }) => (name === 'default' ? argument : []));
  return [value];
}
