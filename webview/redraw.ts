/** Milliseconds between the beginnings of two redraws for new data. */
const INTERVAL = 250;
/** The pause after a redraw, as a multiple of its duration. */
const REST = 3;

/**
 * Redraws when something has changed: never twice at once, at most four times a second for new data, and less often if drawing takes
 * long, so that the page stays responsive.
 */
export class Redraw {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isDrawing = false;
  #requested: 'none' | 'data' | 'user' = 'none';
  #earliest = 0;

  constructor(
    private readonly draw: () => Promise<void>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Asks for a redraw because new data has come: within a moment. */
  requestForData(): void {
    if (this.#requested === 'none') this.#requested = 'data';
    this.#schedule();
  }

  /** Asks for a redraw because the user has changed something: as soon as possible. */
  requestForUser(): void {
    this.#requested = 'user';
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isDrawing || this.#requested === 'none') return;
    if (this.#timer !== null) {
      if (this.#requested === 'data') return;
      clearTimeout(this.#timer);
    }
    const delay = this.#requested === 'user' ? 0 : Math.max(0, this.#earliest - this.now());
    this.#timer = setTimeout(() => void this.#run(), delay);
  }

  async #run(): Promise<void> {
    this.#timer = null;
    this.#requested = 'none';
    this.#isDrawing = true;
    const start = this.now();
    try {
      await this.draw();
    } finally {
      const duration = this.now() - start;
      this.#earliest = start + Math.max(INTERVAL, (1 + REST) * duration);
      this.#isDrawing = false;
    }
    this.#schedule();
  }
}
