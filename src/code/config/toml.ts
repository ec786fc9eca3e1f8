import { parseTOML } from 'toml-eslint-parser';
import type { AST } from 'toml-eslint-parser';
import type { Entry, Expression } from '../syntax/expression.ts';
import { FactBuilder } from '../syntax/factBuilder.ts';
import type { Facts } from '../syntax/facts.ts';
import { settingsValue } from './settingsValue.ts';

/** What TOML says, in two steps; nothing if it has a fault. */
export function* readToml(text: string): Generator<void, Facts> {
  const builder = new FactBuilder(text);
  const table = tableIn(text);
  yield;
  if (table) readTable(builder, table);
  return builder.facts;
}

/** Half-typed TOML cannot be read in part; the next version of the text will be. */
function tableIn(text: string): AST.TOMLTopLevelTable | null {
  try {
    return parseTOML(text).body[0];
  } catch {
    return null;
  }
}

/** The tables of a file become dictionaries in each other, so that a rate finds the optimizer of the table around it. */
function readTable(builder: FactBuilder, table: AST.TOMLTopLevelTable): void {
  const root: Branch = { entries: [], tables: new Map() };
  for (const item of table.body) {
    if (item.type === 'TOMLKeyValue') addTo(builder, root, item);
    else {
      const branch = item.resolvedKey.filter((part) => typeof part === 'string').reduce(branchOf, root);
      for (const pair of item.body) addTo(builder, branch, pair);
    }
  }
  grow(builder, root, { start: table.range[0], end: table.range[1] });
}

interface Branch {
  readonly entries: Entry[];
  readonly tables: Map<string, Branch>;
}

function branchOf(branch: Branch, key: string): Branch {
  const known = branch.tables.get(key) ?? { entries: [], tables: new Map<string, Branch>() };
  branch.tables.set(key, known);
  return known;
}

function addTo(builder: FactBuilder, branch: Branch, { key, value }: AST.TOMLKeyValue): void {
  const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
  const holder = names.slice(0, -1).reduce(branchOf, branch);
  holder.entries.push({ key: names[names.length - 1], value: read(builder, value) });
}

function grow(builder: FactBuilder, { entries, tables }: Branch, span: { start: number; end: number }): Expression {
  return builder.dict(span, [
    ...entries,
    ...[...tables].map(([key, table]) => ({ key, value: grow(builder, table, span) })),
  ]);
}

function read(builder: FactBuilder, node: AST.TOMLContentNode): Expression {
  const span = { start: node.range[0], end: node.range[1] };
  if (node.type === 'TOMLArray')
    return { kind: 'list', items: node.elements.map((element) => read(builder, element)), ...span };
  if (node.type === 'TOMLInlineTable') {
    const branch: Branch = { entries: [], tables: new Map() };
    for (const pair of node.body) addTo(builder, branch, pair);
    return grow(builder, branch, span);
  }
  const isNumber = node.kind === 'integer' || node.kind === 'float';
  return settingsValue(isNumber ? builder.textOf(span) : null, node.value, span);
}
