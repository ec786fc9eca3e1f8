import { parseTOML } from 'toml-eslint-parser';
import type { AST } from 'toml-eslint-parser';
import type { DictEntry, Expression, Span } from '../syntax/expression.ts';
import { FactBuilder } from '../syntax/factBuilder.ts';
import type { Facts } from '../syntax/facts.ts';
import { settingsValue } from './settingsValue.ts';

/** How many characters of a file are parsed at a time, at least, since the parser cannot pause. */
const PIECE = 8192;

/** The header of a table on a line of its own. In a string or a list of several lines there may be one that only looks like it. */
const HEADER = /^\[{1,2}[\w. -]{1,200}\]{1,2}[ \t]*$/;

/** Reads the facts of a TOML file piece by piece; there are none if it has a syntax error. */
export function* readToml(text: string): Generator<void, Facts> {
  const inPieces = yield* readPieces(text, tablesIn(text));
  return inPieces ?? (yield* readPieces(text, [{ start: 0, end: text.length }])) ?? new FactBuilder(text).facts;
}

/** Null if a piece can't be parsed by itself. */
function* readPieces(text: string, pieces: Iterable<Span>): Generator<void, Facts | null> {
  const builder = new FactBuilder(text);
  const root: TableNode = { entries: [], tables: new Map() };
  for (const { start, end } of pieces) {
    const table = tableIn(text.slice(start, end));
    if (!table) return null;
    readTables(new TomlReader(builder, start), root, table);
    yield;
  }
  new TomlReader(builder, 0).toDict(root, { start: 0, end: text.length });
  return builder.facts;
}

/** Divides a file before headers of tables. */
function* tablesIn(text: string): Generator<Span> {
  let start = 0;
  for (let line = text.indexOf('\n') + 1; line > 0; line = text.indexOf('\n', line) + 1) {
    if (line - start < PIECE || text.charAt(line) !== '[') continue;
    const end = text.indexOf('\n', line);
    if (!HEADER.test(text.slice(line, end < 0 ? undefined : end).trimEnd())) continue;
    yield { start, end: line };
    start = line;
  }
  yield { start, end: text.length };
}

/** Parses a text; null on a syntax error, since the parser can't recover from one. */
function tableIn(text: string): AST.TOMLTopLevelTable | null {
  try {
    return parseTOML(text).body[0];
  } catch {
    return null;
  }
}

/** Reads tables into nested dictionaries, so that the optimizer around a rate is found. */
function readTables(reader: TomlReader, root: TableNode, table: AST.TOMLTopLevelTable): void {
  for (const item of table.body) {
    if (item.type === 'TOMLKeyValue') reader.addPair(root, item);
    else {
      const node = item.resolvedKey.filter((part) => typeof part === 'string').reduce(childTable, root);
      for (const pair of item.body) reader.addPair(node, pair);
    }
  }
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

/** Reads a piece of a file that starts at an offset. */
class TomlReader {
  constructor(
    private readonly builder: FactBuilder,
    private readonly offset: number,
  ) {}

  addPair(table: TableNode, { key, value }: AST.TOMLKeyValue): void {
    const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
    const holder = names.slice(0, -1).reduce(childTable, table);
    holder.entries.push({ key: names[names.length - 1], value: this.#read(value) });
  }

  toDict({ entries, tables }: TableNode, span: Span): Expression {
    return this.builder.dict(span, [
      ...entries,
      ...[...tables].map(([key, table]) => ({ key, value: this.toDict(table, span) })),
    ]);
  }

  #read(node: AST.TOMLContentNode): Expression {
    const span = { start: this.offset + node.range[0], end: this.offset + node.range[1] };
    if (node.type === 'TOMLArray')
      return { kind: 'list', items: node.elements.map((element) => this.#read(element)), ...span };
    if (node.type === 'TOMLInlineTable') {
      const table: TableNode = { entries: [], tables: new Map() };
      for (const pair of node.body) this.addPair(table, pair);
      return this.toDict(table, span);
    }
    const isNumber = node.kind === 'integer' || node.kind === 'float';
    return settingsValue(isNumber ? this.builder.textOf(span) : null, node.value, span);
  }
}
