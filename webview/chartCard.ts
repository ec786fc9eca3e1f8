import type { CurveRate } from '../src/charts/curves.ts';
import type { Figure, FigureName } from '../src/charts/figure.ts';
import { epochsAt, FigureReader, placeAt } from '../src/charts/reading.ts';
import type { ChartTheme } from '../src/charts/theme.ts';
import type { Zoom } from '../src/charts/view.ts';
import type { ExportKind } from '../src/protocol/panel.ts';
import { element, set, show, write } from './dom.ts';
import { copyPicture, exported } from './exports.ts';
import { LivePlot } from './livePlot.ts';
import { Menu } from './menu.ts';
import { NumbersTable } from './numbersTable.ts';
import { PlotArea } from './plotArea.ts';
import { PlotOverlay } from './plotOverlay.ts';
import { PlotPointer } from './plotPointer.ts';
import { TEXTS } from './texts.ts';

/** What a card needs of the page. */
export interface ChartEvents {
  /** A place is read, in epochs that are done; null when none is. */
  read(source: FigureName, epochs: number | null, near: number | null): void;
  zoom(name: FigureName, zoom: Zoom | null): void;
  export(name: FigureName, kind: ExportKind, to: 'file' | 'clipboard', content: string): void;
  say(text: string): void;
  complain(error: unknown): void;
}

/** All that a picture is drawn from. */
export interface ChartInput {
  readonly figure: Figure;
  readonly rates: readonly CurveRate[];
  readonly theme: ChartTheme;
  readonly stepsPerEpoch: number;
  readonly zoomed: boolean;
}

/** One chart with its title, the help to read it, its picture, notes, numbers and exports. */
export class ChartCard {
  readonly root: HTMLElement;
  readonly plot: LivePlot;
  readonly #place: HTMLElement;
  readonly #overlay: PlotOverlay;
  readonly #pointer: PlotPointer;
  readonly #notes = element('p', { class: 'caption' });
  readonly #numbers: NumbersTable;
  readonly #reset: HTMLElement;
  readonly #menu: Menu;
  #input: ChartInput | null = null;
  #reader: FigureReader | null = null;
  #reading: { epochs: number; near: number | null } | null = null;

  constructor(
    readonly name: FigureName,
    private readonly events: ChartEvents,
  ) {
    const { title, help } = TEXTS.charts[name];
    const picture = element('div', { class: 'picture', 'aria-hidden': 'true' });
    this.#place = element(
      'div',
      {
        class: 'plot',
        tabindex: 0,
        role: 'group',
        'aria-roledescription': 'chart',
        'aria-describedby': `${name}-help`,
        'data-chart': name,
      },
      picture,
    );
    this.plot = new LivePlot(picture);
    this.#overlay = new PlotOverlay(this.#place);
    this.#pointer = new PlotPointer(this.#place, this.plot, this.#overlay, {
      read: (x, near) => this.#read(x, near),
      step: (direction) => this.#step(direction),
      leave: () => events.read(name, null, null),
      zoom: (zoom) => events.zoom(name, zoom),
    });
    this.#place.addEventListener('keydown', (event) => this.#pointer.key(event, this.#readingPlace()));
    this.#numbers = new NumbersTable(title);
    this.#reset = element('button', { type: 'button', class: 'quiet', hidden: true }, TEXTS.resetZoom);
    this.#reset.addEventListener('click', () => {
      this.#place.focus();
      events.zoom(name, null);
    });
    this.#menu = this.#exportMenu();
    const head = element('header', {}, element('h2', { id: `${name}-title` }, title), this.#reset, this.#menu.root);
    const body = element(
      'div',
      { class: 'plot-frame' },
      this.#place,
      element('p', { class: 'keys', 'aria-hidden': 'true' }, TEXTS.keysHint),
    );
    this.root = element(
      'section',
      { class: `card chart ${name}`, 'aria-labelledby': `${name}-title` },
      head,
      element('p', { class: 'help', id: `${name}-help` }, help),
      body,
      this.#notes,
      this.#numbers.root,
    );
  }

  /** Pixels that the picture may have. */
  get width(): number {
    return Math.floor(this.#place.clientWidth);
  }

  /** Draws what is given; resolves when it is on the screen. */
  async draw(input: ChartInput): Promise<void> {
    const { figure, rates, theme, zoomed } = input;
    const { width } = this;
    if (width === 0) return;
    try {
      await this.plot.draw(figure, rates, theme, width);
    } catch (error) {
      this.plot.dispose();
      this.plot.place.replaceChildren(element('p', { class: 'broken' }, TEXTS.broken));
      this.events.complain(error);
    }
    this.#input = input;
    this.#reader = new FigureReader(figure, rates);
    write(this.#notes, [figure.caption, ...figure.notes].join(' '));
    show(this.#reset, zoomed);
    this.#numbers.update(figure, rates);
    set(this.#place, {
      'aria-label': TEXTS.chart(TEXTS.charts[this.name].title, [this.#summary(), TEXTS.chartKeys].join(' ')),
    });
    this.showReading(this.#reading);
  }

  /** Shows the reading line where so many epochs are done; null takes it away. */
  showReading(reading: { epochs: number; near: number | null } | null): void {
    this.#reading = reading;
    if (!reading || !this.#reader || !this.#input || !this.plot.view) {
      this.#overlay.hideReading();
      return;
    }
    const { stepsPerEpoch, theme } = this.#input;
    const x = this.#reader.snap(placeAt(this.name, reading.epochs, stepsPerEpoch));
    this.#overlay.showReading(
      new PlotArea(this.plot.view),
      { x, text: this.#placeText(x) },
      this.#reader.at(x),
      theme.rates,
      reading.near,
    );
  }

  #read(x: number, near: number | null): void {
    if (!this.#input || !this.#reader) return;
    const place = this.#reader.snap(x);
    this.events.read(this.name, epochsAt(this.name, place, this.#input.stepsPerEpoch), near);
    if (near === null)
      this.events.say(
        [
          this.#placeText(place),
          ...this.#reader.at(place).map(({ label, text }) => TEXTS.spokenValue(label, text)),
        ].join(', '),
      );
  }

  #step(direction: 1 | -1): void {
    const x = this.#readingPlace();
    if (x === null) return;
    this.#read(this.#reader?.figure.dots ? x + direction : this.#pointer.beside(x, direction), null);
  }

  #readingPlace(): number | null {
    if (!this.#reading || !this.#input || !this.#reader) return null;
    return this.#reader.snap(placeAt(this.name, this.#reading.epochs, this.#input.stepsPerEpoch));
  }

  #placeText(x: number): string {
    if (this.name !== 'lossByStep') return TEXTS.atEpoch(String(x));
    const epochs = epochsAt(this.name, x, this.#input?.stepsPerEpoch ?? 1);
    return TEXTS.atStep(Math.round(x).toLocaleString('en'), epochs.toFixed(1));
  }

  /** Where every line stands, for those who cannot see it. */
  #summary(): string {
    const { figure, rates } = this.#input!;
    const ends = rates.flatMap(({ label }, rate) => {
      const last = figure.bold.findLast((point) => point.rate === rate);
      return last
        ? this.#reader!.at(last.x)
            .filter((value) => value.rate === rate)
            .map(({ text }) => TEXTS.spokenValue(label, text))
        : [];
    });
    return [...ends, ...figure.stops.flatMap(({ text }) => text || [])].join('; ') + '.';
  }

  #exportMenu(): Menu {
    const { title } = TEXTS.charts[this.name];
    const item = (text: string, kind: ExportKind, to: 'file' | 'clipboard') => ({
      text,
      run: () => void this.#export(kind, to).catch((error: unknown) => this.events.complain(error)),
    });
    const { savePng, saveSvg, saveCsv, saveSpec, copyPng, copySvg, copyCsv, copySpec } = TEXTS.exports;
    return new Menu(TEXTS.export, TEXTS.exportOf(title), [
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
    const { figure, rates, theme } = this.#input;
    const content = await exported({ plot: this.plot, figure, rates, theme, width: this.width }, kind);
    const copies = to === 'clipboard';
    if (!copies || kind !== 'png') this.events.export(this.name, kind, to, content);
    if (!copies) return;
    const copied =
      kind !== 'png' ||
      (await copyPicture(content).then(
        () => true,
        () => false,
      ));
    const words = copied ? TEXTS.copied : TEXTS.notCopied;
    this.#menu.flash(words);
    this.events.say(words);
  }
}
