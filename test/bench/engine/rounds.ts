/** Contestants by name. */
export type Contestants<T> = Readonly<Record<string, () => Promise<T>>>;

/** The results of each contestant, one for each round. */
export type RoundResults<T> = Record<string, T[]>;

/**
 * Runs all contestants in each round, in reverse order every other round, so that none always follows the same one.
 * @param log receives a line for each result
 */
export async function alternate<T>(
  rounds: number,
  contestants: Contestants<T>,
  log: (line: string) => void,
): Promise<RoundResults<T>> {
  const names = Object.keys(contestants);
  const results: RoundResults<T> = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const name of round % 2 === 1 ? names : names.toReversed()) results[name].push(await contestants[name]());
    log(`round ${round} of ${rounds}`);
  }
  return results;
}
