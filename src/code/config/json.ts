import { parseTree } from 'jsonc-parser/lib/esm/main.js';
import type { Node } from 'jsonc-parser/lib/esm/main.js';
import type { Expression } from '../syntax/expression.ts';
import { FactBuilder } from '../syntax/factBuilder.ts';
import type { Facts } from '../syntax/facts.ts';
import { MAX_DEPTH } from '../syntax/sourceNode.ts';
import { settingsValue } from './settingsValue.ts';

/** Reads the facts of a JSON file, which may have comments and trailing commas, in two steps. */
export function* readJson(text: string): Generator<void, Facts> {
  const builder = new FactBuilder(text);
  const root = rootOf(text);
  yield;
  if (root) read(builder, root, 0);
  return builder.facts;
}

/** Parses the file; undefined if it is nested so deeply that the parser, which calls itself for each level, overflows the stack. */
function rootOf(text: string): Node | undefined {
  try {
    return parseTree(text, [], { allowTrailingComma: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function read(builder: FactBuilder, node: Node, depth: number): Expression {
  const span = { start: node.offset, end: node.offset + node.length };
  const children = depth < MAX_DEPTH ? (node.children ?? []) : [];
  if (node.type === 'object') {
    return builder.dict(
      span,
      children.flatMap(({ children: pair }) =>
        pair?.[1] ? [{ key: String(pair[0].value), value: read(builder, pair[1], depth + 1) }] : [],
      ),
    );
  }
  if (node.type === 'array')
    return { kind: 'list', items: children.map((child) => read(builder, child, depth + 1)), ...span };
  return settingsValue(node.type === 'number' ? builder.textOf(span) : null, node.value, span);
}
