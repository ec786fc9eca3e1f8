/** Something that answers are made from. */
interface Source {
  /** The version in which it last became another, after it was brought up to date. */
  changedAt(): number;
}

/** Counts the versions of what is watched, and notes what each answer is made from. */
export class Versions {
  #current = 1;
  #noted: Set<Source> | null = null;

  get current(): number {
    return this.#current;
  }

  /** Begins a version. What changes with it is told before anything is asked. */
  advance(): void {
    this.#current++;
  }

  /** Whatever is being computed has asked this. */
  note(source: Source): void {
    this.#noted?.add(source);
  }

  /** Computes an answer, and tells what it asked on the way. */
  noting<T>(compute: () => T): { readonly answer: T; readonly asked: readonly Source[] } {
    const outer = this.#noted;
    const noted = new Set<Source>();
    this.#noted = noted;
    try {
      return { answer: compute(), asked: [...noted] };
    } finally {
      this.#noted = outer;
    }
  }
}

/** A value that is set from outside, and that answers depend on by asking for it. */
export class Watched<T> implements Source {
  #value: T;
  #changedAt: number;

  constructor(
    private readonly versions: Versions,
    value: T,
    private readonly isSame: (before: T, after: T) => boolean = Object.is,
  ) {
    this.#value = value;
    this.#changedAt = versions.current;
  }

  get value(): T {
    this.versions.note(this);
    return this.#value;
  }

  set(value: T): void {
    if (this.isSame(this.#value, value)) return;
    this.#value = value;
    this.#changedAt = this.versions.current;
  }

  changedAt(): number {
    return this.#changedAt;
  }
}

/**
 * An answer that is computed when it is asked for, and again only when something that it asked on its way has another answer by
 * then. If it comes out the same, nothing that was made from it is computed again.
 */
export class Memo<T> implements Source {
  #value!: T;
  #asked: readonly Source[] = [];
  #checkedAt = 0;
  #changedAt = 0;

  constructor(
    private readonly versions: Versions,
    private readonly compute: () => T,
    private readonly isSame: (before: T, after: T) => boolean = Object.is,
  ) {}

  get value(): T {
    this.#refresh();
    this.versions.note(this);
    return this.#value;
  }

  /** The same, for an answer that is put together of many: it depends on what they were made from, each of which is then checked once. */
  get part(): T {
    this.#refresh();
    for (const source of this.#asked) this.versions.note(source);
    return this.#value;
  }

  changedAt(): number {
    this.#refresh();
    return this.#changedAt;
  }

  #refresh(): void {
    const now = this.versions.current;
    if (this.#checkedAt === now) return;
    const isNew = this.#checkedAt === 0;
    if (isNew || this.#hasChanged()) {
      const { answer, asked } = this.versions.noting(this.compute);
      this.#asked = asked;
      if (isNew || !this.isSame(this.#value, answer)) {
        this.#value = answer;
        this.#changedAt = now;
      }
    }
    this.#checkedAt = now;
  }

  #hasChanged(): boolean {
    for (const source of this.#asked) if (source.changedAt() > this.#checkedAt) return true;
    return false;
  }
}

/** An answer about each of many things, which are forgotten with their answers. */
export class MemoOf<Subject extends object, T> {
  readonly #memos = new WeakMap<Subject, Memo<T>>();

  constructor(
    private readonly versions: Versions,
    private readonly compute: (subject: Subject) => T,
  ) {}

  of(subject: Subject): T {
    return this.#memoOf(subject).value;
  }

  /** The same, for an answer that is put together of many. */
  partOf(subject: Subject): T {
    return this.#memoOf(subject).part;
  }

  /** Whether the answer about it was ever asked for. */
  knows(subject: Subject): boolean {
    return this.#memos.has(subject);
  }

  #memoOf(subject: Subject): Memo<T> {
    const known = this.#memos.get(subject);
    if (known) return known;
    const memo = new Memo(this.versions, () => this.compute(subject));
    this.#memos.set(subject, memo);
    return memo;
  }
}
