import type { Node } from '@vscode/tree-sitter-wasm';
import { FactBuilder } from '../syntax/factBuilder.ts';
import type { Facts } from '../syntax/facts.ts';
import type { Expression } from '../syntax/expression.ts';
import { childByField, childrenByField, readNode } from '../syntax/sourceNode.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { importsOf } from './imports.ts';
import { isExpression, PythonExpressions } from './pythonExpressions.ts';

/** Reads the facts of one Python statement. */
export function readPython(statement: Node, text: string): Facts {
  return new PythonReader(text).read(readNode(statement));
}

class PythonReader {
  readonly #builder: FactBuilder;
  readonly #expressions: PythonExpressions;

  constructor(text: string) {
    this.#builder = new FactBuilder(text);
    this.#expressions = new PythonExpressions(this.#builder);
  }

  read(node: SourceNode): Facts {
    this.#statement(node);
    return this.#builder.facts;
  }

  #statement(node: SourceNode): void {
    switch (node.type) {
      case 'comment':
        return;
      case 'import_statement':
      case 'import_from_statement':
        this.#builder.facts.imports.push(...importsOf(node, (part) => this.#builder.textOf(part)));
        return;
      case 'assignment':
        return this.#assignment(node);
      case 'augmented_assignment':
        return this.#augmented(node);
      case 'function_definition':
        return this.#function(node);
      case 'class_definition':
        return this.#class(node);
      case 'for_statement':
        return this.#for(node);
      case 'while_statement':
      case 'if_statement':
        return this.#conditional(node, node.type === 'if_statement' ? 'if' : 'while');
      case 'block':
        return this.#builder.inSuite(node, () => {
          for (const child of node.children) this.#statement(child);
        });
      case 'return_statement':
        return this.#return(node);
      default:
        if (isExpression(node)) this.#expressions.read(node);
        else for (const child of node.children) this.#statement(child);
    }
  }

  #assignment(node: SourceNode): void {
    const sides = childrenByField(node, 'left', 'right');
    if (!sides) return;
    const [first, right] = sides;
    if (this.#isCutShort(first, right)) return this.#statement(right);
    // `a = b = 0.1` is nested to the right.
    const targets = [{ assignment: node, left: first }];
    let source = right;
    while (source.type === 'assignment') {
      const inner = childrenByField(source, 'left', 'right');
      if (!inner) return;
      targets.push({ assignment: source, left: inner[0] });
      source = inner[1];
    }
    const value = this.#expressions.read(source);
    for (const { assignment, left } of targets) this.#bindAssignment(assignment, left, value);
  }

  /** Whether the right side is on another line, as it seems to be while `lr =` is being typed. */
  #isCutShort({ end }: SourceNode, { start }: SourceNode): boolean {
    return /(?<!\\)\r?\n/.test(this.#builder.textOf({ start: end, end: start }));
  }

  /** `groups += [a]` adds to a list, `w -= lr * g` takes a step. In `lr *= 0.1` the right side is a factor. */
  #augmented(node: SourceNode): void {
    const [target, value] = node.children.map((child) => this.#expressions.read(child));
    if (!value) return;
    this.#builder.augment(target);
    if (value.kind === 'list') this.#builder.addToList(target, value);
    if (this.#builder.operatorBetween(target, value) === '-') this.#builder.subtract(target, value);
  }

  #bindAssignment(node: SourceNode, left: SourceNode, value: Expression): void {
    const isField = this.#builder.scope?.kind === 'class' && childByField(node, 'type') !== undefined;
    this.#builder.bind(isField ? 'field' : 'assign', this.#expressions.read(left), value);
  }

  #for(node: SourceNode): void {
    const left = childByField(node, 'left');
    const right = childByField(node, 'right');
    const target = left && this.#expressions.read(left);
    const over = right && this.#expressions.read(right);
    if (target && over) this.#builder.bind('loop', target, over);
    const targets = (target?.kind === 'list' ? target.items : [target]).flatMap((item) =>
      item?.kind === 'path' ? item.names[item.names.length - 1] : [],
    );
    this.#builder.inBlock(
      { kind: 'for', iterable: over ?? null, targets, conditions: '', branches: 1, start: node.start, end: node.end },
      () => {
        for (const child of node.children)
          if (child.field !== 'left' && child.field !== 'right') this.#statement(child);
      },
    );
  }

  #conditional(node: SourceNode, kind: 'if' | 'while'): void {
    const headers = [node, ...node.children.filter(({ type }) => type === 'elif_clause')];
    const conditions = headers
      .map((header) => childByField(header, 'condition'))
      .map((condition) => (condition ? this.#builder.textOf(condition) : ''));
    this.#builder.inBlock(
      {
        kind,
        iterable: null,
        targets: [],
        conditions: conditions.join('\n'),
        branches: headers.length + node.children.filter(({ type }) => type === 'else_clause').length,
        start: node.start,
        end: node.end,
      },
      () => {
        for (const child of node.children) this.#statement(child);
      },
    );
  }

  #return(node: SourceNode): void {
    const [value] = node.children;
    if (value) this.#builder.returns(this.#expressions.read(value));
  }

  #class(node: SourceNode): void {
    const name = this.#nameOf(node);
    const superclasses = childByField(node, 'superclasses')?.children ?? [];
    const bases = superclasses
      .filter(({ type }) => type === 'identifier' || type === 'attribute')
      .map((base) => this.#builder.textOf(base));
    const body = childByField(node, 'body');
    const { start, end } = node;
    this.#builder.inScope({ kind: 'class', name, parameters: [], bases, start, end }, () => {
      if (body) this.#statement(body);
    });
  }

  #function(node: SourceNode): void {
    const parameters = childByField(node, 'parameters')?.children ?? [];
    const defaults = parameters.map((parameter) => ({
      parameter,
      name: this.#parameterName(parameter),
      value: childByField(parameter, 'value'),
    }));
    const names = defaults.map(({ name }) => name).filter((name) => name !== null);
    const own =
      this.#builder.scope?.kind === 'class' && (names[0] === 'self' || names[0] === 'cls') ? names.slice(1) : names;
    const body = childByField(node, 'body');
    const { start, end } = node;
    const scope = { kind: 'function', name: this.#nameOf(node), parameters: own, bases: [], start, end } as const;
    this.#builder.inScope(scope, () => {
      for (const { parameter, name, value } of defaults) {
        if (name === null || !value) continue;
        this.#builder.bind(
          'parameter',
          { kind: 'path', names: [name], inner: [], start: parameter.start, end: parameter.end },
          this.#expressions.read(value),
          own,
        );
      }
      if (body) this.#statement(body);
    });
  }

  #parameterName(node: SourceNode): string | null {
    if (node.type === 'identifier') return this.#builder.textOf(node);
    const name = childByField(node, 'name') ?? (node.type === 'typed_parameter' ? node.children[0] : undefined);
    return name?.type === 'identifier' ? this.#builder.textOf(name) : null;
  }

  #nameOf(node: SourceNode): string {
    const name = childByField(node, 'name');
    return name ? this.#builder.textOf(name) : '';
  }
}
