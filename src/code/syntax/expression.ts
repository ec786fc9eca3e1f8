/** A range of offsets from the start of the unit of code, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a call or dictionary is nested: in an entry of a dictionary, an argument of a call, or the value of a name. */
export interface Parent {
  /** The dictionary or call around it; null at the level of a statement. */
  readonly node: DictExpression | CallExpression | null;
  /** The key, keyword or name that it is the value of; null for a positional argument. */
  readonly key: string | null;
  /** Whether it is one of several values that the code chooses among. */
  readonly isAlternative?: boolean;
}

export interface NumberExpression extends Span {
  readonly kind: 'number';
  readonly value: number;
  /** In YAML: whether PyYAML reads it as text, because its exponent comes without a dot or a sign. */
  readonly isTextForPyYaml?: boolean;
}

export interface TextExpression extends Span {
  readonly kind: 'text';
  readonly value: string;
}

export interface BooleanExpression extends Span {
  readonly kind: 'truth';
  readonly value: boolean;
}

/** `a`, `a.b`, `a["b"]`. An index that isn't a string becomes the name `[]`, an object that isn't a path the name `()`. */
export interface PathExpression extends Span {
  readonly kind: 'path';
  readonly names: readonly string[];
  /** The object that the name `()` stands for. */
  readonly inner: readonly Expression[];
}

export interface Argument {
  /** Null for a positional argument. */
  readonly name: string | null;
  readonly value: Expression;
  /** Where its name is written; in Python only. */
  readonly keyword?: Span;
  /** `*args`, `**kwargs`, `...rest`. */
  readonly spread: boolean;
}

export interface CallExpression extends Span {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: readonly Argument[];
  parent: Parent;
}

export interface DictEntry {
  /** Null for a spread, empty if it isn't a string. */
  readonly key: string | null;
  /** Whether the key is an integer. */
  readonly hasIntegerKey?: boolean;
  readonly value: Expression;
}

export interface DictExpression extends Span {
  readonly kind: 'dict';
  readonly entries: readonly DictEntry[];
  parent: Parent;
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

/** An anonymous function that returns `body`; null if it has statements. */
export interface LambdaExpression extends Span {
  readonly kind: 'lambda';
  /** The name of its first parameter; null if it has none, or in JavaScript. */
  readonly parameter: string | null;
  readonly body: Expression | null;
}

/** Everything else, such as comparisons. No number in it is a rate because of where it is. */
export interface OtherExpression extends Span {
  readonly kind: 'other';
}

/** The expressions of Python, JavaScript and configuration files, as far as they matter for learning rates. */
export type Expression =
  | NumberExpression
  | TextExpression
  | BooleanExpression
  | PathExpression
  | CallExpression
  | DictExpression
  | ListExpression
  | OperationExpression
  | NegationExpression
  | ChoiceExpression
  | LambdaExpression
  | OtherExpression;

/** `c` of `a.b.c`; null if the expression isn't a path. */
export function lastName(expression: Expression): string | null {
  return expression.kind === 'path' ? expression.names[expression.names.length - 1] : null;
}

/** `a.b` of `a.b.c`; null if the expression isn't a path with a holder. */
export function holderOf(expression: Expression): PathExpression | null {
  return expression.kind === 'path' && expression.names.length > 1
    ? { ...expression, names: expression.names.slice(0, -1) }
    : null;
}

/** `object.name` or `object["name"]`. */
export function extendPath(object: Expression, name: string, { start, end }: Span): PathExpression {
  if (object.kind === 'path') return { kind: 'path', names: [...object.names, name], inner: object.inner, start, end };
  return { kind: 'path', names: ['()', name], inner: [object], start, end };
}
