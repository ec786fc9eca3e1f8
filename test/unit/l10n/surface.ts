/** A place where a user reads texts. */
export interface Surface {
  /** The files that its texts are in, or folders of them. The samples must make use of each of their strings. */
  readonly sources: readonly string[];
  /** Words that aren't translated: names, and code. */
  readonly names: readonly string[];
  /** What a user reads there, in samples. */
  readonly texts: () => Promise<readonly string[]>;
}
