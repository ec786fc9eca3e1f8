import { extendPath } from '../syntax/expression.ts';
import type { Argument, DictEntry, Expression } from '../syntax/expression.ts';
import { ExpressionReader } from '../syntax/expressionReader.ts';
import type { FactBuilder } from '../syntax/factBuilder.ts';
import { textValue } from '../syntax/literals.ts';
import { childByField, childrenByField, code, hasError } from '../syntax/sourceNode.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';

const NAMES: ReadonlySet<string> = new Set([
  'identifier',
  'this',
  'property_identifier',
  'private_property_identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
  'type_identifier',
]);

const EXPRESSIONS: ReadonlySet<string> = new Set([
  ...NAMES, 'number', 'string', 'template_string', 'member_expression', 'subscript_expression', 'call_expression', 'new_expression', 'object', 'array',
  'array_pattern', 'parenthesized_expression', 'sequence_expression', 'binary_expression', 'unary_expression', 'ternary_expression', 'await_expression',
  'yield_expression', 'assignment_expression', 'augmented_assignment_expression', 'as_expression', 'satisfies_expression', 'type_assertion',
  'non_null_expression', 'arrow_function', 'function_expression', 'spread_element',
]); // prettier-ignore

export function isExpression({ type }: SourceNode): boolean {
  return EXPRESSIONS.has(type);
}

/** Reads JavaScript and TypeScript expressions. */
export class JavaScriptExpressions extends ExpressionReader {
  /** @param readFunction reads a function within an expression */
  constructor(
    builder: FactBuilder,
    private readonly readFunction: (node: SourceNode) => void,
  ) {
    super(builder);
  }

  read(node: SourceNode): Expression {
    const { start, end } = node;
    if (NAMES.has(node.type)) return this.name(node);
    switch (node.type) {
      case 'number':
        return this.builder.number(node);
      case 'string':
      case 'template_string':
        return this.builder.string(node);
      case 'member_expression': {
        const parts = childrenByField(node, 'object', 'property');
        if (!parts) return this.other(node);
        return extendPath(this.read(parts[0]), this.builder.textOf(parts[1]), node);
      }
      case 'subscript_expression':
        return this.#subscript(node);
      case 'call_expression':
      case 'new_expression':
        return this.#call(node);
      case 'object':
        return this.builder.dict(
          node,
          node.children.flatMap((child) => this.#entry(child)),
        );
      case 'array':
      case 'array_pattern':
        return { kind: 'list', items: this.all(code(node)), start, end };
      case 'binary_expression':
        return this.#binary(node);
      case 'unary_expression': {
        const operand = childByField(node, 'argument');
        if (!operand || this.builder.text[start] !== '-') return this.other(node);
        return { kind: 'negation', operand: this.read(operand), start, end };
      }
      case 'ternary_expression': {
        const [, ...options] = this.all(code(node));
        return { kind: 'choice', options, start, end };
      }
      case 'assignment_expression':
        return this.#assignment(node);
      case 'augmented_assignment_expression':
        return this.#augmented(node);
      case 'parenthesized_expression':
      case 'await_expression':
      case 'as_expression':
      case 'satisfies_expression':
      case 'non_null_expression':
        return code(node)[0] ? this.read(code(node)[0]) : this.other(node);
      case 'type_assertion': {
        const value = node.children[node.children.length - 1];
        return value ? this.read(value) : this.other(node);
      }
      case 'arrow_function':
      case 'function_expression':
        this.readFunction(node);
        return { kind: 'lambda', parameter: null, body: null, start, end };
      default:
        return this.other(node);
    }
  }

  #assignment(node: SourceNode): Expression {
    const sides = childrenByField(node, 'left', 'right');
    if (!sides || hasError(node)) return this.other(node);
    const value = this.read(sides[1]);
    this.builder.bind('assign', this.read(sides[0]), value);
    return value;
  }

  #augmented(node: SourceNode): Expression {
    const { start, end } = this.operation(node) ?? this.other(node);
    return { kind: 'other', start, end };
  }

  #subscript(node: SourceNode): Expression {
    const parts = childrenByField(node, 'object', 'index');
    if (!parts) return this.other(node);
    const [object, key] = this.all(parts);
    return extendPath(object, key.kind === 'text' ? key.value : '[]', node);
  }

  #call(node: SourceNode): Expression {
    const callee = childByField(node, 'function') ?? childByField(node, 'constructor');
    const list = childByField(node, 'arguments');
    if (!callee) return this.other(node);
    const target = this.read(callee);
    return this.builder.call(node, target, list ? code(list).map((child) => this.#argument(child)) : []);
  }

  #argument(node: SourceNode): Argument {
    const spread = node.type === 'spread_element' && node.children.length > 0;
    return { name: null, value: this.read(spread ? node.children[0] : node), spread };
  }

  #entry(node: SourceNode): DictEntry[] {
    if (node.type === 'shorthand_property_identifier')
      return [{ key: this.builder.textOf(node), value: this.read(node) }];
    if (node.type === 'spread_element' && node.children[0]) return [{ key: null, value: this.read(node.children[0]) }];
    if (node.type === 'method_definition') this.readFunction(node);
    const parts = childrenByField(node, 'key', 'value');
    if (!parts) return [];
    const [key, value] = parts;
    const text = this.builder.textOf(key);
    return [
      {
        key: key.type === 'property_identifier' ? text : (textValue(text) ?? ''),
        hasIntegerKey: key.type === 'number' && /^\d+$/.test(text),
        value: this.read(value),
      },
    ];
  }

  #binary(node: SourceNode): Expression {
    const operation = this.operation(node);
    if (!operation) return this.other(node);
    const { operator, left, right, start, end } = operation;
    if (operator === '||' || operator === '??') return { kind: 'choice', options: [left, right], start, end };
    return ARITHMETIC.has(operator) ? operation : { kind: 'other', start, end };
  }
}

const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '**', '%']);
