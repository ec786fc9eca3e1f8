import type { Figure } from '../src/charts/figure.ts';
import { stepRange } from '../src/charts/stepRange.ts';
import type { ExperimentModel } from './experimentModel.ts';
import type { FigurePart } from '../src/protocol/panel.ts';

/** With fewer points in all a line has every measurement already. */
const DETAILED_POINTS = 1000;

/** Asks for more detail of what the reader has zoomed into, once for each part. */
export class DetailRequests {
  /** The part that was asked for last, by figure. */
  readonly #asked = new Map<string, string>();

  /** @param ask gets the part of a figure, and how many points of a line can be told apart there */
  constructor(
    private readonly model: ExperimentModel,
    private readonly ask: (part: FigurePart, points: number) => void,
  ) {}

  /** @param zoomed the figures of which a part is shown */
  update(zoomed: readonly Figure[], width: number): void {
    for (const { name, quantity, x } of zoomed) {
      const definition = this.model.figures.find((figure) => figure.name === name);
      if (definition?.points !== 'samples') continue;
      const runs = this.model.runs.map(({ index, facts }) => ({ facts, series: this.model.series(index) }));
      const isThinned = runs.some(({ series }) =>
        definition.lines.some(({ metric }) => (series[metric]?.steps.length ?? 0) >= DETAILED_POINTS),
      );
      const steps = isThinned ? stepRange(x.domain, quantity, runs) : null;
      const asked = JSON.stringify([steps, width]);
      if (!steps || this.#asked.get(name) === asked) continue;
      this.#asked.set(name, asked);
      this.ask({ figure: name, steps }, width);
    }
  }
}
