/** What names the process that printed a line, of several that train together: torchrun, Slurm's `srun --label`, or the program itself. */
const RANK = /^\s*(?:\[?(?:rank|gpu|default)[ :_]?(\d+)\b|(\d+):\s)|[[(](?:rank|gpu)[ :_=]?(\d+)[\])]/i;

/** Whether a line may name the process that printed it. */
export function mayNameRank(line: string): boolean {
  return RANK.test(line);
}

/** Tells the processes of a training apart that print into the same output. Each prints its own losses; those of the first are read. */
export class Ranks {
  #first: string | null = null;
  /** The step or epoch of its newest loss. */
  #reached = -Infinity;

  /**
   * Whether a line with a loss is another process's than the first's.
   * @param place the step or epoch that it names. A bare number, "12: epoch 12", may count lines, and is a process's only where the first
   *   was there already
   */
  isOther(line: string, place: number | undefined): boolean {
    const [, named, bare, tagged] = RANK.exec(line) ?? [];
    const rank = named ?? tagged ?? (place === undefined ? undefined : bare);
    if (rank === undefined) return false;
    this.#first ??= rank;
    if (rank !== this.#first) return bare === undefined || place! <= this.#reached;
    this.#reached = place ?? -Infinity;
    return false;
  }
}
