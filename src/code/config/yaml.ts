import { Composer, isAlias, isMap, isPair, isScalar, isSeq, Lexer, Parser } from 'yaml';
import type { CST, Node, Pair } from 'yaml';
import type { DictEntry, Expression, Span } from '../syntax/expression.ts';
import { FactBuilder } from '../syntax/factBuilder.ts';
import type { Facts } from '../syntax/facts.ts';
import { classOfTag } from './reference.ts';
import { settingsValue } from './settingsValue.ts';

/** Reads the facts of a YAML file, as far as it can be parsed, one step for each token. */
export function* readYaml(text: string): Generator<void, Facts> {
  const builder = new FactBuilder(text);
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const word of new Lexer().lex(text)) {
    tokens.push(...parser.next(word));
    yield;
  }
  tokens.push(...parser.end());
  for (const document of new Composer({ logLevel: 'silent', strict: false, uniqueKeys: false }).compose(tokens)) {
    yield;
    if (document.contents) read(builder, document.contents);
  }
  return builder.facts;
}

function read(builder: FactBuilder, node: Node): Expression {
  const [start, end] = node.range ?? [0, 0];
  const span = { start, end };
  if (isMap(node))
    return builder.dict(span, [
      ...classEntries(node.tag, span),
      ...node.items.flatMap((pair) => entryOf(builder, pair)),
    ]);
  if (isSeq(node)) return { kind: 'list', items: node.items.flatMap((item) => readItem(builder, item)), ...span };
  if (isScalar(node)) {
    // A number that is quoted or in a block scalar is a string.
    const isPlain = node.type === 'PLAIN';
    const source = isPlain ? builder.text.slice(start, end) : null;
    const value = settingsValue(source, node.value, span, node.tag);
    // A tag, as in `!!float 1e-3`, says what it is.
    const isTextForPyYaml = value.kind === 'number' && node.tag === undefined && /^\d+e|e\d/i.test(source ?? '');
    return isTextForPyYaml ? { ...value, isTextForPyYaml } : value;
  }
  // An alias repeats what its anchor has.
  return { kind: 'other', ...span };
}

/** An entry for the class that a tag names. */
function classEntries(tag: string | undefined, span: Span): DictEntry[] {
  const name = classOfTag(tag);
  return name === null ? [] : [{ key: 'class', value: { kind: 'text', value: name, ...span } }];
}

function readItem(builder: FactBuilder, item: unknown): Expression[] {
  if (isPair(item)) return [builder.dict({ start: 0, end: 0 }, entryOf(builder, item))];
  return isNode(item) ? [read(builder, item)] : [];
}

function entryOf(builder: FactBuilder, { key, value }: Pair): DictEntry[] {
  if (!isNode(value)) return [];
  const name = isScalar(key) ? String(key.value) : '';
  return [{ key: name === '<<' ? null : name, value: read(builder, value) }];
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}
