import * as l10n from '@vscode/l10n';

/** Rounds that the first point is expected to take: on the small network it takes 40 to 60. */
const FIRST_ROUNDS = 50;

/**
 * Tells how far the measurement of a run's edge is. Nobody knows how many rounds a point takes; it is expected to take as many as the
 * one before.
 */
export class EdgeProgress {
  #expected = FIRST_ROUNDS;
  #rounds = 0;

  /** @param points how many there are */
  constructor(private readonly points: number) {}

  /**
   * @param point the one that is measured, from 0
   * @param rounds how many of it are done; 0 begins it
   * @returns the share of all points that is measured, 0 to below 1, and what is done, for people
   */
  at(point: number, rounds: number): { done: number; activity: string } {
    if (rounds === 0 && this.#rounds > 0) this.#expected = this.#rounds + 1;
    this.#rounds = rounds;
    const share = rounds / (Math.max(rounds, this.#expected) + 1);
    const activity = l10n.t('measuring point {0} of {1}', point + 1, this.points);
    return { done: (point + share) / this.points, activity };
  }
}
