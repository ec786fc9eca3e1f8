/** What launchers put before each line: "[rank0]:" of torchrun, "[1,0]<stdout>:" of mpirun, "(train_fn pid=123)" of Ray. */
const LAUNCHER = /^\s*(?:\[(?:rank|default)\d+\]:|\[[^\]\s]*\d,\d+\]<std(?:out|err)>:|\((?:[\w.]+ )?pid=\d[^)]*\)) ?/;

/**
 * What names the process that printed a line, of several that train together: a launcher, among them Slurm's `srun --label`, or the program
 * itself. A number behind "GPU" may as well be memory or a share.
 */
const RANK =
  /^\s*(?:\[[^\]\s]*\d,(\d+)\]<std(?:out|err)>:|\((?:[\w.]+ )?pid=(\d+)[,)]|\[?(?:rank|default)[ :_=]?(\d+)\b(?![.,]\d|%)|\[?gpu[ :_]?(\d{1,3})\b(?![.,]\d|\s*%|\s*[mg]i?b?\b)|(\d+):\s)|[[(](?:rank|gpu|process|proc|worker)[ :_=#]?(\d{1,3})[\])]/i;

/** Whether a line may name the process that printed it. */
export function mayNameRank(line: string): boolean {
  return RANK.test(line);
}

/** A line without what a launcher has put before it. */
export function withoutLauncher(line: string): string {
  return line.startsWith('[') || line.startsWith('(') ? line.replace(LAUNCHER, '') : line;
}

/** Tells the processes of a training apart that print into the same output. Each prints its own losses; those of the first are read. */
export class Ranks {
  /** By what is measured: not every process validates. */
  readonly #first = new Map<'loss' | 'validationLoss', string>();
  /** What bare numbers before lines are, "12: epoch 3": those of processes come back, those of lines or steps do not. */
  #bare: 'unknown' | 'processes' | 'counted' = 'unknown';
  #newest = -Infinity;
  /** The highest step or epoch behind a bare number. */
  #reached = -Infinity;

  /** Tells that bare numbers have not come back for long, or will not any more. */
  takeAsCounted(): void {
    if (this.#bare === 'unknown') this.#bare = 'counted';
  }

  /** Whether further lines may still tell what bare numbers are. */
  get isUnknown(): boolean {
    return this.#bare === 'unknown';
  }

  /** Whether bare numbers count lines or steps. */
  get areCounted(): boolean {
    return this.#bare === 'counted';
  }

  /**
   * Whether a line with a loss is another process's than the first's; null where only further lines tell.
   * @param place the step or epoch that it names
   */
  isOther(line: string, measured: 'loss' | 'validationLoss', place: number | undefined): boolean | null {
    const [, mpi, pid, named, gpu, bare, tagged] = RANK.exec(line) ?? [];
    const isBare = bare !== undefined && place !== undefined;
    const rank = mpi ?? pid ?? named ?? gpu ?? tagged ?? (isBare ? bare : undefined);
    if (rank === undefined) return false;
    if (!this.#first.has(measured)) this.#first.set(measured, rank);
    const differs = rank !== this.#first.get(measured);
    if (!isBare) return differs;
    this.#learn(Number(bare), place);
    if (!differs || this.#bare === 'counted') return false;
    return this.#bare === 'processes' ? true : null;
  }

  #learn(number: number, place: number): void {
    if (this.#bare === 'unknown') {
      if (number < this.#newest) this.#bare = 'processes';
      else if (number > this.#newest && place > this.#reached && this.#newest > -Infinity) this.#bare = 'counted';
    }
    this.#newest = number;
    this.#reached = Math.max(place, this.#reached);
  }
}
