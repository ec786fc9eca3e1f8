import { shapeCurves } from '../src/charts/curves.ts';
import type { Curves } from '../src/charts/curves.ts';
import type { FigureName } from '../src/charts/figure.ts';
import type { CurveView } from '../src/charts/view.ts';
import { Announcer } from './announcer.ts';
import type { Host } from './api.ts';
import { ChartCard } from './chartCard.ts';
import type { ChartEvents } from './chartCard.ts';
import { element } from './dom.ts';
import { Heading } from './heading.ts';
import { Legend } from './legend.ts';
import { RunTable } from './runTable.ts';
import { memoryShare } from './settings.ts';
import type { Settings } from './settings.ts';
import { Suggestion } from './suggestion.ts';
import type { SweepModel } from './sweepModel.ts';
import { resolveTheme } from './theme.ts';
import { ViewBar } from './viewBar.ts';

const FIGURES: readonly FigureName[] = ['lossByEpoch', 'accuracyByEpoch', 'lossByStep'];
/** While a sweep is under way that comes first which grows: epochs take their time. */
const LIVE_FIGURES: readonly FigureName[] = ['lossByStep', 'lossByEpoch', 'accuracyByEpoch'];

/** So many points of all lines together are drawn at once: more make a redraw slow and cannot be told apart. */
const MOST_POINTS = { raw: 9000, smoothed: 4200, seed: 4200 };
/** A line is never drawn with fewer points. */
const FEWEST_POINTS = 80;

/** A sweep on the page: what is known of it is put into words, tables and charts. */
export class SweepView {
  readonly root: HTMLElement;
  readonly #announcer = new Announcer();
  readonly #heading: Heading;
  readonly #suggestion = new Suggestion();
  readonly #legend: Legend;
  readonly #viewBar: ViewBar;
  readonly #cards: readonly ChartCard[];
  readonly #table: RunTable;

  /** @param onChange gets what the user has chosen */
  constructor(
    private readonly host: Host,
    private readonly model: SweepModel,
    private readonly settings: () => Settings,
    private readonly onChange: (change: Partial<Settings>) => void,
  ) {
    const { folder } = model;
    this.#heading = new Heading((action) => host.send(action === 'run' ? { type: 'run' } : { type: action, folder }));
    this.#legend = new Legend((hidden) => onChange({ hidden }));
    this.#viewBar = new ViewBar(onChange);
    this.#cards = (model.progress === null ? FIGURES : LIVE_FIGURES).map(
      (name) => new ChartCard(name, this.#chartEvents()),
    );
    this.#table = new RunTable(
      (key) => {
        const { sort } = settings();
        onChange({ sort: { key, descending: sort.key === key && !sort.descending } });
      },
      (rate) => {
        const { expanded } = settings();
        onChange({
          expanded: expanded.includes(rate) ? expanded.filter((other) => other !== rate) : [...expanded, rate],
        });
      },
    );
    const charts = element('div', { class: 'charts' }, ...this.#cards.map(({ root }) => root));
    const controls = element('div', { class: 'controls' }, this.#legend.root, this.#viewBar.root);
    this.root = element(
      'main',
      {},
      this.#heading.root,
      this.#suggestion.root,
      controls,
      charts,
      this.#table.root,
      this.#announcer.root,
    );
    this.#announcer.begin(model);
  }

  /** Places whose width decides how charts are drawn. */
  get plots(): readonly HTMLElement[] {
    return this.#cards.map(({ plot }) => plot.place);
  }

  get charts(): number {
    return this.#cards.length;
  }

  /** Puts all that is known on the screen; resolves when it is there. */
  async draw(): Promise<void> {
    const { model } = this;
    const settings = this.settings();
    const width = Math.max(...this.#cards.map((card) => card.width));
    const curves = shapeCurves(model.curveRuns(), model.plan, this.#curveView(settings, width));
    const theme = resolveTheme(curves.rates.map(({ rate }) => rate));
    const colours = new Map(curves.rates.map(({ rate }, index) => [rate, theme.rates[index]]));
    this.#heading.update(model);
    this.#suggestion.update(model, colours);
    this.#legend.update(curves.rates, theme.rates, settings.hidden);
    this.#viewBar.update(settings, model.plan.epochs * model.plan.stepsPerEpoch);
    this.#table.update(model, settings, colours);
    this.#announcer.follow(model);
    for (const card of this.#cards) {
      // What the user does meanwhile comes first.
      await nextTurn();
      await card.draw({
        figure: figureOf(curves, card.name),
        rates: curves.rates,
        theme,
        stepsPerEpoch: model.plan.stepsPerEpoch,
        zoomed: card.name in settings.zooms,
      });
    }
  }

  dispose(): void {
    for (const { plot } of this.#cards) plot.dispose();
  }

  #curveView({ smoothing, logLoss, logTime, whole, hidden, zooms }: Settings, width: number): CurveView {
    const lines = Math.max(1, this.model.runs.length);
    const share = (most: number): number => Math.round(Math.min(width, Math.max(FEWEST_POINTS, most / lines)));
    return {
      memoryShare: memoryShare(smoothing),
      lossScale: logLoss ? 'log' : 'linear',
      timeScale: logTime ? 'log' : 'linear',
      whole,
      hidden,
      zooms,
      points: { raw: share(MOST_POINTS.raw), smoothed: share(MOST_POINTS.smoothed), seed: share(MOST_POINTS.seed) },
    };
  }

  #chartEvents(): ChartEvents {
    const { host, model } = this;
    return {
      read: (source, epochs, near) => {
        for (const card of this.#cards)
          card.showReading(epochs === null ? null : { epochs, near: card.name === source ? near : null });
      },
      zoom: (name, zoom) => {
        const { [name]: _, ...others } = this.settings().zooms;
        this.onChange({ zooms: zoom ? { ...others, [name]: zoom } : others });
      },
      export: (name, kind, to, content) =>
        host.send({ type: 'export', kind, to, name: `${model.title}-${name}`, content }),
      say: (text) => this.#announcer.sayWhenStill(text),
      complain: (error) => host.complain(error),
    };
  }
}

function figureOf(curves: Curves, name: FigureName): Curves[FigureName] {
  return curves[name];
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
