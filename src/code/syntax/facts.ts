import type { CallExpression, DictExpression, Expression, OperationExpression, Span } from './expression.ts';

/** A function or class, in which names are visible. */
export interface Scope extends Span {
  readonly kind: 'class' | 'function';
  readonly name: string;
  /** Null at the top level. */
  readonly parent: Scope | null;
  /** For a function: its parameters in order, without `self`. */
  readonly parameters: readonly string[];
  /** For a class: the dotted names of its base classes. */
  readonly bases: readonly string[];
}

/** The innermost class around; the scope itself if it is a class. */
export function enclosingClass(scope: Scope | null): Scope | null {
  return scope === null || scope.kind === 'class' ? scope : enclosingClass(scope.parent);
}

/**
 * How a name gets its value: by assignment, as the default of a parameter, as a class field with a type annotation, or from a loop.
 */
export type BindingKind = 'assign' | 'parameter' | 'field' | 'loop';

/** A value that is bound to a name. */
export interface Binding extends Span {
  readonly kind: BindingKind;
  readonly scope: Scope | null;
  /** `["lr"]`, `["self", "lr"]`, `["group", "lr"]` for `group["lr"]`. */
  readonly names: readonly string[];
  /** Names that are bound at once (`lr, hr = 1, 2`). */
  readonly siblings: readonly string[];
  readonly value: Expression;
  /** The block of statements around; later code in the block always sees the value. Null at the top level. */
  readonly suite: Span | null;
  /** The innermost loop or condition around it; null if there is none in its function. */
  readonly block: Block | null;
}

/** A name that gets one of the values that a call returns: `b` of `a, b = make()`. */
export interface Unpacking {
  readonly scope: Scope | null;
  readonly names: readonly string[];
  readonly call: CallExpression;
  readonly index: number;
}

/** An addition to a named list: `groups += [a]`. */
export interface Addition {
  readonly scope: Scope | null;
  /** `groups`, also of `self.groups`. */
  readonly name: string;
  readonly value: Expression;
}

/** A product that is subtracted from something: `lr * g` of `w - lr * g` and of `w -= lr * g`. */
export interface Subtraction {
  readonly scope: Scope | null;
  readonly from: Expression;
  readonly product: OperationExpression;
}

/** An imported name: `optim` for `torch.optim`. */
export interface Import {
  /** `*` for everything in the module. */
  readonly local: string;
  readonly target: string;
}

/** A loop or condition within a function. */
export interface Block extends Span {
  readonly kind: 'for' | 'while' | 'if';
  readonly outer: Block | null;
  /** What a `for` iterates over. */
  readonly iterable: Expression | null;
  /** The variables of a `for`. */
  readonly targets: readonly string[];
  /** The source text of the conditions of an `if` or `while`. */
  readonly conditions: string;
  /** For an `if`: how many branches it has, `else` included. */
  readonly branches: number;
}

/** A call and the scope and block that it is in. */
export interface ScopedCall {
  readonly call: CallExpression;
  readonly scope: Scope | null;
  /** The innermost block around it; null if there is none in its function. */
  readonly block: Block | null;
}

/** A dictionary and the scope that it is in. */
export interface ScopedDict {
  readonly dict: DictExpression;
  readonly scope: Scope | null;
}

/** A value that a function returns. */
export interface Return {
  readonly scope: Scope;
  readonly value: Expression;
}

/** What may matter for learning rates in a unit of code. */
export interface Facts {
  readonly imports: Import[];
  readonly scopes: Scope[];
  readonly bindings: Binding[];
  readonly unpackings: Unpacking[];
  readonly additions: Addition[];
  readonly calls: ScopedCall[];
  readonly dicts: ScopedDict[];
  readonly returns: Return[];
  readonly subtractions: Subtraction[];
  /** The dotted names that an assignment such as `lr *= 0.9` changes. In Python only. */
  readonly augmented: Set<string>;
  /**
   * How often each name is written as a value, a target or a part of a path; those of attributes begin with a dot, those of items with a
   * bracket, and a name of which only an attribute or item is meant counts with a dot behind it, too. In Python only.
   */
  readonly mentions: Map<string, number>;
}

/** A unit of code, usually a top-level statement, with its facts, whose offsets count from its start. */
export interface Unit {
  readonly facts: Facts;
  /** Its offset in the cell. */
  readonly offset: number;
  readonly cell: number;
}
