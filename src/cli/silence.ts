/** Tells once that nothing was heard for a time. */
export class Silence {
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** @param milliseconds from now on, and from each time that something is heard */
  constructor(
    private readonly milliseconds: number,
    private readonly onSilence: () => void,
  ) {
    this.heard();
  }

  heard(): void {
    clearTimeout(this.#timer);
    if (this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.onSilence();
    }, this.milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#isOver = true;
  }
}
