import { lastName } from './expression.ts';
import type { Argument, CallExpression, DictExpression, DictEntry, Expression, Span, Parent } from './expression.ts';
import { numberValue, textValue } from './literals.ts';
import type { Binding, BindingKind, Block, Facts, Scope } from './facts.ts';

const NO_PARENT: Parent = { node: null, key: null };

/** Where a reader is. */
type Place = Pick<Binding, 'scope' | 'block' | 'suite'>;

/** Collects the facts of one unit of code while a reader walks its tree. Keeps track of the scope and block that the reader is in. */
export class FactBuilder {
  readonly facts: Facts = {
    imports: [],
    scopes: [],
    bindings: [],
    unpackings: [],
    additions: [],
    calls: [],
    dicts: [],
    returns: [],
    subtractions: [],
    augmented: new Set(),
    mentions: new Map(),
  };
  #place: Place = { scope: null, block: null, suite: null };

  constructor(readonly text: string) {}

  get scope(): Scope | null {
    return this.#place.scope;
  }

  textOf({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  operatorBetween(left: Span, right: Span): string {
    return /[-+*/%@&|^<>?]+/.exec(this.text.slice(left.end, right.start))?.[0] ?? '';
  }

  /** Reads a number literal. */
  number({ start, end }: Span): Expression {
    const value = numberValue(this.text.slice(start, end));
    return value === null ? { kind: 'other', start, end } : { kind: 'number', value, start, end };
  }

  /** Reads a string literal. */
  string({ start, end }: Span): Expression {
    const value = textValue(this.text.slice(start, end));
    return value === null ? { kind: 'other', start, end } : { kind: 'text', value, start, end };
  }

  /** Reads the contents of a function or class. */
  inScope(scope: Omit<Scope, 'parent'>, read: () => void): void {
    const own = { ...scope, parent: this.#place.scope };
    this.facts.scopes.push(own);
    this.#within({ scope: own, block: null }, read);
  }

  /** Reads the contents of a loop or condition. */
  inBlock(block: Omit<Block, 'outer'>, read: () => void): void {
    this.#within({ block: { ...block, outer: this.#place.block } }, read);
  }

  /** Reads a block of statements. */
  inSuite(suite: Span, read: () => void): void {
    this.#within({ suite }, read);
  }

  call(span: Span, callee: Expression, args: readonly Argument[]): CallExpression {
    const call: CallExpression = { kind: 'call', start: span.start, end: span.end, callee, args, parent: NO_PARENT };
    for (const { name, value } of args) setParent(value, { node: call, key: name });
    const { scope, block } = this.#place;
    this.facts.calls.push({ call, scope, block });
    return call;
  }

  dict(span: Span, entries: readonly DictEntry[]): DictExpression {
    const dict: DictExpression = { kind: 'dict', start: span.start, end: span.end, entries, parent: NO_PARENT };
    for (const { key, value } of entries) setParent(value, { node: dict, key });
    this.facts.dicts.push({ dict, scope: this.#place.scope });
    return dict;
  }

  /** Binds a name, or several if target and value are lists. */
  bind(kind: BindingKind, target: Expression, value: Expression, siblings: readonly string[] = []): void {
    if (target.kind === 'path') {
      const { names, start, end } = target;
      setParent(value, { node: null, key: names[names.length - 1] });
      this.facts.bindings.push({ kind, names, siblings, value, ...this.#place, start, end });
    }
    if (target.kind !== 'list') return;
    const names = target.items.flatMap((item) => (item.kind === 'path' ? [item.names[item.names.length - 1]] : []));
    target.items.forEach((item, index) => {
      const part = valueAt(value, index, kind === 'loop');
      if (part) this.bind(kind, item, part, names);
      else if (kind === 'assign' && item.kind === 'path' && value.kind === 'call')
        this.facts.unpackings.push({ scope: this.#place.scope, names: item.names, call: value, index });
    });
  }

  /** Records that an assignment such as `lr *= 0.9` changes something. */
  augment(target: Expression): void {
    if (target.kind === 'path') this.facts.augmented.add(target.names.join('.'));
  }

  /** Records a product that is subtracted. */
  subtract(from: Expression, value: Expression): void {
    if (value.kind === 'operation' && /^[*/]$/.test(value.operator))
      this.facts.subtractions.push({ scope: this.#place.scope, from, product: value });
  }

  /** Records what the function around returns. */
  returns(value: Expression): void {
    const { scope } = this.#place;
    if (scope?.kind === 'function') this.facts.returns.push({ scope, value });
  }

  mention(name: string): void {
    const { mentions } = this.facts;
    mentions.set(name, (mentions.get(name) ?? 0) + 1);
  }

  /** Records what is added to a named list. */
  addToList(target: Expression, value: Expression): void {
    const name = lastName(target);
    if (name !== null) this.facts.additions.push({ scope: this.#place.scope, name, value });
  }

  #within(change: Partial<Place>, read: () => void): void {
    const outer = this.#place;
    this.#place = { ...outer, ...change };
    read();
    this.#place = outer;
  }
}

/** Sets the parent of a call or dictionary, also of those in a list or choice. */
function setParent(value: Expression, parent: Parent): void {
  if (value.kind === 'call' || value.kind === 'dict') value.parent = parent;
  if (value.kind === 'list') for (const item of value.items) setParent(item, parent);
  if (value.kind === 'choice')
    for (const option of value.options) setParent(option, { ...parent, isAlternative: true });
}

/** The value of the n-th name when several are bound at once; null if unknown. */
function valueAt(value: Expression, index: number, loop: boolean): Expression | null {
  if (loop) return loopValueAt(value, index);
  if (value.kind === 'list') return value.items[index] ?? null;
  // const [rate, setRate] = useState(0.01)
  return value.kind === 'call' && index === 0 && lastName(value.callee) === 'useState' ? value : null;
}

/** The values of the n-th loop variable over `zip(as, bs)`, `product(as, bs)`, `enumerate(bs)` or `[(a1, b1), (a2, b2)]`. */
function loopValueAt(value: Expression, index: number): Expression | null {
  if (value.kind === 'call') {
    const name = lastName(value.callee);
    if (name === 'zip' || name === 'product') return value.args[index]?.value ?? null;
    return name === 'enumerate' && index === 1 ? (value.args[0]?.value ?? null) : null;
  }
  if (value.kind !== 'list') return null;
  const items = value.items.flatMap((item) => (item.kind === 'list' ? (item.items[index] ?? []) : []));
  return { kind: 'list', items, start: value.start, end: value.end };
}
