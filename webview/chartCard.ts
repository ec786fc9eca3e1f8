import type { AxisLimits } from '../src/charts/axisLimits.ts';
import type { CurveVariant } from '../src/charts/curveVariant.ts';
import type { Figure } from '../src/charts/figure.ts';
import { isOpenable, openableAt } from '../src/charts/openable.ts';
import type { Openable } from '../src/charts/openable.ts';
import { FigureReader, positionIn, formatX } from '../src/charts/reading.ts';
import type { ReadingPosition } from '../src/charts/reading.ts';
import type { ChartTheme } from '../src/charts/theme.ts';
import type { Zoom } from '../src/charts/view.ts';
import type { ExportKind } from '../src/protocol/panel.ts';
import { AxisLimitsForm } from './axisLimitsForm.ts';
import { element, setAttributes, setShown, setText } from './dom.ts';
import { copyPicture, exportContent } from './exports.ts';
import { LivePlot } from './livePlot.ts';
import { Menu } from './menu.ts';
import { NumbersTable } from './numbersTable.ts';
import { PlotArea } from './plotArea.ts';
import { PlotOverlay } from './plotOverlay.ts';
import { PlotPointer } from './plotPointer.ts';
import { TEXTS } from './texts.ts';
import type { Picture } from './updateScheduler.ts';

/** What a card needs of the page. */
export interface ChartEvents {
  /** A place is read, with the pointer at a height in pixels or with the keys; null when none is. */
  onRead(figure: string, place: ReadingPosition | null, pointerY: number | null): void;
  onZoom(figure: string, zoom: Zoom | null): void;
  /** The axes are to end at these places. */
  onLimit(figure: string, limits: AxisLimits): void;
  /** The card fills the panel, or leaves room for the others again. */
  onFill(figure: string): void;
  /** The curves behind some points or cells are wanted, in the chart that draws them. */
  onOpen(opened: readonly Openable[], place: HTMLElement): void;
  /** The reader wants to go back to where a curve was opened. */
  onBack(): void;
  onExport(figure: string, kind: ExportKind, to: 'file' | 'clipboard', content: string): void;
  announce(text: string): void;
  onProblem(error: unknown): void;
}

/** Everything that a chart is drawn from. */
export interface ChartInput {
  readonly figure: Figure;
  readonly variants: readonly CurveVariant[];
  readonly theme: ChartTheme;
  readonly zoomed: boolean;
  readonly limits: AxisLimits;
}

/** The place that is read, as the card shows it. */
interface Reading {
  readonly place: ReadingPosition;
  readonly pointerY: number | null;
}

/** One chart with its title, how to read it, notes, numbers and exports. */
export class ChartCard implements Picture {
  readonly root: HTMLElement;
  readonly plot: LivePlot;
  readonly #place: HTMLElement;
  readonly #overlay: PlotOverlay;
  readonly #pointer: PlotPointer;
  readonly #notes = element('p', { class: 'caption' });
  readonly #numbers: NumbersTable;
  readonly #reset: HTMLElement;
  readonly #back = element('button', { type: 'button', class: 'quiet back', hidden: true, title: TEXTS.backHint });
  readonly #keys = element('p', { class: 'keys', 'aria-hidden': 'true' });
  readonly #limits: AxisLimitsForm;
  readonly #fill = element('button', { type: 'button', class: 'quiet fill' });
  #isFilling = false;
  readonly #menu: Menu;
  #input: ChartInput | null = null;
  /** What the axes show when nothing is zoomed; null before that was seen. */
  #whole: Zoom | null = null;
  #reader: FigureReader | null = null;
  #reading: Reading | null = null;

  constructor(
    private readonly figure: Pick<Figure, 'name' | 'title' | 'help'>,
    private readonly events: ChartEvents,
  ) {
    const { name, title, help } = figure;
    const picture = element('div', { class: 'picture', 'aria-hidden': 'true' });
    this.#place = element(
      'div',
      {
        class: 'plot',
        tabindex: 0,
        role: 'group',
        'aria-roledescription': TEXTS.chartRole,
        'aria-describedby': `${name}-help`,
        'data-chart': name,
      },
      picture,
    );
    this.plot = new LivePlot(picture);
    this.#overlay = new PlotOverlay(this.#place);
    this.#pointer = new PlotPointer(this.#place, this.plot, this.#overlay, {
      onRead: (x, pointerY) => this.#read(x, pointerY),
      onStep: (direction) => this.#step(direction),
      onLeave: () => events.onRead(name, null, null),
      onZoom: (zoom) => events.onZoom(name, zoom),
      whole: () => this.#whole,
      onFill: () => events.onFill(name),
      canOpen: (x, y) => this.#openableAt(x, y) !== null,
      onOpen: (x, y) => {
        const opened = this.#openableAt(x, y);
        if (opened) events.onOpen([opened], this.#place);
      },
      onOpenRead: () => this.#openRead(),
    });
    this.#place.addEventListener('keydown', (event) => this.#pointer.onKeydown(event, this.#readingX()));
    this.#numbers = new NumbersTable(title);
    this.#reset = element('button', { type: 'button', class: 'quiet', hidden: true }, TEXTS.resetZoom);
    this.#reset.addEventListener('click', () => {
      this.#place.focus();
      events.onZoom(name, null);
    });
    setText(this.#back, TEXTS.back);
    this.#back.addEventListener('click', () => events.onBack());
    this.#limits = new AxisLimitsForm(title, (limits) => events.onLimit(name, limits));
    this.#menu = this.#createExportMenu();
    this.#fill.addEventListener('click', () => events.onFill(name));
    const heading = element('h2', { id: `${name}-title` }, title);
    const head = element(
      'header',
      {},
      heading,
      this.#back,
      this.#reset,
      this.#limits.root,
      this.#fill,
      this.#menu.root,
    );
    const body = element('div', { class: 'plot-frame' }, this.#place, this.#keys);
    this.root = element(
      'section',
      { class: `card chart ${name}`, 'aria-labelledby': `${name}-title` },
      head,
      element('p', { class: 'help', id: `${name}-help` }, help),
      body,
      this.#notes,
      this.#numbers.root,
    );
    this.setFilling(false);
  }

  /** Name of the figure. */
  get name(): string {
    return this.figure.name;
  }

  get title(): string {
    return this.figure.title;
  }

  /** Pixels that the chart may have. */
  get width(): number {
    return Math.floor(this.#place.clientWidth);
  }

  get isInView(): boolean {
    const { top, bottom } = this.root.getBoundingClientRect();
    return top < window.innerHeight && bottom > 0;
  }

  /** Makes room for a chart as high as the panel, or for one among others. */
  setFilling(isFilling: boolean): void {
    this.#isFilling = isFilling;
    this.root.classList.toggle('filling', isFilling);
    setText(this.#fill, isFilling ? TEXTS.showAllCharts : TEXTS.fillPanel);
    setAttributes(this.#fill, {
      'aria-label': isFilling ? TEXTS.showAllCharts : TEXTS.fillPanelWith(this.figure.title),
      title: isFilling ? TEXTS.showAllChartsHint : TEXTS.fillPanelHint,
    });
  }

  /** Offers a way back to where its curve was opened, or none. */
  setBack(isOffered: boolean): void {
    setShown(this.#back, isOffered);
  }

  /**
   * Scrolls to the card, and reads it by the keys.
   * @param covered pixels at the top of the page that lie over what is scrolled
   */
  bringIntoView(covered: number): void {
    const { top } = this.root.getBoundingClientRect();
    window.scrollBy({ top: top - covered, behavior: 'instant' });
    this.#place.focus({ preventScroll: true });
  }

  /** Puts the focus where it was lost with what filled the panel. */
  focusFill(): void {
    this.#fill.focus();
  }

  /** Takes what is to be drawn, and tells it in words and numbers. */
  update(input: ChartInput): void {
    const { figure, variants, zoomed, limits } = input;
    this.#input = input;
    if (!zoomed) this.#whole = { x: figure.x.domain, y: figure.y.domain };
    this.#reader = new FigureReader(figure, variants);
    setText(this.#notes, [figure.caption, ...figure.notes].join(' '));
    setShown(this.#reset, zoomed);
    this.#limits.update(figure, limits);
    this.#numbers.update(figure, variants);
    const opens = isOpenable(figure);
    setText(this.#keys, opens ? TEXTS.keysHintOpening : TEXTS.keysHint);
    const spoken = [this.#summary(), TEXTS.chartKeys, ...(opens ? [TEXTS.chartKeysOpening] : [])];
    setAttributes(this.#place, { 'aria-label': TEXTS.chart(figure.title, spoken.join(' ')) });
  }

  /** Draws what the card was given last; resolves when it is on the screen. */
  async draw(): Promise<void> {
    const { width } = this;
    if (width === 0 || !this.#input) return;
    const { figure, variants, theme, zoomed } = this.#input;
    try {
      await this.plot.draw(figure, variants, theme, width, this.#isFilling ? this.#place.clientHeight : undefined);
    } catch (error) {
      this.plot.dispose();
      this.plot.container.replaceChildren(element('p', { class: 'broken' }, TEXTS.broken));
      this.events.onProblem(error);
    }
    this.#pointer.settle(zoomed ? { x: figure.x.domain, y: figure.y.domain } : null);
    this.showReading(this.#reading);
  }

  /** Fades all but one variant, if it is drawn; null shows all alike. */
  async highlight(id: string | null): Promise<void> {
    const variant = this.#input?.variants.findIndex((each) => each.id === id) ?? -1;
    await this.plot.highlight(variant < 0 ? null : variant);
  }

  /** Shows the reading line at a place, if this chart has it; null takes it away. */
  showReading(reading: Reading | null): void {
    this.#reading = reading;
    const x = this.#readingX();
    if (!reading || x === null || !this.#reader || !this.#input || !this.plot.view) {
      this.#overlay.hideReading();
      return;
    }
    this.#overlay.showReading(
      new PlotArea(this.plot.view),
      { x, text: this.#placeText(x) },
      this.#reader.at(x),
      this.#reader.findingsAt(x),
      this.#input.theme.variants,
      reading.pointerY,
    );
  }

  #read(x: number, pointerY: number | null): void {
    if (!this.#input || !this.#reader) return;
    const place = this.#reader.snap(x);
    this.events.onRead(this.name, { kind: this.#input.figure.quantity.kind, x: place }, pointerY);
    if (pointerY !== null) return;
    const values = this.#reader.at(place).map(({ name, text }) => TEXTS.spokenValue(name, text));
    const found = this.#reader.findingsAt(place).map(({ detail }) => detail);
    this.events.announce([this.#placeText(place), ...values, ...found].join(', '));
  }

  #step(direction: 1 | -1): void {
    const x = this.#readingX();
    if (x === null) return;
    this.#read(this.#reader?.next(x, direction) ?? this.#pointer.nextTo(x, direction), null);
  }

  #openableAt(x: number, y: number): Openable | null {
    if (!this.#input || !this.plot.view || !isOpenable(this.#input.figure)) return null;
    return openableAt(this.#input.figure, new PlotArea(this.plot.view), x, y);
  }

  #openRead(): void {
    const x = this.#readingX();
    if (x === null || !this.#reader || !isOpenable(this.#reader.figure)) return;
    const opened = this.#reader.at(x).map(({ variant }) => ({ variant, run: null }));
    if (opened.length > 0) this.events.onOpen(opened, this.#place);
  }

  #readingX(): number | null {
    if (!this.#reading || !this.#reader) return null;
    const x = positionIn(this.#reader.figure.quantity, this.#reading.place);
    return x === null ? null : this.#reader.snap(x);
  }

  #placeText(x: number): string {
    const { figure } = this.#input!;
    const { kind, unit, stepsPerEpoch } = figure.quantity;
    if (kind === 'rate') return TEXTS.atRate(formatX(figure, x));
    if (kind === 'seconds') return TEXTS.atSeconds(formatX(figure, x));
    if (kind === 'samples') return TEXTS.atSamples(formatX(figure, Math.round(x)));
    if (kind === 'epoch' || unit === 'epoch') return TEXTS.atEpoch(formatX(figure, x));
    const step = Math.round(x).toLocaleString('en');
    if (unit === 'row') return TEXTS.atRow(step);
    return TEXTS.atStep(step, stepsPerEpoch === null ? null : (x / stepsPerEpoch).toFixed(1));
  }

  /** Where every line ends and what is pointed out, for those who cannot see it. */
  #summary(): string {
    const { figure } = this.#input!;
    const ends = this.#reader!.ends().map(({ name, text }) => TEXTS.spokenValue(name, text));
    const clippings = figure.clippings.flatMap(({ texts }) => texts.slice(0, 1));
    const marks = figure.marks.flatMap(({ label, detail }) => (detail === undefined ? label : []));
    const found = figure.marks.flatMap(({ detail }) => detail ?? []);
    return [`${[...ends, ...clippings, ...marks].join('; ')}.`, ...found].join(' ');
  }

  #createExportMenu(): Menu {
    const item = (text: string, kind: ExportKind, to: 'file' | 'clipboard') => ({
      text,
      run: () => void this.#export(kind, to).catch((error: unknown) => this.events.onProblem(error)),
    });
    const { savePng, saveSvg, saveCsv, saveSpec, copyPng, copySvg, copyCsv, copySpec } = TEXTS.exports;
    return new Menu(TEXTS.export, TEXTS.exportOf(this.figure.title), [
      [
        item(savePng, 'png', 'file'),
        item(saveSvg, 'svg', 'file'),
        item(saveCsv, 'csv', 'file'),
        item(saveSpec, 'vega-lite', 'file'),
      ],
      [
        item(copyPng, 'png', 'clipboard'),
        item(copySvg, 'svg', 'clipboard'),
        item(copyCsv, 'csv', 'clipboard'),
        item(copySpec, 'vega-lite', 'clipboard'),
      ],
    ]);
  }

  async #export(kind: ExportKind, to: 'file' | 'clipboard'): Promise<void> {
    if (!this.#input || !this.plot.view) return;
    const { figure, variants, theme } = this.#input;
    const content = await exportContent({ plot: this.plot, figure, variants, theme, width: this.width }, kind);
    const isCopy = to === 'clipboard';
    if (!isCopy || kind !== 'png') this.events.onExport(this.name, kind, to, content);
    if (!isCopy) return;
    const isCopied =
      kind !== 'png' ||
      (await copyPicture(content).then(
        () => true,
        () => false,
      ));
    const message = isCopied ? TEXTS.copied : TEXTS.notCopied;
    this.#menu.flash(message);
    this.events.announce(message);
  }
}
