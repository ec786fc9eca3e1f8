/** What Python, JavaScript and files of settings come down to. Offsets are counted within the unit of code, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What an expression is written in: an entry of a dictionary, an argument of a call, or the value of a name. */
export interface Within {
  /** The dictionary or call around it; null directly under a statement. */
  readonly outer: DictExpression | CallExpression | null;
  /** The key, the keyword or the name that is assigned to; null for a positional argument. */
  readonly key: string | null;
  /** Whether it is one of several values that the code chooses among. */
  readonly isOption?: boolean;
}

export interface NumberExpression extends Span {
  readonly kind: 'number';
  readonly value: number;
}

export interface TextExpression extends Span {
  readonly kind: 'text';
  readonly value: string;
}

export interface TruthExpression extends Span {
  readonly kind: 'truth';
  readonly value: boolean;
}

/** `a`, `a.b`, `a["b"]`; an index that is no string is the name `[]`, something else than a name in front is the name `()`. */
export interface PathExpression extends Span {
  readonly kind: 'path';
  readonly names: readonly string[];
  /** Expressions inside of it: what is called or indexed by. */
  readonly inner: readonly Expression[];
}

export interface Argument {
  /** null for a positional argument. */
  readonly name: string | null;
  readonly value: Expression;
  /** `*args`, `**kwargs`, `...rest`. */
  readonly spread: boolean;
}

export interface CallExpression extends Span {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: readonly Argument[];
  within: Within;
}

export interface Entry {
  /** null for what is spread into the dictionary, empty for what is no text. */
  readonly key: string | null;
  /** Whether the key is a whole number. */
  readonly isCounted?: boolean;
  readonly value: Expression;
}

export interface DictExpression extends Span {
  readonly kind: 'dict';
  readonly entries: readonly Entry[];
  within: Within;
}

export interface ListExpression extends Span {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}

export interface OperationExpression extends Span {
  readonly kind: 'operation';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface NegationExpression extends Span {
  readonly kind: 'negation';
  readonly operand: Expression;
}

/** One of several values: `a if c else b`, `a or b`, `a ?? b`. */
export interface ChoiceExpression extends Span {
  readonly kind: 'choice';
  readonly options: readonly Expression[];
}

/** A function without a name, whose value is `body` (null if it has statements). */
export interface LambdaExpression extends Span {
  readonly kind: 'lambda';
  readonly body: Expression | null;
}

/** Whatever else: comparisons, conditions, comprehensions. No number in it is taken for a rate by its place. */
export interface OtherExpression extends Span {
  readonly kind: 'other';
}

export type Expression =
  | NumberExpression
  | TextExpression
  | TruthExpression
  | PathExpression
  | CallExpression
  | DictExpression
  | ListExpression
  | OperationExpression
  | NegationExpression
  | ChoiceExpression
  | LambdaExpression
  | OtherExpression;

/** `c` of `a.b.c`; null for what is no path. */
export function lastName(expression: Expression): string | null {
  return expression.kind === 'path' ? expression.names[expression.names.length - 1] : null;
}

/** `object.name` or `object["name"]`. */
export function extendPath(object: Expression, name: string, { start, end }: Span): PathExpression {
  if (object.kind === 'path') return { kind: 'path', names: [...object.names, name], inner: object.inner, start, end };
  return { kind: 'path', names: ['()', name], inner: [object], start, end };
}
