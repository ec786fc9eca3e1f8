import type { FigureDefinition } from '../src/kinds/figureDefinition.ts';
import { figureName, metricName } from '../src/kinds/metricFigure.ts';
import type { Settings } from './settings.ts';

/** Which charts the reader wants to see, and in which order. */
export type ChartChoice = Pick<Settings, 'hiddenCharts' | 'pinnedCharts' | 'metrics'>;

/** A chart that the reader may choose. */
export interface OfferedChart {
  /** Name of its figure. */
  readonly name: string;
  readonly title: string;
  /** What it draws where that is drawn only when the reader wants it; null for a figure of the experiment. */
  readonly metric: string | null;
  readonly isShown: boolean;
  readonly isPinned: boolean;
}

/** The figures that are shown: first those that were pinned, in that order, then the others. */
export function shownFigures(
  figures: readonly FigureDefinition[],
  { hiddenCharts, pinnedCharts }: Pick<ChartChoice, 'hiddenCharts' | 'pinnedCharts'>,
): FigureDefinition[] {
  const shown = figures.filter(({ name }) => !hiddenCharts.includes(name));
  const pinned = pinnedCharts.flatMap((name) => shown.find((figure) => figure.name === name) ?? []);
  return [...pinned, ...shown.filter((figure) => !pinned.includes(figure))];
}

/** Two charts of epochs stand side by side where one follows the other; all else takes the whole width. */
export function wideFigures(figures: readonly FigureDefinition[]): ReadonlySet<FigureDefinition> {
  const wide = new Set<FigureDefinition>();
  for (let at = 0; at < figures.length; at++) {
    const isPair = figures[at].points === 'epochs' && figures.at(at + 1)?.points === 'epochs';
    if (isPair) at++;
    else wide.add(figures[at]);
  }
  return wide;
}

/** All charts that there can be: the figures of the experiment, and what else was measured. */
export function offeredCharts(
  figures: readonly FigureDefinition[],
  metrics: readonly string[],
  { hiddenCharts, pinnedCharts, metrics: chosen }: ChartChoice,
): OfferedChart[] {
  const added = new Set(metrics.map(figureName));
  return [
    ...figures
      .filter(({ name }) => !added.has(name))
      .map(({ name, title }) => ({ name, title, metric: null, isShown: !hiddenCharts.includes(name) })),
    ...metrics.map((metric) => {
      return { name: figureName(metric), title: metricName(metric), metric, isShown: chosen.includes(metric) };
    }),
  ].map((chart) => ({ ...chart, isPinned: chart.isShown && pinnedCharts.includes(chart.name) }));
}

/** The choice with a chart shown or not. */
export function withShown(choice: ChartChoice, { name, metric }: OfferedChart, isShown: boolean): ChartChoice {
  const { hiddenCharts, pinnedCharts, metrics } = choice;
  return {
    hiddenCharts: metric === null ? withOrWithout(hiddenCharts, name, !isShown) : hiddenCharts,
    pinnedCharts: isShown ? pinnedCharts : withOrWithout(pinnedCharts, name, false),
    metrics: metric === null ? metrics : withOrWithout(metrics, metric, isShown),
  };
}

/** The choice with a chart pinned, which is shown then, or not pinned any more. */
export function withPinned(choice: ChartChoice, chart: OfferedChart, isPinned: boolean): ChartChoice {
  const shown = isPinned ? withShown(choice, chart, true) : choice;
  return { ...shown, pinnedCharts: withOrWithout(shown.pinnedCharts, chart.name, isPinned) };
}

/** The names with one of them at the end, or without it. */
export function withOrWithout(names: readonly string[], name: string, isIn: boolean): readonly string[] {
  const others = names.filter((other) => other !== name);
  return isIn ? [...others, name] : others;
}
