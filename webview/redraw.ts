/** Milliseconds between the beginnings of two redraws that nobody waits for. */
const INTERVAL = 250;
/** A redraw leaves the page so many times its own duration for everything else. */
const REST = 3;

/**
 * Draws again when something has changed: never twice at once, not much more often than the eye can follow, and the more
 * slowly the longer it takes, so that the page always has time for its user.
 */
export class Redraw {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #drawing = false;
  #wanted: 'no' | 'sometime' | 'now' = 'no';
  #due = 0;

  constructor(
    private readonly draw: () => Promise<void>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** New data has come. */
  sometime(): void {
    if (this.#wanted === 'no') this.#wanted = 'sometime';
    this.#plan();
  }

  /** The user has changed something, and waits. */
  soon(): void {
    this.#wanted = 'now';
    this.#plan();
  }

  #plan(): void {
    if (this.#drawing || this.#wanted === 'no') return;
    if (this.#timer !== null) {
      if (this.#wanted === 'sometime') return;
      clearTimeout(this.#timer);
    }
    const delay = this.#wanted === 'now' ? 0 : Math.max(0, this.#due - this.now());
    this.#timer = setTimeout(() => void this.#run(), delay);
  }

  async #run(): Promise<void> {
    this.#timer = null;
    this.#wanted = 'no';
    this.#drawing = true;
    const start = this.now();
    try {
      await this.draw();
    } finally {
      const taken = this.now() - start;
      this.#due = start + Math.max(INTERVAL, (1 + REST) * taken);
      this.#drawing = false;
    }
    this.#plan();
  }
}
