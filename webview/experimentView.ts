import { isLimited, NO_LIMITS } from '../src/charts/axisLimits.ts';
import { shapeCurves } from '../src/charts/curves.ts';
import { curveVariants } from '../src/charts/curveVariant.ts';
import { offeredUnits } from '../src/charts/progressUnit.ts';
import type { Figure } from '../src/charts/figure.ts';
import type { ReadingPosition } from '../src/charts/reading.ts';
import type { FigureDefinition } from '../src/kinds/figureDefinition.ts';
import { Announcer } from './announcer.ts';
import type { Host } from './api.ts';
import { ChartCard } from './chartCard.ts';
import type { ChartEvents } from './chartCard.ts';
import { curveView, MIN_POINTS } from './curveView.ts';
import { DetailRequests } from './detailRequests.ts';
import { element } from './dom.ts';
import { filtered } from './filteredVariants.ts';
import type { ExperimentModel } from './experimentModel.ts';
import { Heading } from './heading.ts';
import { Legend } from './legend.ts';
import { OpenedCurve } from './openedCurve.ts';
import type { CurveSelection } from './openedCurve.ts';
import type { RemedyAction } from './remedyActions.ts';
import { ResultsCard } from './resultsCard.ts';
import { RunFilter } from './runFilter.ts';
import { RunTable } from './runTable.ts';
import type { Settings } from './settings.ts';
import { Suggestion } from './suggestion.ts';
import { TEXTS } from './texts.ts';
import { resolveTheme } from './theme.ts';
import { UpdateScheduler } from './updateScheduler.ts';
import { ViewBar } from './viewBar.ts';

/** An experiment on the page: its texts, tables and charts. */
export class ExperimentView {
  readonly root: HTMLElement;
  readonly #announcer = new Announcer();
  readonly #heading: Heading;
  readonly #results = new ResultsCard();
  readonly #suggestion = new Suggestion(
    (rate) => this.host.send({ type: 'sweepAround', folder: this.model.folder, rate }),
    (name) => this.host.send({ type: 'followUp', folder: this.model.folder, name }),
  );
  readonly #legend: Legend;
  readonly #viewBar: ViewBar;
  readonly #filter: RunFilter;
  readonly #controls = element('div', { class: 'controls' });
  readonly #charts = element('div', { class: 'charts' });
  #cards: readonly ChartCard[] = [];
  /** Where the charts are read; null for nowhere. */
  #reading: ReadingPosition | null = null;
  /** The chart that fills the panel, and how far the page was scrolled before; null while all are shown. */
  #filling: { readonly card: ChartCard; readonly scrollY: number } | null = null;
  readonly #table: RunTable;
  readonly #opened: OpenedCurve;
  readonly #details: DetailRequests;
  readonly #scheduler: UpdateScheduler;
  readonly #viewObserver = new IntersectionObserver(() => this.#scheduler.onViewChange());

  /**
   * @param onChange gets what the user has chosen
   * @param onDrawn called each time when all charts in view are drawn
   */
  constructor(
    private readonly host: Host,
    private readonly model: ExperimentModel,
    private readonly settings: () => Settings,
    private readonly onChange: (change: Partial<Settings>) => void,
    onDrawn: () => void,
  ) {
    const { folder } = model;
    const cards = (): readonly ChartCard[] => this.#cards;
    this.#scheduler = new UpdateScheduler({
      get pictures() {
        return cards();
      },
      updateTexts: () => this.#updateTexts(),
      preparePictures: () => this.#updateCards(),
      onComplete: onDrawn,
      onProblem: (error) => host.reportProblem(error),
    });
    this.#heading = new Heading((action) => host.send(action === 'run' ? { type: 'run' } : { type: action, folder }));
    this.#opened = new OpenedCurve(settings, onChange, (text) => this.#announcer.announce(text), this.#controls);
    this.#legend = new Legend(
      (hidden) => {
        this.#opened.forget();
        onChange({ hidden, selected: [] });
      },
      (id) => this.#highlight(id),
    );
    this.#viewBar = new ViewBar(onChange);
    this.#filter = new RunFilter((filter) => onChange({ filter }));
    this.#table = new RunTable(
      (key) => {
        const { sort } = settings();
        onChange({ sort: { key, descending: sort.key === key && !sort.descending } });
      },
      (variant) => {
        const { expanded } = settings();
        const isExpanded = expanded.includes(variant);
        onChange({ expanded: isExpanded ? expanded.filter((other) => other !== variant) : [...expanded, variant] });
      },
      (selection, place) => this.#open(selection, place),
      (action) => this.#onRemedy(action),
      () => this.updateForUser(),
    );
    this.#details = new DetailRequests(model, (part, points) => host.send({ type: 'detail', folder, ...part, points }));
    this.#createCards();
    this.#controls.append(this.#filter.root, this.#legend.root, this.#viewBar.root);
    this.root = element(
      'main',
      {},
      this.#heading.root,
      this.#suggestion.root,
      this.#results.root,
      this.#controls,
      this.#charts,
      this.#table.root,
      this.#announcer.root,
    );
    this.#announcer.start(model);
    window.addEventListener('keydown', this.#onKeydown);
    window.addEventListener('resize', this.#onResize);
  }

  /** The elements whose width decides how charts are drawn, one a chart. */
  get plots(): readonly HTMLElement[] {
    return this.#cards.map(({ plot }) => plot.container);
  }

  /** Shows new data. */
  updateForData(): void {
    this.#scheduler.updateForData();
  }

  /** Shows what the user has changed. */
  updateForUser(): void {
    this.#scheduler.updateForUser();
  }

  /** Shows the reading line at a step, until the user reads elsewhere. */
  readAt(step: number): void {
    this.#read({ kind: 'step', x: step });
  }

  async dispose(): Promise<void> {
    window.removeEventListener('keydown', this.#onKeydown);
    window.removeEventListener('resize', this.#onResize);
    this.#viewObserver.disconnect();
    await this.#scheduler.close();
    for (const { plot } of this.#cards) plot.dispose();
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (this.#filling) this.#showAll();
    else if (!this.#opened.close()) return;
    event.preventDefault();
  };

  /** Charts among others follow their width alone. */
  readonly #onResize = (): void => {
    if (this.#filling) this.updateForUser();
  };

  #fillWith(card: ChartCard): void {
    this.#filling = { card, scrollY: window.scrollY };
    this.root.classList.add('filled');
    card.setFilling(true);
    window.scrollTo({ top: 0, behavior: 'instant' });
    this.#announcer.announce(TEXTS.announceFilled(card.title));
    this.updateForUser();
  }

  #showAll(): void {
    if (!this.#filling) return;
    const { card, scrollY } = this.#filling;
    this.#filling = null;
    this.root.classList.remove('filled');
    card.setFilling(false);
    window.scrollTo({ top: scrollY, behavior: 'instant' });
    if (!card.root.contains(document.activeElement)) card.focusFill();
    this.#announcer.announce(TEXTS.announceAllCharts);
    this.updateForUser();
  }

  /** Shows the curves of some variants alone, where there is a chart of them. */
  #open(selection: CurveSelection, place: HTMLElement): void {
    const { variants, curveFigure } = this.model;
    const card = this.#cards.find(({ name }) => name === curveFigure);
    if (!card) return;
    if (this.#filling) this.#showAll();
    const labels = variants.flatMap(({ id, label }) => (selection.variants.includes(id) ? label : []));
    this.#opened.open(
      card,
      selection,
      variants.map(({ id }) => id),
      labels,
      place,
    );
  }

  #onRemedy(action: RemedyAction): void {
    switch (action.kind) {
      case 'run':
        this.host.send({ type: 'runWith', folder: this.model.folder, change: action.change });
        return;
      case 'probe':
        this.host.send({ type: 'probe', folder: this.model.folder, run: action.run });
        return;
      case 'copy':
        this.host.send({ type: 'copyRate', rate: action.rate });
        this.#announcer.announceDebounced(TEXTS.copied);
        return;
      case 'explain':
        this.host.send({ type: 'explain', symptom: action.symptom });
    }
  }

  #highlight(id: string | null): void {
    const variant = id === null ? null : this.model.variants.findIndex((each) => each.id === id);
    for (const { plot } of this.#cards) {
      plot.highlight(variant).catch((error: unknown) => this.host.reportProblem(error));
    }
  }

  #updateTexts(): void {
    const { model } = this;
    const settings = this.settings();
    this.#createCards();
    const { runs } = model.curveInput();
    const variants = curveVariants(model.variants, runs);
    const theme = resolveTheme(variants);
    const colours = new Map(variants.map(({ id }, index) => [id, theme.variants[index]]));
    this.#heading.update(model);
    this.#suggestion.update(model, colours);
    this.#results.update(model.description.table ?? null, colours);
    const legendName = model.variesByRate ? TEXTS.rates : TEXTS.variants;
    const listed = filtered(variants, settings.filter);
    const listedColours = new Map(listed.map(({ id }) => [id, colours.get(id)!]));
    this.#filter.update(settings.filter, listed.length, variants.length);
    this.#legend.update(listed, [...listedColours.values()], settings.hidden, legendName);
    this.#viewBar.update(settings, {
      steps: model.maxSteps,
      smooths: model.figures.some(({ points }) => points === 'samples'),
      unit: model.unit,
      units: model.figures.some(({ x }) => x.kind !== 'rate') ? offeredUnits(runs, settings.hidden) : [],
    });
    this.#table.update(model, settings, listedColours);
    this.#announcer.update(model);
  }

  /** Gives all cards the newest curves, those out of view too: what they say of them can be read without seeing it. */
  #updateCards(): void {
    const settings = this.settings();
    const width = Math.max(0, ...this.#cards.map((card) => card.width));
    const input = this.model.curveInput();
    const { variants, figures } = shapeCurves(input, curveView(settings, input, width));
    const isZoomed = ({ name }: Figure): boolean =>
      name in settings.zooms || isLimited(settings.limits[name] ?? NO_LIMITS);
    this.#details.update(figures.filter(isZoomed), Math.max(width, MIN_POINTS));
    const theme = resolveTheme(variants);
    for (const card of this.#cards) {
      const figure = figures.find(({ name }) => name === card.name);
      if (figure)
        card.update({
          figure,
          variants,
          theme,
          zoomed: card.name in settings.zooms,
          limits: settings.limits[card.name] ?? NO_LIMITS,
        });
    }
  }

  /** Makes a card for each figure; those that are there already stay. */
  #createCards(): void {
    const { figures } = this.model;
    if (figures.map(({ name }) => name).join() === this.#cards.map(({ name }) => name).join()) return;
    const known = new Map(this.#cards.map((card) => [card.name, card]));
    const wide = wideFigures(figures);
    this.#cards = figures.map((figure) => {
      const card = known.get(figure.name) ?? new ChartCard(figure, this.#chartEvents());
      card.root.classList.toggle('wide', wide.has(figure));
      card.root.classList.toggle('compact', figure.points === 'runs' || figure.points === 'cells');
      return card;
    });
    // Before they are drawn.
    if (this.#reading) this.#read(this.#reading);
    if (this.#filling && !this.#cards.includes(this.#filling.card)) this.#showAll();
    for (const [name, { plot }] of known) if (!figures.some((figure) => figure.name === name)) plot.dispose();
    this.#charts.replaceChildren(...this.#cards.map(({ root }) => root));
    this.#viewObserver.disconnect();
    for (const { root } of this.#cards) this.#viewObserver.observe(root);
  }

  /** @param figure the one that the pointer is over */
  #read(place: ReadingPosition | null, figure: string | null = null, pointerY: number | null = null): void {
    this.#reading = place;
    for (const card of this.#cards) {
      card.showReading(place && { place, pointerY: card.name === figure ? pointerY : null });
    }
  }

  #chartEvents(): ChartEvents {
    const { host, model } = this;
    return {
      onRead: (figure, place, pointerY) => this.#read(place, figure, pointerY),
      onZoom: (figure, zoom) => {
        const { [figure]: _, ...others } = this.settings().zooms;
        this.onChange({ zooms: zoom ? { ...others, [figure]: zoom } : others });
      },
      onLimit: (figure, limits) => {
        const settings = this.settings();
        const { [figure]: _, ...zooms } = settings.zooms;
        this.onChange({ zooms, limits: { ...settings.limits, [figure]: limits } });
      },
      onFill: (figure) => {
        const card = this.#cards.find(({ name }) => name === figure)!;
        if (this.#filling) this.#showAll();
        else this.#fillWith(card);
      },
      onOpen: (opened, place) => {
        const shown = opened.map(({ variant }) => model.variants[variant].id);
        const run = opened.length === 1 ? opened[0].run : null;
        this.#open({ variants: shown, run: run === null ? null : model.runs[run].index }, place);
      },
      onBack: () => this.#opened.close(),
      onExport: (figure, kind, to, content) =>
        host.send({ type: 'export', kind, to, name: `${model.description.title}-${figure}`, content }),
      announce: (text) => this.#announcer.announceDebounced(text),
      onProblem: (error) => host.reportProblem(error),
    };
  }
}

/** Epochs stand side by side; all else takes the whole width, and so does a chart that would have no neighbour. */
function wideFigures(figures: readonly FigureDefinition[]): ReadonlySet<FigureDefinition> {
  const narrow = figures.filter(({ points }) => points === 'epochs');
  const wide = figures.filter(({ points }) => points !== 'epochs');
  return new Set(narrow.length % 2 === 1 ? [...wide, narrow[narrow.length - 1]] : wide);
}
