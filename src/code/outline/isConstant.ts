import type { Context } from '../program/context.ts';
import type { Program } from '../program/program.ts';
import { resolveAnywhere } from '../program/resolve.ts';
import { lastName } from '../syntax/expression.ts';
import type { Expression, PathExpression } from '../syntax/expression.ts';
import type { Block } from '../syntax/facts.ts';
import { isInLoop } from './blocks.ts';

/** Whether the program shows that an expression in a loop is the same in each iteration. */
export function isConstant(expression: Expression, context: Context, program: Program): boolean {
  const areConstant = (parts: readonly Expression[]) => parts.every((part) => isConstant(part, context, program));
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'truth':
      return true;
    case 'negation':
      return areConstant([expression.operand]);
    case 'operation':
      return areConstant([expression.left, expression.right]);
    case 'list':
      return areConstant(expression.items);
    case 'dict':
      return areConstant(expression.entries.map(({ value }) => value));
    case 'call':
      // A function may return another value each time; a class doesn't.
      return /^[A-Z]/.test(lastName(expression.callee) ?? '') && areConstant(expression.args.map(({ value }) => value));
    case 'path':
      return isConstantPath(expression, context, program);
    default:
      return false;
  }
}

function isConstantPath(path: PathExpression, context: Context, program: Program): boolean {
  const { names } = path;
  if (names.includes('[]') || names.includes('()')) return false;
  if (targetsAround(context.block ?? null).includes(names[0])) return false;
  const { values } = resolveAnywhere(program, path, context);
  if (values.length > 1 || values.some(({ block }) => isInLoop(block))) return false;
  const name = names.join('.');
  return program.symbols.every(
    ({ unit: { facts } }) =>
      !facts.augmented.has(name) && !facts.unpackings.some((unpacking) => unpacking.names.join('.') === name),
  );
}

/** The variables of the loops around. */
function targetsAround(block: Block | null): readonly string[] {
  return block ? [...block.targets, ...targetsAround(block.outer)] : [];
}
