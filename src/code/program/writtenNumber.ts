import type { Expression, Span } from '../syntax/expression.ts';

/** A number literal, or arithmetic on number literals: its span and its value. */
export interface WrittenNumber extends Span {
  readonly value: number;
}

/** Evaluates `1e-3`, `-0.1`, `1e-3 / 8`, `0.1 * (512 / 256)` and `10 ** -3`; null if anything but numbers is involved. */
export function writtenNumber(expression: Expression): WrittenNumber | null {
  if (expression.kind === 'number') return expression;
  // Not from operand to operand: a bracket around one of them belongs to the whole.
  const { start, end } = expression;
  if (expression.kind === 'negation') {
    const operand = writtenNumber(expression.operand);
    return operand && { start, end, value: -operand.value };
  }
  if (expression.kind !== 'operation') return null;
  const left = writtenNumber(expression.left);
  const right = writtenNumber(expression.right);
  const value = left && right && calculate(expression.operator, left.value, right.value);
  return typeof value === 'number' ? { start, end, value } : null;
}

/** The result of an arithmetic operation; null for other operators. */
export function calculate(operator: string, a: number, b: number): number | null {
  return OPERATIONS[operator]?.(a, b) ?? null;
}

/** Whether the expression is a number between 0 and 1, as most rates are. */
export function isSmallNumber(expression: Expression): boolean {
  const number = writtenNumber(expression)?.value ?? NaN;
  return number > 0 && number < 1;
}

/** The factors in the numerator of a product: a and b of `a * b / c`. */
export function factorsOf(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'operation' || writtenNumber(expression)) return [expression];
  if (expression.operator === '*') return [...factorsOf(expression.left), ...factorsOf(expression.right)];
  return expression.operator === '/' ? factorsOf(expression.left) : [expression];
}

const OPERATIONS: Readonly<Record<string, ((a: number, b: number) => number) | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => a % b,
  // In JavaScript, 10 ** -5 is off in the last digit.
  '**': (a, b) => (a === 10 && Number.isInteger(b) ? Number(`1e${b}`) : a ** b),
};
