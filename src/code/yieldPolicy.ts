/** Decides when long work pauses to let others run. */
export interface YieldPolicy {
  /** Whether the work should pause now. Called very often. */
  shouldYield(): boolean;
  /** Lets others run; resolves when the work may go on. */
  yield(): Promise<void>;
}

/** For callers with nothing else to do, such as the command line. */
export const NEVER_YIELD: YieldPolicy = { shouldYield: () => false, yield: () => Promise.resolve() };

/** Pauses like another policy, and throws after a pause if the work was cancelled meanwhile. */
export function cancellable(policy: YieldPolicy, signal: AbortSignal): YieldPolicy {
  return {
    shouldYield: () => policy.shouldYield(),
    yield: async () => {
      await policy.yield();
      signal.throwIfAborted();
    },
  };
}

/** Runs all steps of a generator, and pauses between them as the policy says. */
export async function runSteps<T>(steps: Generator<void, T>, policy: YieldPolicy): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (policy.shouldYield()) await policy.yield();
  }
}
