import { parseTOML } from 'toml-eslint-parser';
import type { AST } from 'toml-eslint-parser';
import type { DictEntry, Expression } from '../syntax/expression.ts';
import { FactBuilder } from '../syntax/factBuilder.ts';
import type { Facts } from '../syntax/facts.ts';
import { settingsValue } from './settingsValue.ts';

/** Reads the facts of a TOML file in two steps; there are none if it has a syntax error. */
export function* readToml(text: string): Generator<void, Facts> {
  const builder = new FactBuilder(text);
  const table = tableIn(text);
  yield;
  if (table) readTable(builder, table);
  return builder.facts;
}

/** Parses the file; null on a syntax error, since the parser can't recover from one. */
function tableIn(text: string): AST.TOMLTopLevelTable | null {
  try {
    return parseTOML(text).body[0];
  } catch {
    return null;
  }
}

/** Reads the tables of a file as nested dictionaries, so that the optimizer around a rate is found. */
function readTable(builder: FactBuilder, table: AST.TOMLTopLevelTable): void {
  const root: TableNode = { entries: [], tables: new Map() };
  for (const item of table.body) {
    if (item.type === 'TOMLKeyValue') addPair(builder, root, item);
    else {
      const node = item.resolvedKey.filter((part) => typeof part === 'string').reduce(childTable, root);
      for (const pair of item.body) addPair(builder, node, pair);
    }
  }
  toDict(builder, root, { start: table.range[0], end: table.range[1] });
}

interface TableNode {
  readonly entries: DictEntry[];
  readonly tables: Map<string, TableNode>;
}

function childTable(table: TableNode, key: string): TableNode {
  const known = table.tables.get(key) ?? { entries: [], tables: new Map<string, TableNode>() };
  table.tables.set(key, known);
  return known;
}

function addPair(builder: FactBuilder, table: TableNode, { key, value }: AST.TOMLKeyValue): void {
  const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
  const holder = names.slice(0, -1).reduce(childTable, table);
  holder.entries.push({ key: names[names.length - 1], value: read(builder, value) });
}

function toDict(
  builder: FactBuilder,
  { entries, tables }: TableNode,
  span: { start: number; end: number },
): Expression {
  return builder.dict(span, [
    ...entries,
    ...[...tables].map(([key, table]) => ({ key, value: toDict(builder, table, span) })),
  ]);
}

function read(builder: FactBuilder, node: AST.TOMLContentNode): Expression {
  const span = { start: node.range[0], end: node.range[1] };
  if (node.type === 'TOMLArray')
    return { kind: 'list', items: node.elements.map((element) => read(builder, element)), ...span };
  if (node.type === 'TOMLInlineTable') {
    const table: TableNode = { entries: [], tables: new Map() };
    for (const pair of node.body) addPair(builder, table, pair);
    return toDict(builder, table, span);
  }
  const isNumber = node.kind === 'integer' || node.kind === 'float';
  return settingsValue(isNumber ? builder.textOf(span) : null, node.value, span);
}
