import { argumentFor, keywordValue } from '../program/arguments.ts';
import { valuesPassedFor } from '../program/callers.ts';
import type { Context } from '../program/context.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { resolveAnywhere } from '../program/resolve.ts';
import { writtenNumber } from '../program/writtenNumber.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression, PathExpression } from '../syntax/expression.ts';
import { enclosingClass } from '../syntax/facts.ts';
import type { Block } from '../syntax/facts.ts';

/** How many names the size of a batch is followed through. */
const MAX_NAMES = 3;
/** A size that has more values isn't followed. */
const MAX_VALUES = 4;

/**
 * Whether the program trains on a data set only in batches of more than one sample, so that its length isn't the number of batches. False
 * in doubt: a loader has a length, too.
 */
export function isBatched(data: PathExpression, context: Context, program: Program): boolean {
  const splits = ['DataLoader', 'fit']
    .flatMap((name) => (program.functionsNamed(name).length > 0 ? [] : program.callsTo(name)))
    .filter(({ call, ...site }) => {
      const passed = argumentFor(call, { names: ['dataset', 'x'], position: 0 })?.value;
      return passed?.kind === 'path' && isSame(program, data, context, passed, site);
    })
    .map((site) => splitsData(program, site));
  return splits.includes(true) && !splits.includes(false) && !mayBeLoader(program, data, context) && !isUsedWhole(program, data); // prettier-ignore
}

/** Whether a call splits its data into batches of more than one sample; null if it may have nothing to do with a training. */
function splitsData(program: Program, site: CallSite): boolean | null {
  const { call } = site;
  if (lastName(call.callee) === 'DataLoader') {
    const size = argumentFor(call, { names: ['batch_size'], position: 1 });
    return size !== null && isAboveOne(program, size.value, site, MAX_NAMES);
  }
  if (keywordValue(call, 'steps_per_epoch') || call.args.some(({ spread }) => spread)) return false;
  const size = keywordValue(call, 'batch_size');
  if (size) return isAboveOne(program, size, site, MAX_NAMES);
  // Scalers and models of other libraries have a `fit`, too.
  if (!keywordValue(call, 'epochs') || !program.importsFrom(/^(keras|tensorflow|tf_keras)\b/)) return null;
  const third = argumentFor(call, { names: [], position: 2 });
  if (third) return isAboveOne(program, third.value, site, MAX_NAMES);
  // Generators and data sets that have batches already come without targets.
  return argumentFor(call, { names: ['y'], position: 1 })?.value.kind === 'path' || null;
}

/** Whether the size of a batch is above 1, whichever value it has. What the file doesn't show is. */
function isAboveOne(program: Program, size: Expression, context: Context, names: number): boolean {
  const number = writtenNumber(size);
  if (number) return number.value > 1;
  if (size.kind !== 'path' || names === 0) return false;
  const { values, parameterOf } = resolveAnywhere(program, size, context);
  const all = [...values, ...(parameterOf ? valuesPassedFor(program, parameterOf, size.names[0]) : [])];
  return all.length <= MAX_VALUES && all.every((one) => isAboveOne(program, one.value, one, names - 1));
}

/** Whether two paths are one object for certain: they have one value at most, and the same. */
function isSame(program: Program, a: PathExpression, inA: Context, b: PathExpression, inB: Context): boolean {
  if (String(a.names) !== String(b.names) || a.names.some((name) => name === '[]' || name === '()')) return false;
  const [first, second] = [resolveAnywhere(program, a, inA), resolveAnywhere(program, b, inB)];
  const [value, ...more] = first.values;
  if (more.length > 0 || second.values.length > 1 || value !== second.values[0]) return false;
  if (first.parameterOf !== second.parameterOf) return false;
  if (value || first.parameterOf) return true;
  // Nothing shows what it is.
  return /^(self|this)$/.test(a.names[0])
    ? enclosingClass(inA.scope) === enclosingClass(inB.scope)
    : inA.scope === inB.scope;
}

/** Whether a name gets several values, or one from a call that may return a loader. */
function mayBeLoader(program: Program, data: PathExpression, context: Context): boolean {
  const name = data.names.join('.');
  const calls = program.symbols.flatMap(({ unit }) =>
    unit.facts.unpackings.flatMap(({ names, call }) => (names.join('.') === name ? call : [])),
  );
  const values = [...resolveAnywhere(program, data, context).values.map(({ value }) => value), ...calls];
  return (
    values.length > 1 ||
    values.some((value) => value.kind === 'call' && (/loader/i.test(lastName(value.callee) ?? '') || callsFunction(program, value))) // prettier-ignore
  );
}

/** Whether a loop goes over the data without batches, or may do so in a function of the program. */
function isUsedWhole(program: Program, { names }: PathExpression): boolean {
  const name = names.join('.');
  return (
    program.derive(program, iterablesOf).some((iterable) => mentions(iterable, name)) ||
    program.symbols.some(({ calls }) =>
      calls.some(
        ({ call }) =>
          call.args.some(({ value }) => value.kind === 'path' && value.names.join('.') === name) &&
          callsFunction(program, call),
      ),
    )
  );
}

/** What the loops of a program go over. */
function iterablesOf(program: Program): readonly Expression[] {
  const blocks = new Set<Block>();
  for (const { calls } of program.symbols)
    for (const { block } of calls)
      for (let around = block; around && !blocks.has(around); around = around.outer) blocks.add(around);
  return [...blocks].flatMap(({ iterable }) => iterable ?? []);
}

function mentions(expression: Expression, name: string): boolean {
  if (expression.kind === 'path') return `${expression.names.join('.')}.`.startsWith(`${name}.`);
  if (expression.kind !== 'call') return false;
  return mentions(expression.callee, name) || expression.args.some(({ value }) => mentions(value, name));
}

/** Whether a call is to a function of the program, and not to a class. */
function callsFunction(program: Program, { callee }: CallExpression): boolean {
  return program.functionsNamed(lastName(callee) ?? '').some(({ scope }) => scope.name === lastName(callee));
}
