import { curveVariants } from '../src/charts/curveVariant.ts';
import { offeredUnits } from '../src/charts/progressUnit.ts';
import { positionOfStep } from '../src/charts/reading.ts';
import { offeredColumns } from '../src/charts/runGroups.ts';
import { Announcer } from './announcer.ts';
import type { Host } from './api.ts';
import { ChartCards } from './chartCards.ts';
import type { CardEvents } from './chartCards.ts';
import { offeredCharts, withOrWithout } from './chartChoice.ts';
import { DetailRequests } from './detailRequests.ts';
import { element } from './dom.ts';
import { hiddenVariants, settingsAsDrawn } from './curveView.ts';
import { filtered } from './filteredVariants.ts';
import type { ExperimentModel } from './experimentModel.ts';
import {
  chosenGroups,
  coloursInGroups,
  groupsAsHidden,
  groupVariants,
  isListedGroup,
  withHiddenGroups,
} from './grouping.ts';
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

/** Of more variants than this the first are shown until the reader asks for all: each takes the browser time at every change. */
const MAX_RUNS = 100;

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
  readonly #charts: ChartCards;
  readonly #table: RunTable;
  readonly #opened: OpenedCurve;
  readonly #scheduler: UpdateScheduler;
  /** Of so many variants curves are drawn and rows listed. */
  #maxRuns = MAX_RUNS;
  /** Ids of the variants whose curves are drawn: those that the table lists first. */
  #drawn: ReadonlySet<string> = new Set();
  /** The metrics of which charts were asked for. */
  #asked: readonly string[] = [];

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
    const details = new DetailRequests(model, (part, points) => host.send({ type: 'detail', folder, ...part, points }));
    const charts = new ChartCards(model, details, this.#cardEvents());
    this.#charts = charts;
    this.#scheduler = new UpdateScheduler({
      get pictures() {
        return charts.all;
      },
      updateTexts: () => this.#updateTexts(),
      preparePictures: () => charts.update(settings(), this.#drawn),
      onComplete: onDrawn,
      onProblem: (error) => host.reportProblem(error),
    });
    this.#heading = new Heading((action) => host.send(action === 'run' ? { type: 'run' } : { type: action, folder }));
    this.#opened = new OpenedCurve(settings, onChange, (text) => this.#announcer.announce(text), this.#controls);
    this.#legend = new Legend(
      (hidden) => {
        this.#opened.forget();
        const groups = chosenGroups(settings(), model.curveInput());
        const change = groups ? withHiddenGroups(hidden, groups, settings()) : { hidden };
        onChange({ ...change, selected: [] });
      },
      (id) => this.#charts.highlight(id),
    );
    this.#viewBar = new ViewBar((change) => {
      onChange(change);
      this.#opened.closeWithout(charts.all);
    });
    this.#filter = new RunFilter(
      (filter) => onChange({ filter }),
      () => this.#showAllRuns(),
    );
    this.#table = new RunTable(
      (key) => {
        const { sort } = settings();
        onChange({ sort: { key, descending: sort.key === key && !sort.descending } });
      },
      (variant) => {
        const { expanded } = settings();
        onChange({ expanded: withOrWithout(expanded, variant, !expanded.includes(variant)) });
      },
      (variant) => {
        const { baselines } = settings();
        onChange({ baselines: withOrWithout(baselines, variant, !baselines.includes(variant)) });
      },
      (selection, place) => this.#open(selection, place),
      (action) => this.#onRemedy(action),
      () => this.#showAllRuns(),
    );
    charts.create(settings());
    this.#controls.append(this.#filter.root, this.#legend.root, this.#viewBar.root);
    this.root = element(
      'main',
      {},
      this.#heading.root,
      this.#suggestion.root,
      this.#results.root,
      this.#controls,
      charts.root,
      this.#table.root,
      this.#announcer.root,
    );
    this.#announcer.start(model);
    window.addEventListener('keydown', this.#onKeydown);
    window.addEventListener('resize', this.#onResize);
  }

  /** The elements whose width decides how charts are drawn, one a chart. */
  get plots(): readonly HTMLElement[] {
    return this.#charts.all.map(({ plot }) => plot.container);
  }

  /** Shows new data. */
  updateForData(): void {
    this.#scheduler.updateForData();
  }

  /** Shows what the user has changed. */
  updateForUser(): void {
    this.#scheduler.updateForUser();
  }

  /**
   * Shows the reading line at a step of a run, until the user reads elsewhere.
   * @param run its index
   */
  readAt(step: number, run: number | null): void {
    const { runs } = this.model.curveInput();
    const place = this.model.runs.findIndex(({ index }) => index === run);
    const { unit } = this.#settingsAsDrawn();
    this.#charts.read(place < 0 ? { kind: 'step', x: step } : positionOfStep(step, unit, runs[place]));
  }

  async dispose(): Promise<void> {
    window.removeEventListener('keydown', this.#onKeydown);
    window.removeEventListener('resize', this.#onResize);
    this.#charts.close();
    await this.#scheduler.close();
    this.#charts.dispose();
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (this.#charts.isFilled) this.#charts.showAll();
    else if (!this.#opened.close()) return;
    event.preventDefault();
  };

  /** Charts among others follow their width alone. */
  readonly #onResize = (): void => {
    if (this.#charts.isFilled) this.updateForUser();
  };

  /** Shows the curves of some variants alone, where there is a chart of them. */
  #open(selection: CurveSelection, place: HTMLElement): void {
    const { variants, curveFigure } = this.model;
    if (curveFigure === null) return;
    const { hiddenCharts } = this.settings();
    if (hiddenCharts.includes(curveFigure))
      this.onChange({ hiddenCharts: withOrWithout(hiddenCharts, curveFigure, false) });
    const card = this.#charts.all.find(({ name }) => name === curveFigure)!;
    this.#charts.showAll();
    const labels = variants.flatMap(({ id, label }) => (selection.variants.includes(id) ? label : []));
    this.#opened.open(
      card,
      selection,
      variants.map(({ id }) => id),
      labels,
      place,
    );
  }

  #showAllRuns(): void {
    this.#maxRuns = Infinity;
    this.updateForUser();
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

  /** Asks for charts of the metrics that the reader has chosen, as soon as they are measured. */
  #askForMetrics(): void {
    const { folder, metrics } = this.model;
    const wanted = this.settings().metrics.filter((metric) => metrics.includes(metric));
    if (wanted.join('\n') === this.#asked.join('\n')) return;
    this.#asked = wanted;
    this.host.send({ type: 'metrics', folder, metrics: wanted });
  }

  #updateTexts(): void {
    const { model } = this;
    const settings = this.settings();
    this.#askForMetrics();
    this.#charts.create(settings);
    const { runs } = model.curveInput();
    const variants = curveVariants(model.variants, runs);
    const groups = chosenGroups(settings, { variants, runs });
    const grouped = groups && groupVariants(groups);
    const theme = resolveTheme(grouped ?? variants);
    const ofVariants = groups ? coloursInGroups(variants, groups, theme.variants, theme.muted) : theme.variants;
    const colours = new Map(variants.map(({ id }, index) => [id, ofVariants[index]]));
    this.#heading.update(model);
    this.#suggestion.update(model, colours);
    this.#results.update(model.description.table ?? null, colours);
    const listed = filtered(variants, settings);
    const hidden = hiddenVariants(settings, { variants: model.variants, runs });
    const listedColours = new Map(listed.map(({ id }) => [id, colours.get(id)!]));
    if (grouped) {
      const isListed = isListedGroup(groups, new Set(listedColours.keys()));
      const groupColours = theme.variants.filter((_, index) => isListed[index]);
      const inLegend = grouped.filter((_, index) => isListed[index]);
      this.#legend.update(inLegend, groupColours, groupsAsHidden(groups, settings, hidden), TEXTS.groups);
    } else {
      const legendName = model.variesByRate ? TEXTS.rates : TEXTS.variants;
      this.#legend.update(listed, [...listedColours.values()], settings, legendName);
    }
    this.#viewBar.update(settings, {
      steps: model.maxSteps,
      smooths: model.figures.some(({ points }) => points === 'samples'),
      unit: model.unit,
      hasEpochs: model.figures.some(({ x }) => x.kind === 'epoch'),
      charts: offeredCharts(model.figures, model.metrics, settings),
      columns: model.curveFigure === null ? [] : offeredColumns({ variants, runs }),
      units: model.figures.some(({ x }) => x.kind !== 'rate') ? offeredUnits(runs, [...hidden]) : [],
    });
    const order = this.#table.update(model, settings, listedColours, this.#maxRuns);
    const shown = order.filter((id) => !hidden.has(id));
    this.#drawn = new Set(shown.slice(0, this.#maxRuns));
    this.#filter.update(settings.filter, {
      all: variants.length,
      found: listed.length,
      shown: shown.length,
      drawn: this.#drawn.size,
    });
    this.#announcer.update(model);
  }

  /** What a reader zooms is in the unit that is drawn, which is then the chosen one. */
  #settingsAsDrawn(): Settings {
    return settingsAsDrawn(this.settings(), this.model.curveInput());
  }

  #cardEvents(): CardEvents {
    const { host, model } = this;
    return {
      onZoom: (figure, zoom) => {
        const { unit, zooms, limits } = this.#settingsAsDrawn();
        const { [figure]: _, ...others } = zooms;
        this.onChange({ unit, limits, zooms: zoom ? { ...others, [figure]: zoom } : others });
      },
      onLimit: (figure, limits) => {
        const { unit, zooms, limits: all } = this.#settingsAsDrawn();
        const { [figure]: _, ...others } = zooms;
        this.onChange({ unit, zooms: others, limits: { ...all, [figure]: limits } });
      },
      onFilled: (isFilled) => {
        this.root.classList.toggle('filled', isFilled);
        this.updateForUser();
      },
      onViewChange: () => this.#scheduler.onViewChange(),
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
