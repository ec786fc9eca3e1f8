/** The rates that the optimizers of a run's program had. */
export interface UsedRates {
  /** Of all groups of all optimizers, as the training began. */
  readonly initial: readonly number[];
  /** Those of the first steps that were measured, by step. */
  readonly byStep: ReadonlyMap<number, number>;
}

/** The rate that a run was to have, and those that it had. */
export interface RatesOfRun extends UsedRates {
  readonly asked: number;
}

/** What the runs of an experiment must share so that they can be compared: the source of their losses, but not their rates. */
export class ComparableRuns {
  /** Steps of the program, where a range test took more than it has; null otherwise. */
  length: number | null = null;
  #areProbed: boolean | null = null;
  readonly #rates: RatesOfRun[] = [];

  /** Whether the losses come from the probe, or else are whatever programs print; null before that is clear. */
  get areProbed(): boolean | null {
    return this.#areProbed;
  }

  /** Notes the source of a run's losses; the first one counts. */
  addSource(isProbed: boolean): void {
    this.#areProbed ??= isProbed;
  }

  /** Whether losses from this source can be compared with those of the other runs. */
  accepts(isProbed: boolean): boolean {
    return this.#areProbed === null || this.#areProbed === isProbed;
  }

  /**
   * Notes the rates of a run.
   * @returns an earlier run that was to have another rate but whose optimizers had the same ones; null where there is none
   */
  addRates(run: RatesOfRun): RatesOfRun | null {
    if (run.initial.length === 0) return null;
    const twin = this.#rates.find((each) => each.asked !== run.asked && hadSameRates(each, run));
    this.#rates.push(run);
    return twin ?? null;
  }
}

/** Whether two runs began with the same rates and used them in the first steps that both have measured. */
function hadSameRates(one: UsedRates, other: UsedRates): boolean {
  const common = [...one.byStep].filter(([step]) => other.byStep.has(step));
  return (
    one.initial.join() === other.initial.join() &&
    common.length > 0 &&
    common.every(([step, rate]) => rate === other.byStep.get(step))
  );
}
