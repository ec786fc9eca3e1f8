/** What takes turns, by name. */
export type Contestants<T> = Readonly<Record<string, () => Promise<T>>>;

/** What came of each contestant, one entry a round. */
export type RoundResults<T> = Record<string, T[]>;

/**
 * Lets contestants take turns, every other round in reverse order, so that none always comes after the same other.
 * @param log is told what has been done
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
