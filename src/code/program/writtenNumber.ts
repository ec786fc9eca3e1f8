import type { Expression, Span } from '../syntax/expression.ts';

/** A number that is written out, alone or as arithmetic of numbers: where its literals lie, and what they come to. */
export interface WrittenNumber extends Span {
  readonly value: number;
}

/** Folds `1e-3`, `-0.1`, `1e-3 / 8` and `10 ** -3`; null if anything else than numbers takes part. */
export function writtenNumber(expression: Expression): WrittenNumber | null {
  if (expression.kind === 'number') return expression;
  if (expression.kind === 'negation') {
    const operand = writtenNumber(expression.operand);
    return operand && { start: expression.start, end: operand.end, value: -operand.value };
  }
  if (expression.kind !== 'operation') return null;
  const left = writtenNumber(expression.left);
  const right = writtenNumber(expression.right);
  const value = left && right && OPERATIONS[expression.operator]?.(left.value, right.value);
  return typeof value === 'number' ? { start: left!.start, end: right!.end, value } : null;
}

/** Whether a number is written that lies between 0 and 1, as most rates do. */
export function isSmallNumber(expression: Expression): boolean {
  const number = writtenNumber(expression)?.value ?? NaN;
  return number > 0 && number < 1;
}

const OPERATIONS: Readonly<Record<string, ((a: number, b: number) => number) | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a % b,
  // JavaScript's own 10 ** -5 is off in its last digit.
  '**': (a, b) => (a === 10 && Number.isInteger(b) ? Number(`1e${b}`) : a ** b),
};
