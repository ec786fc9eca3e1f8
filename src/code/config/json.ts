import { parseTree } from 'jsonc-parser/lib/esm/main.js';
import type { Node } from 'jsonc-parser/lib/esm/main.js';
import type { Expression } from '../syntax/expression.ts';
import { FactBuilder } from '../syntax/factBuilder.ts';
import type { Facts } from '../syntax/facts.ts';
import { settingsValue } from './settingsValue.ts';

/** Reads the facts of a JSON file, which may have comments and trailing commas, in two steps. */
export function* readJson(text: string): Generator<void, Facts> {
  const builder = new FactBuilder(text);
  const root = parseTree(text, [], { allowTrailingComma: true });
  yield;
  if (root) read(builder, root);
  return builder.facts;
}

function read(builder: FactBuilder, node: Node): Expression {
  const span = { start: node.offset, end: node.offset + node.length };
  const children = node.children ?? [];
  if (node.type === 'object') {
    return builder.dict(
      span,
      children.flatMap(({ children: pair }) =>
        pair?.[1] ? [{ key: String(pair[0].value), value: read(builder, pair[1]) }] : [],
      ),
    );
  }
  if (node.type === 'array') return { kind: 'list', items: children.map((child) => read(builder, child)), ...span };
  return settingsValue(node.type === 'number' ? builder.textOf(span) : null, node.value, span);
}
