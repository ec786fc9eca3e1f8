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
  /** Prepares what the pictures have in common, before a round for which there is something new, and in a task of its own. */
  preparePictures(): void;
  /** Called after each round that leaves no picture in view out of date, but for what has changed meanwhile. */
  onComplete(): void;
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
 * until they come into view. The first drawing of a picture takes longest, so a round has at most one, its last: the next one follows at
 * once, with the newest data for those that are there. A rest follows the others, unless the user waits.
 */
export class UpdateScheduler {
  readonly #outdated = new Set<Picture>();
  readonly #drawnBefore = new WeakSet<Picture>();
  /** Whether something was requested that no round has begun to draw. */
  #isRequested = false;
  /** Whether nothing has changed since the pictures were prepared. */
  #isPrepared = false;
  #isRestSkipped = false;
  #isDrawing = false;
  #isClosed = false;
  #cancelNext: (() => void) | null = null;
  #round = Promise.resolve();

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

  /** Draws no more; resolves when the picture that is being drawn is on the screen. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelNext?.();
    await this.#round;
  }

  #update(): void {
    try {
      this.page.updateTexts();
    } catch (error) {
      this.page.onProblem(error);
    }
    for (const picture of this.page.pictures) this.#outdated.add(picture);
    this.#isPrepared = false;
    this.#isRequested = true;
  }

  #skipRest(): void {
    this.#isRestSkipped = true;
    this.#schedule(0);
  }

  #schedule(milliseconds: number): void {
    if (this.#isDrawing || this.#isClosed) return;
    this.#cancelNext?.();
    this.#cancelNext = this.clock.after(milliseconds, () => {
      this.#cancelNext = null;
      if (this.#isRequested) this.#round = this.#drawRound();
    });
  }

  async #drawRound(): Promise<void> {
    this.#isDrawing = true;
    this.#isRequested = false;
    this.#isRestSkipped = false;
    // Updates that come during the round are for the next one: these pictures are drawn from what is prepared now.
    const round = new Set(this.#outdated);
    this.#outdated.clear();
    try {
      if (!this.#isPrepared) this.page.preparePictures();
      this.#isPrepared = true;
      for (let isLast = false; !isLast;) {
        await this.#nextTask();
        const picture = this.#isClosed ? undefined : this.#nextOf(round);
        if (!picture) break;
        isLast = !this.#drawnBefore.has(picture);
        this.#drawnBefore.add(picture);
        round.delete(picture);
        await picture.draw();
      }
      if (this.#nextOf(round)) this.#isRequested = this.#isRestSkipped = true;
      else if (!this.#isClosed) this.page.onComplete();
    } catch (error) {
      this.page.onProblem(error);
    }
    for (const picture of round) this.#outdated.add(picture);
    this.#isDrawing = false;
    this.#schedule(this.#isRestSkipped ? 0 : REST);
  }

  /** The first picture in view, but one that was never drawn after all others. */
  #nextOf(outdated: ReadonlySet<Picture>): Picture | undefined {
    const inView = this.page.pictures.filter((picture) => outdated.has(picture) && picture.isInView);
    return inView.find((picture) => this.#drawnBefore.has(picture)) ?? inView[0];
  }

  #nextTask(): Promise<void> {
    return new Promise((resolve) => this.clock.after(0, resolve));
  }
}
