import { familyOf } from '../../domain/optimizerFamily.ts';
import type { CatalogEntry, OptimizerEntry } from '../catalog/catalogEntry.ts';
import { isDistinctiveName, isOptimizerClassName, isOptimizerName, shortName } from '../catalog/optimizerNames.ts';
import { torchOptimizer } from '../catalog/torch.ts';
import { parseRateName } from '../rateNames.ts';
import { extendPath, lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression, PathExpression } from '../syntax/expression.ts';
import { isSmallNumber, writtenNumber } from '../program/writtenNumber.ts';
import type { Context } from '../program/context.ts';
import type { Program } from '../program/program.ts';
import { resolve } from '../program/resolve.ts';

/** What a call creates, and how many arguments come before those in the catalog. */
export interface Callee {
  readonly entry: CatalogEntry;
  /** 1 in `partial(Adam, 1e-3)`. */
  readonly shift: number;
  /** Whether the call may create something else. */
  readonly isAmbiguous: boolean;
}

/** The catalog entries that a call may create, also through wrappers: `L(SGD)(lr=0.1)`, `inject_hyperparams(adam)(learning_rate=0.1)`. */
export function calleesOf(program: Program, call: CallExpression, context: Context): readonly Callee[] {
  const { callee } = call;
  const calleesFor = (entries: readonly CatalogEntry[], shift: number) =>
    entries.map((entry) => ({ entry, shift, isAmbiguous: entries.length > 1 }));
  if (callee.kind === 'call') {
    const inner = wrappedClass(callee) ?? callee.args[0]?.value;
    return inner?.kind === 'path' ? calleesFor(entriesOf(program, inner, context, callee), 0) : [];
  }
  if (callee.kind !== 'path') return [];
  if (
    /^(partial|partialmethod|Partial|LazyCall|Config|builds|just|inject_hyperparams|with_options)$/.test(
      lastName(callee) ?? '',
    )
  ) {
    const [first] = call.args;
    if (first?.name === null && first.value.kind === 'path') {
      const entries = entriesOf(program, first.value, context, call);
      if (entries.length > 0 && lastName(callee) !== 'inject_hyperparams') return calleesFor(entries, 1);
    }
  }
  return calleesFor(entriesOf(program, callee, context, call), 0);
}

function entriesOf(
  program: Program,
  path: PathExpression,
  context: Context,
  call: CallExpression,
): readonly CatalogEntry[] {
  const known = program.catalogEntryOf(path);
  if (known) return [known];
  const aliases = aliasesOf(program, path, context, path, call, MAX_ALIAS_DEPTH);
  if (aliases.length > 0) return aliases;
  const similar = inferOptimizer(program, path, call);
  return similar ? [similar] : [];
}

/** How many names a class is followed through: two for `self.cls = cls` with the parameter `cls=torch.optim.AdamW`. */
const MAX_ALIAS_DEPTH = 2;

/** The optimizers that a name stands for: `cls = torch.optim.AdamW`. */
function aliasesOf(
  program: Program,
  name: PathExpression,
  context: Context,
  path: PathExpression,
  call: CallExpression,
  depth: number,
): CatalogEntry[] {
  return resolve(program, name, context).values.flatMap(({ value, unit, scope }) =>
    alternativesOf(value).flatMap((option) => {
      const target = option.kind === 'call' ? wrappedClass(option) : option;
      if (target?.kind !== 'path' || target === path) return [];
      const entry = program.catalogEntryOf(target) ?? inferOptimizer(program, target, call);
      if (entry) return [entry];
      return depth > 1 && target !== name ? aliasesOf(program, target, { unit, scope }, path, call, depth - 1) : [];
    }),
  );
}

/** The class in `partial(torch.optim.Adam, …)` and `getattr(torch.optim, "Adam")`. */
function wrappedClass({ callee, args: [first, second] }: CallExpression): Expression | null {
  const name = lastName(callee) ?? '';
  if (first?.value.kind !== 'path') return null;
  if (/^(partial|Partial)$/.test(name)) return first.value;
  return name === 'getattr' && second?.value.kind === 'text'
    ? extendPath(first.value, second.value.value, second.value)
    : null;
}

function alternativesOf(value: Expression): readonly Expression[] {
  return value.kind === 'choice' ? value.options : [value];
}

/** An optimizer that isn't in the catalog, but is named and called like one. */
function inferOptimizer(program: Program, path: PathExpression, call: CallExpression): OptimizerEntry | null {
  const name = path.names[path.names.length - 1];
  const module = program.qualifiedNameOf(path).slice(0, -name.length);
  if (!isOptimizerClassName(name)) return null;
  const [first] = call.args;
  const takesParameters = first?.name === null && isParameters(first.value);
  const beginsWithRate =
    first?.name === null &&
    program.mentionsTraining &&
    (parseRateName(lastName(first.value) ?? '') !== null ||
      (maybeRate(first.value) && isSurelyOptimizer(program, name, module)));
  const takesRate =
    call.args.some(
      (argument) => argument.name !== null && /^(lr|learning_?rate|lr_rate|step_size)$/i.test(argument.name),
    ) || beginsWithRate;
  const isClass = /^[A-Z]/.test(name);
  if (!takesParameters && !takesRate && !(isClass && isOptimizerName(name) && /optim/i.test(module))) return null;
  if (!isClass && !takesRate && !/optim/i.test(module)) return null;
  // DistributedOptimizer(optim.SGD, parameters, lr=0.05)
  const wrapped = call.args
    .map(({ value }) =>
      value.kind === 'path' && isOptimizerName(lastName(value) ?? '') ? program.catalogEntryOf(value) : null,
    )
    .find((entry) => entry?.kind === 'optimizer');
  const torchLike = torchOptimizer(wrapped?.name ?? shortName(name), null);
  if (takesParameters) return torchLike;
  // Rate-free optimizers have another first parameter.
  const isFirst =
    beginsWithRate ||
    (/^(keras|tensorflow|tensorflow_addons|tfa|objax|numpyro|jax)\b/.test(module) && !familyOf(name)?.isRateFree);
  const rate = { names: torchLike.rate.names, position: isFirst ? 0 : null, part: 'base' } as const;
  return { ...torchLike, framework: frameworkOf(module), groups: null, rate };
}

function frameworkOf(module: string): OptimizerEntry['framework'] {
  if (/^(keras|tensorflow)/.test(module)) return 'keras';
  return /^(torch|apex|timm|bitsandbytes|deepspeed|lightning)/.test(module) ? 'torch' : 'other';
}

/** Whether the name can only be that of an optimizer: many are also words with other meanings. */
function isSurelyOptimizer(program: Program, name: string, module: string): boolean {
  const hasOptimizerName = isDistinctiveName(name) || (isOptimizerName(name) && /optim/i.test(module));
  return hasOptimizerName && program.functionsNamed(name).length === 0;
}

/** Whether the value may be a rate; 0 freezes the weights. */
function maybeRate(value: Expression): boolean {
  return isSmallNumber(value) || writtenNumber(value)?.value === 0;
}

/** `model.parameters()`, `params`, `optimizer_grouped_parameters`, a list of groups. */
function isParameters(value: Expression): boolean {
  if (value.kind === 'path') return /param|group|weights/i.test(value.names.join('.'));
  if (value.kind === 'call')
    return (
      isParameters(value.callee) ||
      value.args.some(({ name, value: argument }) => name === null && isParameters(argument))
    );
  if (value.kind === 'list')
    return value.items.some(
      (item) => isParameters(item) || (item.kind === 'dict' && item.entries.some(({ key }) => key === 'params')),
    );
  return false;
}
