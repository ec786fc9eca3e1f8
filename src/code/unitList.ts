import type { Node } from '@vscode/tree-sitter-wasm';
import type { Facts, Unit } from './syntax/facts.ts';
import { editBetween } from './textEdit.ts';

/** A unit whose place is moved along by the edits in front of it. */
type MovingUnit = { -readonly [Key in keyof Unit]: Unit[Key] };

/**
 * The statements of a text from one version to the next. Those that an edit leaves alone stay the same units, so that what was
 * concluded from them stays true: only their places move.
 */
export class UnitList {
  #text = '';
  #units: readonly MovingUnit[] = [];
  /** Units of broken code: how that is read depends on what stands around it, so that they are read each time. */
  readonly #broken = new WeakSet<Unit>();

  constructor(private readonly read: (statement: Node, text: string) => Facts) {}

  /**
   * The units of the newest text; every statement that is read is a step.
   * @param cell the number of the cell that the text is
   * @param root of the text's tree
   */
  *follow(text: string, root: Node | null, cell: number): Generator<void, readonly Unit[]> {
    const edit = editBetween(this.#text, text);
    if (!edit) return this.#units;
    const before = this.#units;
    const nodes = (root?.namedChildren ?? []).filter((node) => node !== null && node.type !== 'comment') as Node[];
    const isWhole = root?.hasError === true ? (node: Node) => !node.hasError : () => true;
    const isSame = (node: Node, unit: Unit, moved: number) =>
      node.startIndex === unit.offset + moved &&
      node.endIndex === unit.offset + unit.length + moved &&
      !this.#broken.has(unit) &&
      isWhole(node);

    const most = Math.min(nodes.length, before.length);
    let head = 0;
    while (head < most && nodes[head].endIndex <= edit.startIndex && isSame(nodes[head], before[head], 0)) head++;
    const moved = text.length - this.#text.length;
    let tail = 0;
    while (
      tail < most - head &&
      nodes[nodes.length - 1 - tail].startIndex >= edit.newEndIndex &&
      isSame(nodes[nodes.length - 1 - tail], before[before.length - 1 - tail], moved)
    )
      tail++;

    const known = new UnitsByText(
      before.slice(head, before.length - tail).filter((unit) => !this.#broken.has(unit)),
      this.#text,
    );
    const between: { readonly unit: MovingUnit; readonly offset: number }[] = [];
    for (const node of nodes.slice(head, nodes.length - tail)) {
      const { startIndex: offset, endIndex } = node;
      const own = text.slice(offset, endIndex);
      const whole = isWhole(node);
      const unit = (whole ? known.next(own) : null) ?? {
        facts: this.read(node, own),
        offset,
        length: own.length,
        cell,
      };
      if (!whole) this.#broken.add(unit);
      between.push({ unit, offset });
      yield;
    }

    const behind = before.slice(before.length - tail);
    for (const unit of behind) unit.offset += moved;
    for (const { unit, offset } of between) unit.offset = offset;
    this.#text = text;
    this.#units = [...before.slice(0, head), ...between.map(({ unit }) => unit), ...behind];
    return this.#units;
  }
}

/** Units to be found again by their text, each once and none before one that was found already: they stay in their order. */
class UnitsByText {
  readonly #places = new Map<string, number[]>();
  #from = 0;

  constructor(
    private readonly units: readonly MovingUnit[],
    text: string,
  ) {
    for (const [index, { offset, length }] of units.entries()) {
      const own = text.slice(offset, offset + length);
      const places = this.#places.get(own);
      if (places) places.push(index);
      else this.#places.set(own, [index]);
    }
  }

  next(text: string): MovingUnit | null {
    const place = this.#places.get(text)?.find((index) => index >= this.#from);
    if (place === undefined) return null;
    this.#from = place + 1;
    return this.units[place];
  }
}
