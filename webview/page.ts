import type { PanelMessage } from '../src/protocol/panel.ts';
import type { Host } from './api.ts';
import { element } from './dom.ts';
import { emptyState } from './emptyState.ts';
import { Redraw } from './redraw.ts';
import { readSettings, settingsFor } from './settings.ts';
import type { Settings } from './settings.ts';
import { SweepModel } from './sweepModel.ts';
import { SweepView } from './sweepView.ts';
import { onThemeChange } from './theme.ts';
import { TEXTS } from './texts.ts';

/** Pixels by which a place may change its width before it is drawn anew: a scroll bar is no reason. */
const WIDTH_TOLERANCE = 4;

/** The page of the panel: takes what the host tells, keeps what the user has chosen, and says when all is drawn. */
export class Page {
  #settings: Settings;
  #model: SweepModel | null = null;
  #view: SweepView | null = null;
  /** The folder whose first picture is still to be told of. */
  #owed: string | null = null;
  readonly #redraw = new Redraw(() => this.#draw());
  readonly #widths = new Map<Element, number>();
  readonly #resized = new ResizeObserver((entries) => this.#measure(entries));

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host,
  ) {
    this.#settings = readSettings(host.kept);
    root.replaceChildren(element('p', { class: 'loading' }, TEXTS.loading));
    onThemeChange(() => this.#redraw.soon());
  }

  take(message: PanelMessage): void {
    switch (message.type) {
      case 'hydrate':
        this.#open(new SweepModel(message));
        return;
      case 'update':
        if (message.folder !== this.#model?.folder) return;
        this.#model.apply(message);
        this.#redraw.sometime();
        return;
      case 'empty':
        this.#close();
        this.#keep({ ...this.#settings, folder: null });
        this.root.replaceChildren(emptyState(message.problem, () => this.host.send({ type: 'run' })));
        this.host.send({ type: 'rendered', folder: null, charts: 0 });
    }
  }

  #open(model: SweepModel): void {
    this.#close();
    this.#keep(settingsFor(model.folder, this.#settings));
    this.#model = model;
    this.#owed = model.folder;
    this.#view = new SweepView(
      this.host,
      model,
      () => this.#settings,
      (change) => {
        this.#keep({ ...this.#settings, ...change });
        this.#redraw.soon();
      },
    );
    this.root.replaceChildren(this.#view.root);
    for (const plot of this.#view.plots) this.#resized.observe(plot);
    this.#redraw.soon();
  }

  #close(): void {
    this.#resized.disconnect();
    this.#widths.clear();
    this.#view?.dispose();
    this.#view = null;
    this.#model = null;
    this.#owed = null;
  }

  #keep(settings: Settings): void {
    this.#settings = settings;
    this.host.keep(settings);
  }

  async #draw(): Promise<void> {
    const view = this.#view;
    if (!view) return;
    try {
      await view.draw();
    } catch (error) {
      this.host.complain(error);
      return;
    }
    if (view !== this.#view || this.#owed === null) return;
    this.host.send({ type: 'rendered', folder: this.#owed, charts: view.charts });
    this.#owed = null;
  }

  #measure(entries: readonly ResizeObserverEntry[]): void {
    const changed = entries.filter(
      ({ target, contentRect }) =>
        Math.abs(contentRect.width - (this.#widths.get(target) ?? contentRect.width)) >= WIDTH_TOLERANCE,
    );
    for (const { target, contentRect } of entries)
      if (!this.#widths.has(target) || changed.length > 0) this.#widths.set(target, contentRect.width);
    if (changed.length > 0) this.#redraw.soon();
  }
}
