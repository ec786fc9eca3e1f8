import type { Expression, OperationExpression } from './expression.ts';
import type { FactBuilder } from './factBuilder.ts';
import { childrenByField } from './sourceNode.ts';
import type { SourceNode } from './sourceNode.ts';

/** Converts expressions of a language to `Expression`, and records every call and dictionary in them. */
export abstract class ExpressionReader {
  constructor(protected readonly builder: FactBuilder) {}

  abstract read(node: SourceNode): Expression;

  protected all(nodes: readonly SourceNode[]): Expression[] {
    return nodes.map((node) => this.read(node));
  }

  /** Reads the children of an expression that itself says nothing. */
  protected other({ children, start, end }: SourceNode): Expression {
    for (const child of children) this.read(child);
    return { kind: 'other', start, end };
  }

  protected name(node: SourceNode): Expression {
    return { kind: 'path', names: [this.builder.textOf(node)], inner: [], start: node.start, end: node.end };
  }

  /** Reads an operation with two operands; null if one is missing. */
  protected operation(node: SourceNode): OperationExpression | null {
    const sides = childrenByField(node, 'left', 'right');
    if (!sides) return null;
    const operator = this.builder.operatorBetween(...sides);
    const [left, right] = this.all(sides);
    if (operator === '-') this.builder.subtract(left, right);
    return { kind: 'operation', operator, left, right, start: node.start, end: node.end };
  }
}
