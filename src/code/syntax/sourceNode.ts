import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from './expression.ts';

/** A node of a syntax tree, copied out of WebAssembly memory. Offsets are relative to the unit of code. */
export interface SourceNode extends Span {
  readonly type: string;
  /** Its field in the parent, by the name in the grammar. */
  readonly field: string | null;
  /** Named nodes only. */
  readonly children: readonly SourceNode[];
}

/** Nodes whose children don't matter. */
const LEAVES: ReadonlySet<string> = new Set([
  'comment',
  'string',
  'template_string',
  'regex',
  'concatenated_string',
  'type_annotation',
  'type',
]);

/**
 * How deep a tree is read. Below that, nodes have no children: nobody writes such a program, and readers call themselves for each level.
 */
export const MAX_DEPTH = 500;

/** Copies a tree down to `MAX_DEPTH` with a cursor, which is several times faster than visiting one node after another. */
export function readNode(root: Node): SourceNode {
  const cursor = root.walk();
  const base = root.startIndex;
  const read = (depth: number): SourceNode => {
    const children: SourceNode[] = [];
    const type = cursor.nodeType;
    const field = cursor.currentFieldName;
    const start = cursor.startIndex - base;
    const end = cursor.endIndex - base;
    if (depth < MAX_DEPTH && !LEAVES.has(type) && cursor.gotoFirstChild()) {
      do {
        if (cursor.nodeIsNamed) children.push(read(depth + 1));
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return { type, field, start, end, children };
  };
  try {
    return read(0);
  } finally {
    cursor.delete();
  }
}

/** Whether the node has a syntax error, as `const lr =` has while it is being typed before another declaration. */
export function hasError(node: SourceNode): boolean {
  return node.children.some(({ type }) => type === 'ERROR');
}

/** The children without comments. */
export function code({ children }: SourceNode): readonly SourceNode[] {
  return children.some(({ type }) => type === 'comment') ? children.filter(({ type }) => type !== 'comment') : children;
}

/** The child in this field of the grammar. */
export function childByField(node: SourceNode, field: string): SourceNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** The children in two fields of the grammar; null if one is missing, as in a statement that is being typed. */
export function childrenByField(node: SourceNode, first: string, second: string): [SourceNode, SourceNode] | null {
  const [one, other] = [childByField(node, first), childByField(node, second)];
  return one && other ? [one, other] : null;
}
