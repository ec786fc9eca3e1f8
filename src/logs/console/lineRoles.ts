import { ColumnRoles, METRIC_ROLES, ROLES, roleOf } from '../columnRoles.ts';
import type { LogRow } from '../logRow.ts';
import { RowBuilder } from '../rowBuilder.ts';
import type { Cell, ConsoleLine } from './consoleLine.ts';
import { valueOf } from './consoleLine.ts';

/** Which of a line's cells are read. */
interface Choice {
  /** By the place of a role in a row. */
  readonly metrics: readonly { readonly place: number; readonly cells: readonly Cell[] }[];
  /** Of the columns, when it was made. */
  readonly version: number;
}

/** Chooses the names of a log that are read, and reads their numbers. */
export class LineRoles {
  readonly columns = new ColumnRoles();
  readonly #names = new Set<string>();
  readonly #row = new RowBuilder();
  #version = 0;
  readonly #choices = { whole: new WeakMap<ConsoleLine, Choice>(), summary: new WeakMap<ConsoleLine, Choice>() };

  /** @param maxNames that are remembered for messages */
  constructor(private readonly maxNames: number) {}

  get names(): readonly string[] {
    return [...this.#names];
  }

  /**
   * What a line measures; null if nothing.
   * @param isSummary whether it sums up what other lines say of single steps: what it says of the training is then left out
   */
  metricsOf(line: ConsoleLine, values: ArrayLike<number>, isSummary: boolean): LogRow | null {
    const { metrics } = this.#choiceFor(line, isSummary);
    if (metrics.length === 0) return null;
    for (const { place, cells } of metrics) {
      let sum = 0;
      for (const cell of cells) sum += valueOf(cell, values);
      this.#row.set(place, sum);
    }
    return this.#row.take();
  }

  #choiceFor(line: ConsoleLine, isSummary: boolean): Choice {
    const choices = isSummary ? this.#choices.summary : this.#choices.whole;
    const made = choices.get(line);
    if (made?.version === this.#version) return made;
    const cells = line.cells.filter(({ role }) => !isSummary || (role !== 'loss' && role !== 'accuracy'));
    if (!made) this.#take(cells);
    const choice = {
      metrics: METRIC_ROLES.flatMap((role) => {
        const columns = this.columns.of(role);
        const chosen = columns.flatMap((column) => cells.find(({ name }) => name === column) ?? []);
        return chosen.length > 0 ? [{ place: RowBuilder.placeOf(role), cells: chosen }] : [];
      }),
      version: this.#version,
    };
    choices.set(line, choice);
    return choice;
  }

  #take(cells: readonly Cell[]): void {
    const names = cells.map(({ name }) => name);
    const before = this.#state();
    this.columns.prefer(names);
    this.columns.choose(names);
    for (const { name, role } of cells) if (role && roleOf(name) === null) this.columns.adopt(role, name);
    if (this.#state() !== before) this.#version++;
    for (const name of names) if (this.#names.size < this.maxNames) this.#names.add(name);
  }

  #state(): string {
    return ROLES.map((role) => this.columns.of(role).join('+')).join(',');
  }
}
