import type { PanelMessage } from '../src/protocol/panel.ts';
import type { Host } from './api.ts';
import { element } from './dom.ts';
import { ExperimentModel } from './experimentModel.ts';
import { LossContents } from './lossContents.ts';
import { TEXTS } from './texts.ts';
import { onThemeChange } from './theme.ts';

/** The page of the Loss view: takes what the host sends, and tells when it is drawn. */
export class LossPage {
  #model: ExperimentModel | null = null;
  #contents: LossContents | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host,
  ) {
    onThemeChange(() => this.#contents?.updateForUser());
  }

  onMessage(message: PanelMessage): void {
    switch (message.type) {
      case 'hydrate':
        this.#open(new ExperimentModel(message));
        return;
      case 'update':
        if (message.folder !== this.#model?.folder) return;
        this.#model.apply(message);
        this.#contents?.updateForData();
        return;
      case 'select':
      case 'detail':
        // There is no room to show a part alone.
        return;
      case 'empty':
        this.#close();
        this.host.saveState({ folder: null });
        this.root.replaceChildren(this.#invitation(message.problem));
        this.host.send({ type: 'rendered', folder: null });
    }
  }

  #open(model: ExperimentModel): void {
    this.#close();
    const { folder } = model;
    this.#model = model;
    this.host.saveState({ folder });
    let isRendered = false;
    this.#contents = new LossContents(this.host, model, () => {
      if (isRendered) return;
      isRendered = true;
      this.host.send({ type: 'rendered', folder });
    });
    this.root.replaceChildren(this.#contents.root);
    this.#contents.updateForUser();
  }

  #close(): void {
    this.#contents?.dispose();
    this.#contents = null;
    this.#model = null;
  }

  /** What is shown before anything was trained. */
  #invitation(problem: string | null): HTMLElement {
    const run = element('button', { type: 'button', class: 'primary' }, TEXTS.run);
    run.addEventListener('click', () => this.host.send({ type: 'run' }));
    const text = element('p', {}, problem ?? TEXTS.lossEmpty);
    return element('section', { class: 'loss-empty' }, text, run);
  }
}
