import type { LossPoint } from './lossCurve.ts';

/** Most points that are kept; when there are more, every second one is dropped. */
const CAPACITY = 64;

/** The held-out losses of a run in bounded memory, with their exact minimum. */
export class HeldOutCurve {
  #points: LossPoint[] = [];
  #stride = 1;
  #count = 0;
  #lowest: LossPoint | null = null;
  #newest: LossPoint | null = null;

  get count(): number {
    return this.#count;
  }

  /** Evenly thinned, in order. */
  get points(): readonly LossPoint[] {
    return this.#points;
  }

  get lowest(): LossPoint | null {
    return this.#lowest;
  }

  get newest(): LossPoint | null {
    return this.#newest;
  }

  /** @param loss finite */
  add(step: number, loss: number): void {
    const point = { step, loss };
    if (this.#count++ % this.#stride === 0) this.#points.push(point);
    if (this.#points.length > CAPACITY) {
      this.#points = this.#points.filter((_, index) => index % 2 === 0);
      this.#stride *= 2;
    }
    this.#newest = point;
    if (this.#lowest === null || loss < this.#lowest.loss) this.#lowest = point;
  }
}
