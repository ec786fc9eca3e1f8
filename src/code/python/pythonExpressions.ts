import type { Argument, DictEntry, Expression } from '../syntax/expression.ts';
import { extendPath, lastName } from '../syntax/expression.ts';
import { ExpressionReader } from '../syntax/expressionReader.ts';
import { childByField, childrenByField, code } from '../syntax/sourceNode.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';

const EXPRESSIONS: ReadonlySet<string> = new Set([
  'integer', 'float', 'string', 'concatenated_string', 'identifier', 'attribute', 'subscript', 'call', 'dictionary', 'list', 'tuple', 'set',
  'expression_list', 'pattern_list', 'tuple_pattern', 'list_pattern', 'parenthesized_expression', 'binary_operator', 'unary_operator',
  'conditional_expression', 'boolean_operator', 'not_operator', 'comparison_operator', 'lambda', 'named_expression', 'await',
  'list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression', 'list_splat', 'dictionary_splat', 'keyword_argument', 'none', 'true', 'false',
]); // prettier-ignore

/** A longer tuple of pairs is data rather than settings. */
const MOST_PAIRS = 50;

/** The entry for `("lr", 0.1)`. */
function pairOf(item: Expression): DictEntry[] {
  const [name, value, ...more] = item.kind === 'list' ? item.items : [];
  return name?.kind === 'text' && value !== undefined && more.length === 0 ? [{ key: name.value, value }] : [];
}

export function isExpression({ type }: SourceNode): boolean {
  return EXPRESSIONS.has(type);
}

/** Reads Python expressions. */
export class PythonExpressions extends ExpressionReader {
  read(node: SourceNode): Expression {
    const { start, end } = node;
    switch (node.type) {
      case 'integer':
      case 'float':
        return this.builder.number(node);
      case 'string':
      case 'concatenated_string':
        return this.builder.string(node);
      case 'true':
      case 'false':
        return { kind: 'truth', value: node.type === 'true', start, end };
      case 'identifier':
        this.builder.mention(this.builder.textOf(node));
        return this.name(node);
      case 'attribute':
        return this.#attribute(node);
      case 'subscript':
        return this.#subscript(node);
      case 'call':
        return this.#call(node);
      case 'dictionary':
        return this.builder.dict(
          node,
          node.children.flatMap((child) => this.#entry(child)),
        );
      case 'list':
      case 'tuple':
      case 'set':
      case 'expression_list':
      case 'pattern_list':
      case 'tuple_pattern':
      case 'list_pattern':
        return this.#list(node);
      case 'parenthesized_expression':
      case 'await':
        return code(node).length === 1 ? this.read(code(node)[0]) : this.other(node);
      case 'binary_operator':
        return this.operation(node) ?? this.other(node);
      case 'unary_operator':
        return this.#unary(node);
      case 'conditional_expression': {
        const [yes, condition, no] = this.all(code(node));
        return condition && no ? { kind: 'choice', options: [yes, no], start, end } : { kind: 'other', start, end };
      }
      case 'boolean_operator':
        return { kind: 'choice', options: this.all(code(node)), start, end };
      case 'for_in_clause':
        return this.#loop(node);
      case 'list_comprehension':
        for (const child of node.children) if (child.type === 'for_in_clause') this.#loop(child);
        return { kind: 'list', items: this.all(node.children.filter(({ field }) => field === 'body')), start, end };
      case 'named_expression':
        return this.#named(node);
      case 'lambda': {
        const body = childByField(node, 'body');
        const [parameter] = childByField(node, 'parameters')?.children ?? [];
        return {
          kind: 'lambda',
          parameter: parameter?.type === 'identifier' ? this.builder.textOf(parameter) : null,
          body: body ? this.read(body) : null,
          start,
          end,
        };
      }
      default:
        return this.other(node);
    }
  }

  #loop(node: SourceNode): Expression {
    const sides = childrenByField(node, 'left', 'right');
    if (sides) this.builder.bind('loop', this.read(sides[0]), this.read(sides[1]));
    return { kind: 'other', start: node.start, end: node.end };
  }

  #named(node: SourceNode): Expression {
    const sides = childrenByField(node, 'name', 'value');
    if (!sides) return this.other(node);
    const value = this.read(sides[1]);
    this.builder.bind('assign', this.read(sides[0]), value);
    return value;
  }

  #attribute(node: SourceNode): Expression {
    const parts = childrenByField(node, 'object', 'attribute');
    if (!parts) return this.other(node);
    const [object, attribute] = parts;
    const name = this.builder.textOf(attribute);
    this.builder.mention(`.${name}`);
    this.#mentionHolder(object);
    return extendPath(this.read(object), name, node);
  }

  #subscript(node: SourceNode): Expression {
    const object = childByField(node, 'value');
    if (!object) return this.other(node);
    const indices = this.all(node.children.filter(({ field }) => field === 'subscript'));
    const [index] = indices;
    if (indices.length !== 1 || index.kind !== 'text') return extendPath(this.read(object), '[]', node);
    this.builder.mention(`[${index.value}`);
    this.#mentionHolder(object);
    return extendPath(this.read(object), index.value, node);
  }

  /** Counts `config` of `config.lr` and `config["lr"]`. */
  #mentionHolder(object: SourceNode): void {
    if (object.type === 'identifier') this.builder.mention(`${this.builder.textOf(object)}.`);
  }

  #call(node: SourceNode): Expression {
    const parts = childrenByField(node, 'function', 'arguments');
    if (!parts) return this.other(node);
    const [callee, list] = parts;
    const target = this.read(callee);
    if (list.type !== 'argument_list')
      return this.builder.call(node, target, [{ name: null, value: this.read(list), spread: false }]);
    const args = code(list).map((child) => this.#argument(child));
    // `dict(lr=0.1)` is another way to write a dictionary.
    if (lastName(target) === 'dict' && args.every(({ name, spread }) => name !== null || spread)) {
      return this.builder.dict(
        node,
        args.map(({ name, value }) => ({ key: name, value })),
      );
    }
    return this.builder.call(node, target, args);
  }

  /** Reads a tuple of pairs as a dictionary too: `(("lr", 0.1), ("momentum", 0.9))`. A list of pairs is probably a table. */
  #list(node: SourceNode): Expression {
    const { start, end } = node;
    const items = this.all(code(node));
    if (node.type === 'tuple' && code(node).every(({ type }) => type === 'tuple')) {
      const pairs = items.flatMap(pairOf);
      if (pairs.length > 0 && pairs.length === items.length && pairs.length <= MOST_PAIRS)
        this.builder.dict(node, pairs);
    }
    return { kind: 'list', items, start, end };
  }

  #argument(node: SourceNode): Argument {
    const named = node.type === 'keyword_argument' ? childrenByField(node, 'name', 'value') : null;
    if (named) {
      const [name, value] = named;
      return { name: this.builder.textOf(name), value: this.read(value), spread: false, keyword: name };
    }
    if ((node.type === 'list_splat' || node.type === 'dictionary_splat') && node.children[0]) {
      return { name: null, value: this.read(node.children[0]), spread: true };
    }
    return { name: null, value: this.read(node), spread: false };
  }

  #entry(node: SourceNode): DictEntry[] {
    if (node.type === 'dictionary_splat' && node.children[0])
      return [{ key: null, value: this.read(node.children[0]) }];
    const [key, value] = this.all(childrenByField(node, 'key', 'value') ?? []);
    if (!value) return [];
    const hasIntegerKey = key.kind === 'number' && Number.isInteger(key.value);
    return [{ key: key.kind === 'text' ? key.value : '', hasIntegerKey, value }];
  }

  #unary(node: SourceNode): Expression {
    const operand = childByField(node, 'argument');
    const negative = this.builder.text[node.start] === '-';
    if (!operand || !negative) return operand ? this.read(operand) : this.other(node);
    return { kind: 'negation', operand: this.read(operand), start: node.start, end: node.end };
  }
}
