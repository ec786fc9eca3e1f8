/** Share of the average that each step keeps (fastai's AvgSmoothLoss). */
const BETA = 0.98;

/** What a DivergenceStop remembers, as plain JSON for a checkpoint. */
export interface DivergenceState {
  /** Losses so far. */
  readonly count: number;
  /** Their moving average, not debiased. */
  readonly average: number;
  /** Lowest smoothed loss so far. */
  readonly best: number;
}

/**
 * Decides when the loss of a range test has diverged: when the smoothed loss exceeds a multiple of its lowest value so far.
 *
 *   average(n) = 0.98 average(n − 1) + 0.02 loss(n)      smoothed(n) = average(n) / (1 − 0.98ⁿ)
 *
 * Source: fastai's LRFinder, which stops above 4 times the lowest value, from the first step on.
 */
export class DivergenceStop {
  #state: DivergenceState = { count: 0, average: 0, best: Infinity };

  constructor(private readonly factor: number) {}

  /** @param loss mean loss of a step's batch; finite */
  observe(loss: number): void {
    const { count, average, best } = this.#state;
    const next = { count: count + 1, average: BETA * average + (1 - BETA) * loss };
    this.#state = { ...next, best: Math.min(best, smoothed(next)) };
  }

  get isDiverged(): boolean {
    return this.#state.count > 0 && smoothed(this.#state) > this.factor * this.#state.best;
  }

  state(): DivergenceState {
    return this.#state;
  }

  restore(state: DivergenceState): void {
    this.#state = state;
  }
}

function smoothed({ count, average }: Pick<DivergenceState, 'count' | 'average'>): number {
  return average / (1 - BETA ** count);
}
