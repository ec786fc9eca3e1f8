import { isLimited, NO_LIMITS } from '../src/charts/axisLimits.ts';
import { shapeCurves } from '../src/charts/curves.ts';
import type { CurveInput, Curves } from '../src/charts/curves.ts';
import type { Figure } from '../src/charts/figure.ts';
import type { ReadingPosition } from '../src/charts/reading.ts';
import type { ChartTheme } from '../src/charts/theme.ts';
import type { CurveView } from '../src/charts/view.ts';
import type { FigureDefinition } from '../src/kinds/figureDefinition.ts';
import { ChartCard } from './chartCard.ts';
import type { ChartEvents } from './chartCard.ts';
import { shownFigures, wideFigures } from './chartChoice.ts';
import { curveView, groupedCurves, MIN_POINTS } from './curveView.ts';
import { DetailRequests } from './detailRequests.ts';
import { element } from './dom.ts';
import type { ExperimentModel } from './experimentModel.ts';
import { chosenGroups, coloursInGroups } from './grouping.ts';
import type { Settings } from './settings.ts';
import { TEXTS } from './texts.ts';
import { resolveTheme } from './theme.ts';

/** What the charts need of the page. */
export type CardEvents = Omit<ChartEvents, 'onRead' | 'onFill'> & {
  /** One chart fills the panel, or does no more: all are to be drawn anew. */
  onFilled(isFilled: boolean): void;
  /** Other parts of the page have come into view. */
  onViewChange(): void;
};

/** Curves, and the theme with the colours of their variants. */
interface ThemedCurves extends Curves {
  readonly theme: ChartTheme;
}

/** Whether a figure compares what came of the runs in place of drawing their curves. */
function isComparison({ points }: FigureDefinition): boolean {
  return points === 'runs' || points === 'cells';
}

/** The charts of an experiment, a card each: all are read at the same place, and one may fill the panel. */
export class ChartCards {
  readonly root = element('div', { class: 'charts' });
  #cards: readonly ChartCard[] = [];
  /** Where the charts are read; null for nowhere. */
  #reading: ReadingPosition | null = null;
  /** The chart that fills the panel, and how far the page was scrolled before; null while all are shown. */
  #filling: { readonly card: ChartCard; readonly scrollY: number } | null = null;
  readonly #viewObserver: IntersectionObserver;

  constructor(
    private readonly model: ExperimentModel,
    private readonly details: DetailRequests,
    private readonly events: CardEvents,
  ) {
    this.#viewObserver = new IntersectionObserver(() => events.onViewChange());
  }

  /** In the order of the page. */
  get all(): readonly ChartCard[] {
    return this.#cards;
  }

  get isFilled(): boolean {
    return this.#filling !== null;
  }

  /** Makes a card for each figure that is shown; those that are there already stay. */
  create(settings: Settings): void {
    const figures = shownFigures(this.model.figures, settings);
    if (figures.map(({ name }) => name).join() === this.#cards.map(({ name }) => name).join()) return;
    const known = new Map(this.#cards.map((card) => [card.name, card]));
    const wide = wideFigures(figures);
    this.#cards = figures.map((figure) => {
      const card = known.get(figure.name) ?? new ChartCard(figure, this.#chartEvents());
      card.root.classList.toggle('wide', wide.has(figure));
      card.root.classList.toggle('compact', isComparison(figure));
      return card;
    });
    // Before they are drawn.
    if (this.#reading) this.read(this.#reading);
    if (this.#filling && !this.#cards.includes(this.#filling.card)) this.showAll();
    for (const [name, { plot }] of known) if (!figures.some((figure) => figure.name === name)) plot.dispose();
    this.root.replaceChildren(...this.#cards.map(({ root }) => root));
    this.#viewObserver.disconnect();
    for (const { root } of this.#cards) this.#viewObserver.observe(root);
  }

  /**
   * Gives all cards the newest curves, those out of view too: what they say of them can be read without seeing it.
   * @param drawn ids of the variants whose curves are drawn
   */
  update(settings: Settings, drawn: ReadonlySet<string>): void {
    const width = Math.max(0, ...this.#cards.map((card) => card.width));
    const whole = this.model.curveInput();
    const input = { ...whole, definitions: shownFigures(whole.definitions, settings) };
    const view = curveView(settings, input, drawn, width);
    const { zooms, limits } = view;
    const parts = this.#themedCurves(settings, input, view, width);
    const isZoomed = ({ name }: Figure): boolean => name in zooms || isLimited(limits[name] ?? NO_LIMITS);
    const zoomed = parts.flatMap(({ figures }) => figures.filter(isZoomed));
    this.details.update(zoomed, Math.max(width, MIN_POINTS));
    for (const card of this.#cards) {
      for (const { figures, variants, theme } of parts) {
        const figure = figures.find(({ name }) => name === card.name);
        if (figure)
          card.update({
            figure,
            variants,
            theme,
            zoomed: card.name in zooms,
            limits: limits[card.name] ?? NO_LIMITS,
          });
      }
    }
  }

  /** The curves with their colours; where they are grouped, apart from what compares the single runs, in the colours of the groups. */
  #themedCurves(settings: Settings, input: CurveInput, view: CurveView, width: number): readonly ThemedCurves[] {
    const groups = chosenGroups(settings, input);
    if (!groups) {
      const curves = shapeCurves(input, view);
      return [{ ...curves, theme: resolveTheme(curves.variants) }];
    }
    const compared = input.definitions.filter(isComparison);
    const drawn = input.definitions.filter((definition) => !isComparison(definition));
    const curves = shapeCurves(...groupedCurves({ ...input, definitions: drawn }, view, groups, settings, width));
    const theme = resolveTheme(curves.variants);
    const colours = coloursInGroups(input.variants, groups, theme.variants, theme.muted);
    return [
      { ...curves, theme },
      { ...shapeCurves({ ...input, definitions: compared }, view), theme: { ...theme, variants: colours } },
    ];
  }

  /**
   * Shows the reading line of all charts at a place.
   * @param figure the one that the pointer is over
   */
  read(place: ReadingPosition | null, figure: string | null = null, pointerY: number | null = null): void {
    this.#reading = place;
    for (const card of this.#cards) {
      card.showReading(place && { place, pointerY: card.name === figure ? pointerY : null });
    }
  }

  /** Fades all but one variant or group, in the charts that draw it; null shows all alike. */
  highlight(id: string | null): void {
    for (const card of this.#cards) card.highlight(id).catch((error: unknown) => this.events.onProblem(error));
  }

  /** Shows all charts again, if one fills the panel. */
  showAll(): void {
    if (!this.#filling) return;
    const { card, scrollY } = this.#filling;
    this.#filling = null;
    card.setFilling(false);
    this.events.onFilled(false);
    window.scrollTo({ top: scrollY, behavior: 'instant' });
    if (!card.root.contains(document.activeElement)) card.focusFill();
    this.events.announce(TEXTS.announceAllCharts);
  }

  /** Draws no more. */
  close(): void {
    this.#viewObserver.disconnect();
  }

  dispose(): void {
    for (const { plot } of this.#cards) plot.dispose();
  }

  #fillWith(card: ChartCard): void {
    this.#filling = { card, scrollY: window.scrollY };
    card.setFilling(true);
    this.events.onFilled(true);
    window.scrollTo({ top: 0, behavior: 'instant' });
    this.events.announce(TEXTS.announceFilled(card.title));
  }

  #chartEvents(): ChartEvents {
    return {
      ...this.events,
      onRead: (figure, place, pointerY) => this.read(place, figure, pointerY),
      onFill: (figure) => {
        const card = this.#cards.find(({ name }) => name === figure)!;
        if (this.#filling) this.showAll();
        else this.#fillWith(card);
      },
    };
  }
}
