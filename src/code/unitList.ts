import type { Node } from '@vscode/tree-sitter-wasm';
import type { Facts, Unit } from './syntax/facts.ts';
import { editBetween } from './textEdit.ts';

/** A unit whose offset can be updated. */
type MovingUnit = { -readonly [Key in keyof Unit]: Unit[Key] };

/**
 * The units of a text, from version to version. Statements that an edit doesn't touch keep their unit object, so that everything
 * cached for it stays valid; only its offset changes.
 */
export class UnitList {
  #text = '';
  #units: readonly MovingUnit[] = [];
  /** Units with syntax errors. They are read again each time, since error recovery depends on the code around them. */
  readonly #broken = new WeakSet<Unit>();

  constructor(private readonly read: (statement: Node, text: string) => Facts) {}

  /**
   * Updates the units to a new version of the text, one step for each statement that is read.
   * @param root the root of its syntax tree
   * @param cell the index of the cell
   */
  *update(text: string, root: Node | null, cell: number): Generator<void, readonly Unit[]> {
    const edit = editBetween(this.#text, text);
    if (!edit) return this.#units;
    const before = this.#units;
    const nodes = (root?.namedChildren ?? []).filter((node) => node !== null && node.type !== 'comment') as Node[];
    const isValid = root?.hasError === true ? (node: Node) => !node.hasError : () => true;
    const isSame = (node: Node, unit: Unit, shift: number) =>
      node.startIndex === unit.offset + shift &&
      node.endIndex === unit.offset + unit.length + shift &&
      !this.#broken.has(unit) &&
      isValid(node);

    const max = Math.min(nodes.length, before.length);
    let head = 0;
    while (head < max && nodes[head].endIndex <= edit.startIndex && isSame(nodes[head], before[head], 0)) head++;
    const shift = text.length - this.#text.length;
    let tail = 0;
    while (
      tail < max - head &&
      nodes[nodes.length - 1 - tail].startIndex >= edit.newEndIndex &&
      isSame(nodes[nodes.length - 1 - tail], before[before.length - 1 - tail], shift)
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
      const valid = isValid(node);
      const unit = (valid ? known.take(own) : null) ?? {
        facts: this.read(node, own),
        offset,
        length: own.length,
        cell,
      };
      if (!valid) this.#broken.add(unit);
      between.push({ unit, offset });
      yield;
    }

    const after = before.slice(before.length - tail);
    for (const unit of after) unit.offset += shift;
    for (const { unit, offset } of between) unit.offset = offset;
    this.#text = text;
    this.#units = [...before.slice(0, head), ...between.map(({ unit }) => unit), ...after];
    return this.#units;
  }
}

/** Finds units by their text. Each is taken once, in order: never one before a unit that was taken already. */
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

  take(text: string): MovingUnit | null {
    const place = this.#places.get(text)?.find((index) => index >= this.#from);
    if (place === undefined) return null;
    this.#from = place + 1;
    return this.units[place];
  }
}
