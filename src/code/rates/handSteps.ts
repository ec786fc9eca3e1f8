import { holderOf, lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression, PathExpression } from '../syntax/expression.ts';
import { enclosingClass } from '../syntax/facts.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import type { Context } from '../program/context.ts';
import type { Program } from '../program/program.ts';
import { factorsOf } from '../program/writtenNumber.ts';
import { resolve } from '../program/resolve.ts';
import type { AttributedRates } from './rateCollector.ts';
import { traceRate } from './traceRate.ts';

const SUBTRACTS = /^(sub|sub_|subtract|assign_sub)$/;
const ADDS = /^(add|add_|addcdiv_|assign_add)$/;
const MULTIPLIES = /^(mul|multiply)$/;

/**
 * The rates with which the statements of a unit take a step themselves, without an optimizer: `w -= lr * gradient`,
 * `p.add_(gradient, alpha=-lr)`.
 */
export function searchHandSteps(program: Program, unit: Unit): readonly AttributedRates[] {
  if (!program.mentionsTraining) return [];
  const { subtractions, calls } = unit.facts;
  const steps = [
    // `1 - lr * decay` shrinks the weights, `lr - lr * decay` the rate.
    ...subtractions.flatMap(({ from, product, scope }) =>
      from.kind === 'number' || isRate(program, from) ? [] : placed(factorsIn(product), scope, unit),
    ),
    ...calls.flatMap(({ call, scope }) => placed(factorsOfStep(call), scope, unit)),
  ];
  return steps.flatMap(({ factor, context }) =>
    isRate(program, factor) && !isOfOptimizer(program, factor, context)
      ? {
          attribution: { goesElsewhere: true },
          trace: traceRate(program, factor, context, { role: 'constant', part: 'base', name: lastName(factor) }),
        }
      : [],
  );
}

function placed(factors: readonly Expression[], scope: Scope | null, unit: Unit) {
  return factors.flatMap((factor) => (factor.kind === 'path' ? [{ factor, context: { scope, unit } }] : []));
}

function isRate(program: Program, expression: Expression): boolean {
  const name = lastName(expression);
  return name !== null && program.nameOf(name).rateName !== null;
}

/** Whether an optimizer that the program defines takes the step, with the rate of a parameter group: `group["lr"]`. */
function isOfOptimizer(program: Program, rate: PathExpression, context: Context): boolean {
  if (enclosingClass(context.scope)?.bases.some((base) => base.endsWith('Optimizer'))) return true;
  const holder = holderOf(rate);
  return (
    rate.names.includes('param_groups') ||
    (holder !== null && resolve(program, holder, context).values.some(({ kind }) => kind === 'loop'))
  );
}

/** The factors of what a call subtracts: `w.sub_(lr * g)`, `w.add_(g, alpha=-lr)`, `w.add_(-lr, g)`. */
function factorsOfStep({ callee, args }: CallExpression): readonly Expression[] {
  const name = lastName(callee) ?? '';
  const values = args.map(({ value }) => value);
  if (SUBTRACTS.test(name)) return values.flatMap(factorsIn);
  const negated = values.flatMap(factorsIn).flatMap((value) => (value.kind === 'negation' ? value.operand : []));
  return ADDS.test(name) ? negated.flatMap(factorsIn) : [];
}

/** The factors of a product, also of `a.mul(b)`. */
function factorsIn(expression: Expression): readonly Expression[] {
  return factorsOf(expression).flatMap((factor) =>
    factor.kind === 'call' && MULTIPLIES.test(lastName(factor.callee) ?? '')
      ? factor.args.flatMap(({ value }) => factorsIn(value))
      : factor,
  );
}
