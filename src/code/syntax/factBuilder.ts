import { lastName } from './expression.ts';
import type { Argument, CallExpression, DictExpression, Entry, Expression, Span, Within } from './expression.ts';
import { noFacts } from './facts.ts';
import type { Binding, BindingKind, Block, Facts, Scope } from './facts.ts';

const NOWHERE: Within = { outer: null, key: null };

/** Gathers the facts of one unit of code while its tree is read; knows in which scope the reading is. */
export class FactBuilder {
  readonly facts: Facts = noFacts();
  readonly text: string;
  #scope: Scope | null = null;
  #block: Block | null = null;
  #suite: Span | null = null;

  constructor(text: string) {
    this.text = text;
  }

  get scope(): Scope | null {
    return this.#scope;
  }

  textOf({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  operatorBetween(left: Span, right: Span): string {
    return /[-+*/%@&|^<>?]+/.exec(this.text.slice(left.end, right.start))?.[0] ?? '';
  }

  /** Reads what lies in a new scope. */
  inScope(scope: Omit<Scope, 'parent'>, read: () => void): void {
    const outer = this.#scope;
    const block = this.#block;
    this.#scope = { ...scope, parent: outer };
    this.#block = null;
    this.facts.scopes.push(this.#scope);
    read();
    this.#scope = outer;
    this.#block = block;
  }

  /** Reads what lies in a loop or under a condition. */
  inBlock(block: Omit<Block, 'outer'>, read: () => void): void {
    const outer = this.#block;
    this.#block = { ...block, outer };
    read();
    this.#block = outer;
  }

  /** Reads a block of statements. */
  inSuite(suite: Span, read: () => void): void {
    const outer = this.#suite;
    this.#suite = suite;
    read();
    this.#suite = outer;
  }

  call(span: Span, callee: Expression, args: readonly Argument[]): CallExpression {
    const call: CallExpression = { kind: 'call', start: span.start, end: span.end, callee, args, within: NOWHERE };
    for (const { name, value } of args) placeWithin(value, { outer: call, key: name });
    this.facts.calls.push({ call, scope: this.#scope, block: this.#block });
    return call;
  }

  dict(span: Span, entries: readonly Entry[]): DictExpression {
    const dict: DictExpression = { kind: 'dict', start: span.start, end: span.end, entries, within: NOWHERE };
    for (const { key, value } of entries) placeWithin(value, { outer: dict, key });
    this.facts.dicts.push({ dict, scope: this.#scope });
    return dict;
  }

  /** Binds a name, or several of them side by side when target and value are lists. */
  bind(kind: BindingKind, target: Expression, value: Expression, siblings: readonly string[] = []): void {
    if (target.kind === 'path')
      this.#bindPath({
        kind,
        scope: this.#scope,
        names: target.names,
        siblings,
        value,
        suite: this.#suite,
        start: target.start,
        end: target.end,
      });
    if (target.kind !== 'list') return;
    const names = target.items.flatMap((item) => (item.kind === 'path' ? [item.names[item.names.length - 1]] : []));
    target.items.forEach((item, index) => {
      const part = valueAt(value, index, kind === 'loop');
      if (part) this.bind(kind, item, part, names);
    });
  }

  /** Notes what is added to the list that a path stands for. */
  add(target: Expression, value: Expression): void {
    const name = lastName(target);
    if (name !== null) this.facts.additions.push({ scope: this.#scope, name, value });
  }

  #bindPath(binding: Binding): void {
    placeWithin(binding.value, { outer: null, key: binding.names[binding.names.length - 1] });
    this.facts.bindings.push(binding);
  }
}

/** Calls and dictionaries, also those in a list, learn what they are written in. */
function placeWithin(value: Expression, within: Within): void {
  if (value.kind === 'call' || value.kind === 'dict') value.within = within;
  if (value.kind === 'list') for (const item of value.items) placeWithin(item, within);
  if (value.kind === 'choice') for (const option of value.options) placeWithin(option, { ...within, isOption: true });
}

/** What the n-th of several names gets. */
function valueAt(value: Expression, index: number, loop: boolean): Expression | null {
  if (loop) return loopValueAt(value, index);
  if (value.kind === 'list') return value.items[index] ?? null;
  // const [rate, setRate] = useState(0.01)
  return value.kind === 'call' && index === 0 && lastName(value.callee) === 'useState' ? value : null;
}

/** In `for a, b in zip(as, bs)`, `product(as, bs)`, `enumerate(bs)` or `[(a1, b1), (a2, b2)]`. */
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
