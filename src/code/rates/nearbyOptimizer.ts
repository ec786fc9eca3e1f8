import {
  isOptimizerKey,
  isOptimizerName,
  isOptimizerSettingsKey,
  isPlainOptimizerName,
  optimizerOfSettingsClass,
  shortName,
} from '../catalog/optimizerNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression, Parent } from '../syntax/expression.ts';
import type { NamedValue } from '../program/namedValue.ts';
import { onlyOf } from '../program/lists.ts';
import type { Program } from '../program/program.ts';

/** Keys whose value is the name of a class, which may be that of an optimizer. */
const CLASS_KEY =
  /^(type|name|class|class_name|class_path|_target_|__target__|_component_|_name_?|@optimizers|target|cls|kind|algorithm|algo|method|_partial_target_)$/i;

/** How many levels of settings around a rate are about the same training. */
const MAX_LEVELS = 4;

/** The optimizer that is named next to a value or around it, in the same settings; null if there is none, or more than one. */
export function findNearbyOptimizer(program: Program, parent: Parent, levels = MAX_LEVELS): string | null {
  for (let { node, key } = parent, level = 0; node && level < levels; { node, key } = node.parent, level++) {
    if (key !== null && isOptimizerName(key) && node.kind === 'dict' && level > 0) return key;
    const name =
      node.kind === 'dict' ? program.derive(node.entries, fromEntries) : program.derive(node.args, fromArguments);
    if (name !== null) return name;
    if (node.parent.key !== null && isOptimizerName(node.parent.key) && node.kind === 'dict') return node.parent.key;
  }
  return null;
}

function fromArguments(args: readonly { readonly name: string | null; readonly value: Expression }[]): string | null {
  const named = fromPairs(args.map(({ name, value }) => ({ key: name, value })));
  if (named !== null) return named;
  const positional = args.flatMap(({ name, value }) =>
    name === null && (value.kind === 'text' || isClassName(value)) ? (optimizerNameIn(value) ?? []) : [],
  );
  return positional.length === 1 ? positional[0] : null;
}

/** Whether a value is a class, such as `torch.optim.SGD`, that is passed on to be instantiated. */
function isClassName(value: Expression): boolean {
  return /^[A-Z]/.test(lastName(value) ?? '');
}

interface Pair {
  readonly key: string | null;
  readonly value: Expression;
}

function fromPairs(pairs: readonly Pair[]): string | null {
  return onlyOf(pairs.flatMap(({ key, value }) => (key === null ? [] : (optimizerInEntry(key, value) ?? []))));
}

function fromEntries(entries: readonly Pair[]): string | null {
  return fromPairs(entries) ?? fromComposition(entries);
}

/** The optimizer in Hydra's list of the files that make up a configuration: `defaults: [{ optimizer: adamw }, …]`. */
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
          .split('@', 1)[0],
      value,
    })),
  );
}

function optimizerInEntry(key: string, value: Expression): string | null {
  if (isOptimizerKey(key))
    return value.kind === 'call' ? optimizerInCall(value) : (optimizerNameIn(value) ?? optimizerInDict(value));
  if (isOptimizerSettingsKey(key)) return optimizerInDict(value);
  return CLASS_KEY.test(key) || (value.kind === 'text' && isPlainOptimizerName(value.value))
    ? optimizerNameIn(value)
    : null;
}

/** The optimizer of `Adam(…)` and `AdamConfig(…)`. */
function optimizerInCall({ callee }: CallExpression): string | null {
  return optimizerNameIn(callee) ?? optimizerOfSettingsClass(lastName(callee) ?? '');
}

/** The optimizer of `{ type: Adam }`. */
function optimizerInDict(value: Expression): string | null {
  if (value.kind !== 'dict') return null;
  for (const { key, value: inner } of value.entries) {
    const name = key !== null && CLASS_KEY.test(key) ? optimizerNameIn(inner) : null;
    if (name !== null) return name;
  }
  return null;
}

/** The name of an optimizer that is written as a string or as a class; null for anything else. */
export function optimizerNameIn(value: Expression): string | null {
  const name = value.kind === 'text' ? value.value : value.kind === 'path' ? value.names[value.names.length - 1] : null;
  return name !== null && isOptimizerName(name) ? shortName(name) : null;
}

/**
 * The optimizer that the file's options and settings select: `--opt` with the default `adamw`, `optimizer_type = "Lion"`. Top-level
 * assignments win over defaults of options, and those over conditional assignments. Null if there is none, or more than one.
 */
export function configuredOptimizer(program: Program): string | null {
  const all = program.optimizerKeys.flatMap((key) => key.values).filter((value) => !isCallKeyword(value));
  const outright = all.filter(({ kind, scope, suite }) => kind === 'assign' && scope === null && suite === null);
  const options = all.filter(({ kind }) => kind === 'option');
  const named = [outright, options, all].map(optimizersIn).find(({ size }) => size > 0);
  return onlyOf(named ?? []);
}

function optimizersIn(values: readonly NamedValue[]): ReadonlySet<string> {
  return new Set(
    values
      .flatMap(({ value }) => defaultValuesOf(value))
      .flatMap((option) =>
        option.kind === 'text' ? (optimizerNameIn(option) ?? []) : (optimizerInDict(option) ?? []),
      ),
  );
}

/** Whether a value is a keyword argument, and so isn't about the whole file. */
function isCallKeyword({ container }: NamedValue): boolean {
  return container?.kind === 'call';
}

/** The defaults of an option or field; any other value is its own default. */
export function defaultValuesOf(value: Expression): readonly Expression[] {
  if (value.kind === 'call')
    return value.args.flatMap(({ name, value: argument }) => (name === 'default' ? argument : []));
  return [value];
}
