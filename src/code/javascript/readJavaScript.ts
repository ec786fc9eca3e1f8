import type { Node } from '@vscode/tree-sitter-wasm';
import { FactBuilder } from '../syntax/factBuilder.ts';
import type { BindingKind, Facts } from '../syntax/facts.ts';
import { childByField, hasError, readNode } from '../syntax/sourceNode.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { textValue } from '../syntax/literals.ts';
import { isExpression, JavaScriptExpressions } from './javaScriptExpressions.ts';

/** Reads the facts of one statement of JavaScript or TypeScript. */
export function readJavaScript(statement: Node, text: string): Facts {
  return new JavaScriptReader(text).read(readNode(statement));
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'arrow_function',
  'method_definition',
]);

class JavaScriptReader {
  readonly #builder: FactBuilder;
  readonly #expressions: JavaScriptExpressions;

  constructor(text: string) {
    this.#builder = new FactBuilder(text);
    this.#expressions = new JavaScriptExpressions(this.#builder, (node) => this.#function(node, null));
  }

  read(node: SourceNode): Facts {
    this.#statement(node);
    return this.#builder.facts;
  }

  #statement(node: SourceNode): void {
    if (FUNCTIONS.has(node.type)) return this.#function(node, null);
    switch (node.type) {
      case 'comment':
        return;
      case 'import_statement':
        return this.#import(node);
      case 'variable_declarator':
        return this.#declaration(node);
      case 'class_declaration':
      case 'class':
        return this.#class(node);
      case 'field_definition':
      case 'public_field_definition':
      case 'enum_assignment':
        return this.#bind(
          'field',
          childByField(node, 'name') ?? childByField(node, 'property'),
          childByField(node, 'value'),
        );
      case 'for_in_statement':
        this.#bind('loop', childByField(node, 'left'), childByField(node, 'right'));
        return this.#children(node, ['left', 'right']);
      case 'statement_block':
        return this.#builder.inSuite(node, () => this.#children(node));
      case 'return_statement':
        if (node.children[0]) this.#builder.returns(this.#expressions.read(node.children[0]));
        return;
      default:
        if (isExpression(node)) this.#expressions.read(node);
        else this.#children(node);
    }
  }

  #children(node: SourceNode, except: readonly string[] = []): void {
    for (const child of node.children)
      if (child.field === null || !except.includes(child.field)) this.#statement(child);
  }

  #bind(kind: BindingKind, target: SourceNode | undefined, value: SourceNode | undefined): void {
    if (target && value) this.#builder.bind(kind, this.#expressions.read(target), this.#expressions.read(value));
  }

  #declaration(node: SourceNode): void {
    const name = childByField(node, 'name');
    const value = childByField(node, 'value');
    if (!name) return;
    if (hasError(node)) return this.#children(node);
    if (value && FUNCTIONS.has(value.type)) return this.#function(value, this.#builder.textOf(name));
    const module =
      value &&
      /^(?:await )?(?:require|import)\(\s*['"](?<module>[^'"]+)/.exec(this.#builder.textOf(value))?.groups?.module;
    if (module) return this.#importNames(name, module);
    if (value && name.type !== 'object_pattern') return this.#bind('assign', name, value);
    if (value) this.#expressions.read(value);
    if (name.type === 'object_pattern') this.#patternDefaults(name, 'assign');
  }

  /** Binds the defaults of a destructuring pattern: `{ learningRate = 0.01 }`. */
  #patternDefaults(pattern: SourceNode, kind: BindingKind): void {
    for (const child of pattern.children) {
      if (child.type === 'object_assignment_pattern' || child.type === 'assignment_pattern')
        this.#bind(kind, childByField(child, 'left'), childByField(child, 'right'));
      else if (child.type === 'pair_pattern' || child.type === 'object_pattern') this.#patternDefaults(child, kind);
    }
  }

  #import(node: SourceNode): void {
    const source = childByField(node, 'source');
    const module = source && textValue(this.#builder.textOf(source));
    const clause = node.children.find(({ type }) => type === 'import_clause');
    if (module && clause) for (const part of clause.children) this.#importNames(part, module);
  }

  /** Records the names of an import clause, or of the target that a required module is assigned to. */
  #importNames(node: SourceNode, module: string): void {
    const { imports } = this.#builder.facts;
    if (node.type === 'identifier') imports.push({ local: this.#builder.textOf(node), target: module });
    else if (node.type === 'import_specifier' || node.type === 'pair_pattern') {
      const name = childByField(node, 'name') ?? childByField(node, 'key');
      const local = childByField(node, 'alias') ?? childByField(node, 'value') ?? name;
      if (name && local)
        imports.push({ local: this.#builder.textOf(local), target: `${module}.${this.#builder.textOf(name)}` });
    } else if (node.type === 'shorthand_property_identifier_pattern') {
      const name = this.#builder.textOf(node);
      imports.push({ local: name, target: `${module}.${name}` });
    } else for (const child of node.children) this.#importNames(child, module);
  }

  #class(node: SourceNode): void {
    const name = childByField(node, 'name');
    const body = childByField(node, 'body');
    const { start, end } = node;
    this.#builder.inScope(
      { kind: 'class', name: name ? this.#builder.textOf(name) : '', parameters: [], bases: [], start, end },
      () => {
        if (body) this.#children(body);
      },
    );
  }

  #function(node: SourceNode, boundTo: string | null): void {
    const single = childByField(node, 'parameter');
    const parameters = single ? [single] : (childByField(node, 'parameters')?.children ?? []);
    const patterns = parameters.map(
      (parameter) => childByField(parameter, 'pattern') ?? childByField(parameter, 'left') ?? parameter,
    );
    const names = patterns.map((pattern) => this.#builder.textOf(pattern));
    const name = childByField(node, 'name');
    const body = childByField(node, 'body');
    const ownName = name ? this.#builder.textOf(name) : (boundTo ?? '');
    const { start, end } = node;
    this.#builder.inScope({ kind: 'function', name: ownName, parameters: names, bases: [], start, end }, () => {
      parameters.forEach((parameter, index) => {
        const pattern = patterns[index];
        if (pattern.type === 'object_pattern') this.#patternDefaults(pattern, 'parameter');
        this.#bind('parameter', pattern, childByField(parameter, 'value') ?? childByField(parameter, 'right'));
      });
      if (!body) return;
      if (isExpression(body)) this.#builder.returns(this.#expressions.read(body));
      else this.#statement(body);
    });
  }
}
