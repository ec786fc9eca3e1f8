import type { Node } from '@vscode/tree-sitter-wasm';
import type { Span } from './expression.ts';

/** A node of a syntax tree, read out of WebAssembly's memory. Offsets are relative to the unit of code. */
export interface SourceNode extends Span {
  readonly type: string;
  /** The role in the parent, as the grammar names it. */
  readonly field: string | null;
  /** Named nodes only. */
  readonly children: readonly SourceNode[];
}

/** Their insides hold no code that matters. */
const LEAVES: ReadonlySet<string> = new Set([
  'comment',
  'string',
  'template_string',
  'regex',
  'concatenated_string',
  'type_annotation',
  'type',
]);

/** Reads a tree in one walk; this is several times quicker than asking node after node. */
export function readNode(root: Node): SourceNode {
  const cursor = root.walk();
  const base = root.startIndex;
  const read = (): SourceNode => {
    const children: SourceNode[] = [];
    const type = cursor.nodeType;
    const field = cursor.currentFieldName;
    const start = cursor.startIndex - base;
    const end = cursor.endIndex - base;
    if (!LEAVES.has(type) && cursor.gotoFirstChild()) {
      do {
        if (cursor.nodeIsNamed) children.push(read());
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return { type, field, start, end, children };
  };
  try {
    return read();
  } finally {
    cursor.delete();
  }
}

/** Whether something between the parts of a node makes no sense, as where `const lr =` is still being typed and another declaration follows. */
export function hasGap(node: SourceNode): boolean {
  return node.children.some(({ type }) => type === 'ERROR');
}

/** The child with this role. */
export function childOf(node: SourceNode, field: string): SourceNode | undefined {
  return node.children.find((child) => child.field === field);
}
