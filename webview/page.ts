import type { PanelMessage } from '../src/protocol/panel.ts';
import type { Host } from './api.ts';
import { element } from './dom.ts';
import { emptyState } from './emptyState.ts';
import { ExperimentModel } from './experimentModel.ts';
import { ExperimentView } from './experimentView.ts';
import { readSettings, settingsFor, settingsForSelection } from './settings.ts';
import type { Settings } from './settings.ts';
import { onThemeChange } from './theme.ts';
import { TEXTS } from './texts.ts';

/** Pixels by which a chart's width may change before it is drawn anew: a scroll bar is no reason. */
const WIDTH_TOLERANCE = 4;

/** The page of the panel: takes what the host sends, saves what the user has chosen, and tells when everything is drawn. */
export class Page {
  #settings: Settings;
  #model: ExperimentModel | null = null;
  #view: ExperimentView | null = null;
  readonly #widths = new Map<Element, number>();
  readonly #observed = new Set<Element>();
  readonly #resizeObserver = new ResizeObserver((entries) => this.#onResize(entries));

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host,
  ) {
    this.#settings = readSettings(host.savedState);
    root.replaceChildren(element('p', { class: 'loading' }, TEXTS.loading));
    onThemeChange(() => this.#view?.updateForUser());
  }

  onMessage(message: PanelMessage): void {
    switch (message.type) {
      case 'hydrate':
        this.#open(new ExperimentModel(message));
        return;
      case 'update':
        if (message.folder !== this.#model?.folder) return;
        this.#model.apply(message);
        this.#view?.updateForData();
        return;
      case 'detail':
        if (message.folder !== this.#model?.folder) return;
        this.#model.applyDetail(message);
        this.#view?.updateForUser();
        return;
      case 'select':
        this.#select(message);
        return;
      case 'empty':
        this.#close();
        this.#save({ ...this.#settings, folder: null });
        this.root.replaceChildren(emptyState(message.problem, (type) => this.host.send({ type })));
        this.host.send({ type: 'rendered', folder: null });
    }
  }

  #open(model: ExperimentModel): void {
    this.#close();
    const isAnother = model.folder !== this.#settings.folder;
    this.#save(settingsFor(model.folder, this.#settings));
    this.#model = model;
    let isRendered = false;
    const view = new ExperimentView(
      this.host,
      model,
      () => this.#settings,
      (change) => {
        this.#save({ ...this.#settings, ...change });
        view.updateForUser();
      },
      () => {
        this.#observe(view.plots);
        if (isRendered) return;
        isRendered = true;
        this.host.send({ type: 'rendered', folder: model.folder });
      },
    );
    this.#view = view;
    this.root.replaceChildren(view.root);
    if (isAnother) window.scrollTo({ top: 0, behavior: 'instant' });
    view.updateForUser();
  }

  #select({ folder, selection }: Extract<PanelMessage, { type: 'select' }>): void {
    if (folder !== this.#model?.folder) return;
    const variants = this.#model.variants.map(({ id }) => id);
    this.#save(settingsForSelection(this.#settings, selection, variants));
    this.#view?.updateForUser();
    if (selection?.step !== undefined) this.#view?.readAt(selection.step, selection.run);
  }

  #close(): void {
    this.#resizeObserver.disconnect();
    this.#observed.clear();
    this.#widths.clear();
    void this.#view?.dispose();
    this.#view = null;
    this.#model = null;
  }

  #save(settings: Settings): void {
    this.#settings = settings;
    this.host.saveState(settings);
  }

  #observe(plots: readonly Element[]): void {
    for (const plot of plots) {
      if (this.#observed.has(plot)) continue;
      this.#observed.add(plot);
      this.#resizeObserver.observe(plot);
    }
  }

  #onResize(entries: readonly ResizeObserverEntry[]): void {
    const changed = entries.filter(
      ({ target, contentRect }) =>
        Math.abs(contentRect.width - (this.#widths.get(target) ?? contentRect.width)) >= WIDTH_TOLERANCE,
    );
    for (const { target, contentRect } of entries) {
      if (!this.#widths.has(target) || changed.length > 0) this.#widths.set(target, contentRect.width);
    }
    if (changed.length > 0) this.#view?.updateForUser();
  }
}
