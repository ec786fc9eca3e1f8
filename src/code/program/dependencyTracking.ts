/** Something that a memo's value is computed from. */
interface Dependency {
  /** The version in which its value last changed. Brings the value up to date first. */
  changedAt(): number;
}

/** Counts the versions of the inputs, and records which dependencies a computation reads. */
export class DependencyTracker {
  #version = 1;
  #recorded: Set<Dependency> | null = null;

  get version(): number {
    return this.#version;
  }

  /** Starts a new version. Set all inputs of the version before you read any memo. */
  startVersion(): void {
    this.#version++;
  }

  /** Records a dependency of the computation that is running. */
  record(dependency: Dependency): void {
    this.#recorded?.add(dependency);
  }

  /** Runs a computation, and returns its value with the dependencies that it read. */
  track<T>(compute: () => T): { readonly value: T; readonly dependencies: readonly Dependency[] } {
    const outer = this.#recorded;
    const recorded = new Set<Dependency>();
    this.#recorded = recorded;
    try {
      return { value: compute(), dependencies: [...recorded] };
    } finally {
      this.#recorded = outer;
    }
  }
}

/** A value that is set from outside. A memo that reads it depends on it. */
export class Input<T> implements Dependency {
  #value: T;
  #changedAt: number;

  constructor(
    private readonly tracker: DependencyTracker,
    value: T,
    private readonly isEqual: (before: T, after: T) => boolean = Object.is,
  ) {
    this.#value = value;
    this.#changedAt = tracker.version;
  }

  get value(): T {
    this.tracker.record(this);
    return this.#value;
  }

  set(value: T): void {
    if (this.isEqual(this.#value, value)) return;
    this.#value = value;
    this.#changedAt = this.tracker.version;
  }

  changedAt(): number {
    return this.#changedAt;
  }
}

/**
 * A value that is computed when it is first read, and again only after one of its dependencies has changed. If the new value
 * equals the old one, nothing that depends on it is computed again.
 */
export class Memo<T> implements Dependency {
  #value!: T;
  #dependencies: readonly Dependency[] = [];
  #checkedAt = 0;
  #changedAt = 0;

  constructor(
    private readonly tracker: DependencyTracker,
    private readonly compute: () => T,
    private readonly isEqual: (before: T, after: T) => boolean = Object.is,
  ) {}

  get value(): T {
    this.#refresh();
    this.tracker.record(this);
    return this.#value;
  }

  /** The same value for a memo that reads many others: it depends on their dependencies directly, and so checks each only once. */
  get inlineValue(): T {
    this.#refresh();
    for (const dependency of this.#dependencies) this.tracker.record(dependency);
    return this.#value;
  }

  changedAt(): number {
    this.#refresh();
    return this.#changedAt;
  }

  #refresh(): void {
    const now = this.tracker.version;
    if (this.#checkedAt === now) return;
    const isNew = this.#checkedAt === 0;
    if (isNew || this.#hasChanged()) {
      const { value, dependencies } = this.tracker.track(this.compute);
      this.#dependencies = dependencies;
      if (isNew || !this.isEqual(this.#value, value)) {
        this.#value = value;
        this.#changedAt = now;
      }
    }
    this.#checkedAt = now;
  }

  #hasChanged(): boolean {
    for (const dependency of this.#dependencies) if (dependency.changedAt() > this.#checkedAt) return true;
    return false;
  }
}

/** A memo for each key. A key that is garbage collected takes its memo with it. */
export class MemoMap<K extends object, T> {
  readonly #memos = new WeakMap<K, Memo<T>>();

  constructor(
    private readonly tracker: DependencyTracker,
    private readonly compute: (key: K) => T,
  ) {}

  get(key: K): T {
    return this.#memoFor(key).value;
  }

  /** See `Memo.inlineValue`. */
  getInline(key: K): T {
    return this.#memoFor(key).inlineValue;
  }

  /** Whether the value for this key was ever read. */
  has(key: K): boolean {
    return this.#memos.has(key);
  }

  #memoFor(key: K): Memo<T> {
    const known = this.#memos.get(key);
    if (known) return known;
    const memo = new Memo(this.tracker, () => this.compute(key));
    this.#memos.set(key, memo);
    return memo;
  }
}
