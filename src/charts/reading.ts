import type { CurveRate } from './curves.ts';
import type { Figure, FigureName } from './figure.ts';
import { formatLoss, formatShare } from '../domain/format.ts';
import { heightAt } from './smoothing.ts';
import type { Point } from './smoothing.ts';

/** What one line says at one place. */
export interface ReadValue extends Point {
  readonly rate: number;
  readonly label: string;
  readonly text: string;
}

/** The bold lines of a figure, ready to be read at any place. */
export class FigureReader {
  readonly #lines: readonly (readonly Point[])[];

  constructor(
    readonly figure: Figure,
    private readonly rates: readonly CurveRate[],
  ) {
    this.#lines = rates.map((_, rate) => figure.bold.filter((point) => point.rate === rate));
  }

  /** The place nearest to x where there is something to read: any place of a line, or a measured one. */
  snap(x: number): number {
    const [from, to] = this.figure.x.domain;
    const inside = Math.min(Math.max(x, from), to);
    return this.figure.dots ? Math.round(inside) : inside;
  }

  /** What every line that is there says at x, the highest first. */
  at(x: number): ReadValue[] {
    const write = this.figure.y.format.endsWith('%') ? formatShare : formatLoss;
    return this.#lines
      .flatMap((line, rate) => {
        const y = heightAt(line, x);
        return y === null ? [] : { x, y, rate, label: this.rates[rate].label, text: write(y) };
      })
      .sort((a, b) => b.y - a.y);
  }
}

/** Epochs that are done at a place of a figure. */
export function epochsAt(name: FigureName, x: number, stepsPerEpoch: number): number {
  return name === 'lossByStep' ? x / stepsPerEpoch : x;
}

/** The place of a figure where so many epochs are done. */
export function placeAt(name: FigureName, epochs: number, stepsPerEpoch: number): number {
  return name === 'lossByStep' ? Math.round(epochs * stepsPerEpoch) : epochs;
}
