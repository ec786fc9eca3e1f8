import { parseTOML } from 'toml-eslint-parser';
import type { AST } from 'toml-eslint-parser';
import type { DictEntry, Expression, Span } from '../syntax/expression.ts';
import { FactBuilder } from '../syntax/factBuilder.ts';
import type { Facts } from '../syntax/facts.ts';
import { settingsValue } from './settingsValue.ts';

/** The length in UTF-16 code units above which a file isn't read: it is one that a tool writes, and the parser can't pause. */
const MAX_TOML = 200_000;

/** Reads the facts of a TOML file in two steps; there are none if it has a syntax error, from which the parser can't recover. */
export function* readToml(text: string): Generator<void, Facts> {
  const builder = new FactBuilder(text);
  const file = text.length <= MAX_TOML ? tableIn(text) : null;
  yield;
  if (file) new TomlReader(builder).read(file);
  return builder.facts;
}

function tableIn(text: string): AST.TOMLTopLevelTable | null {
  try {
    return parseTOML(text).body[0];
  } catch {
    return null;
  }
}

/** A table before it becomes a dictionary: it may be written in several places. */
interface TableNode {
  readonly entries: DictEntry[];
  readonly tables: Map<string, TableNode>;
}

function newTable(): TableNode {
  return { entries: [], tables: new Map() };
}

function childTable(table: TableNode, key: string): TableNode {
  const known = table.tables.get(key) ?? newTable();
  table.tables.set(key, known);
  return known;
}

class TomlReader {
  constructor(private readonly builder: FactBuilder) {}

  /** Reads tables into nested dictionaries, so that the optimizer around a rate is found. */
  read(file: AST.TOMLTopLevelTable): void {
    const root = newTable();
    for (const item of file.body) {
      if (item.type === 'TOMLKeyValue') this.#addPair(root, item);
      else {
        const table = item.resolvedKey.filter((part) => typeof part === 'string').reduce(childTable, root);
        for (const pair of item.body) this.#addPair(table, pair);
      }
    }
    this.#toDict(root, { start: 0, end: this.builder.text.length });
  }

  #addPair(table: TableNode, { key, value }: AST.TOMLKeyValue): void {
    const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
    const holder = names.slice(0, -1).reduce(childTable, table);
    holder.entries.push({ key: names[names.length - 1], value: this.#value(value) });
  }

  #toDict({ entries, tables }: TableNode, span: Span): Expression {
    const inner = [...tables].map(([key, table]) => ({ key, value: this.#toDict(table, span) }));
    return this.builder.dict(span, [...entries, ...inner]);
  }

  #value(node: AST.TOMLContentNode): Expression {
    const span = { start: node.range[0], end: node.range[1] };
    if (node.type === 'TOMLArray')
      return { kind: 'list', items: node.elements.map((element) => this.#value(element)), ...span };
    if (node.type === 'TOMLInlineTable') {
      const table = newTable();
      for (const pair of node.body) this.#addPair(table, pair);
      return this.#toDict(table, span);
    }
    const isNumber = node.kind === 'integer' || node.kind === 'float';
    return settingsValue(isNumber ? this.builder.textOf(span) : null, node.value, span);
  }
}
