/** Milliseconds without drawing after all outdated pictures were drawn: the processor has trainings to do. */
const REST = 250;

/** A picture on the page. */
export interface Picture {
  /** Whether any of it is on the screen. */
  readonly isInView: boolean;
  /** Draws what is known now; resolves when it is on the screen. */
  draw(): Promise<void>;
}

/** Runs tasks later; tests have their own. */
export interface Clock {
  /** Runs a task after some milliseconds. Returns what cancels it. */
  after(milliseconds: number, task: () => void): () => void;
}

/** What is kept up to date. */
export interface Updatable {
  /** In the order of the page. */
  readonly pictures: readonly Picture[];
  /** Shows all that is known in words, tables and progress. */
  updateTexts(): void;
  /** Prepares what the pictures have in common, before each round and in a task of its own. */
  preparePictures(): void;
  /** Called after each round: all pictures in view are drawn. */
  onRound(): void;
  onProblem(error: unknown): void;
}

const BROWSER_CLOCK: Clock = {
  after: (milliseconds, task) => {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};

/**
 * Shows changes: texts at once, in the task that brings them, pictures afterwards in rounds. In a round the pictures that are out of date
 * are drawn one after the other, each in a task of its own, so that messages and keys are handled between them; those out of view not
 * until they come into view. A rest follows each round, unless the user waits.
 */
export class UpdateScheduler {
  readonly #outdated = new Set<Picture>();
  /** Whether something was requested that no round has begun to draw. */
  #isRequested = false;
  #isUserWaiting = false;
  #isDrawing = false;
  #isClosed = false;
  #cancelNext: (() => void) | null = null;

  constructor(
    private readonly page: Updatable,
    private readonly clock: Clock = BROWSER_CLOCK,
  ) {}

  /** Shows new data; the pictures after the rest. */
  updateForData(): void {
    this.#update();
    if (!this.#cancelNext) this.#schedule(0);
  }

  /** Shows what the user has changed; the pictures as soon as possible. */
  updateForUser(): void {
    this.#update();
    this.#skipRest();
  }

  /** Draws what has come into view and is out of date, as soon as possible. */
  onViewChange(): void {
    if (!this.#nextOf(this.#outdated)) return;
    this.#isRequested = true;
    this.#skipRest();
  }

  /** Draws no more, but for the picture that is being drawn. */
  close(): void {
    this.#isClosed = true;
    this.#cancelNext?.();
  }

  #update(): void {
    try {
      this.page.updateTexts();
    } catch (error) {
      this.page.onProblem(error);
    }
    for (const picture of this.page.pictures) this.#outdated.add(picture);
    this.#isRequested = true;
  }

  #skipRest(): void {
    this.#isUserWaiting = true;
    this.#schedule(0);
  }

  #schedule(milliseconds: number): void {
    if (this.#isDrawing || this.#isClosed) return;
    this.#cancelNext?.();
    this.#cancelNext = this.clock.after(milliseconds, () => {
      this.#cancelNext = null;
      if (this.#isRequested) void this.#drawRound();
    });
  }

  async #drawRound(): Promise<void> {
    this.#isDrawing = true;
    this.#isRequested = false;
    this.#isUserWaiting = false;
    // Updates that come during the round are for the next one: these pictures are drawn from what is prepared now.
    const round = new Set(this.#outdated);
    this.#outdated.clear();
    try {
      this.page.preparePictures();
      for (;;) {
        await this.#nextTask();
        const picture = this.#isClosed ? undefined : this.#nextOf(round);
        if (!picture) break;
        round.delete(picture);
        await picture.draw();
      }
      if (!this.#isClosed) this.page.onRound();
    } catch (error) {
      this.page.onProblem(error);
    }
    for (const picture of round) this.#outdated.add(picture);
    this.#isDrawing = false;
    this.#schedule(this.#isUserWaiting ? 0 : REST);
  }

  #nextOf(outdated: ReadonlySet<Picture>): Picture | undefined {
    return this.page.pictures.find((picture) => outdated.has(picture) && picture.isInView);
  }

  #nextTask(): Promise<void> {
    return new Promise((resolve) => this.clock.after(0, resolve));
  }
}
