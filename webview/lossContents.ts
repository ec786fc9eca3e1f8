import { shapeCurves } from '../src/charts/curves.ts';
import { curveVariants } from '../src/charts/curveVariant.ts';
import { Announcer } from './announcer.ts';
import type { Host } from './api.ts';
import { element, setAttributes, setShown, setText } from './dom.ts';
import type { ExperimentModel } from './experimentModel.ts';
import { LossPlot } from './lossPlot.ts';
import { lossFigure, progressTexts, worstFinding } from './lossSummary.ts';
import { tableRows } from './tableRows.ts';
import { TEXTS } from './texts.ts';
import { resolveTheme } from './theme.ts';
import { UpdateScheduler } from './updateScheduler.ts';
import { fillVerdict } from './verdictChip.ts';

const BY_VARIANT = { key: 'variant', descending: false } as const;

/** An experiment in the Loss view: the most important facts as text, and the curves in the space that is left. */
export class LossContents {
  readonly root: HTMLElement;
  readonly #announcer = new Announcer();
  readonly #title = element('h1');
  readonly #bar = element('div', { class: 'done' });
  readonly #progress = element('div', { class: 'bar', 'aria-hidden': 'true' }, this.#bar);
  readonly #now = element('span');
  readonly #more = element('span', { class: 'loss-more' });
  readonly #status = element('p', { class: 'loss-status' }, this.#now, ' ', this.#more);
  readonly #answer = element('p', { class: 'loss-answer' });
  readonly #finding = element('p');
  readonly #runs = element('table', { class: 'loss-runs', 'aria-label': TEXTS.table }, element('tbody'));
  readonly #plot = new LossPlot();
  readonly #scheduler: UpdateScheduler;
  readonly #resizeObserver = new ResizeObserver(() => this.updateForUser());

  /** @param onDrawn called each time when the curves are drawn */
  constructor(
    private readonly host: Host,
    private readonly model: ExperimentModel,
    onDrawn: () => void,
  ) {
    this.#scheduler = new UpdateScheduler({
      pictures: [this.#plot],
      updateTexts: () => this.#updateTexts(),
      preparePictures: () => this.#preparePlot(),
      onComplete: onDrawn,
      onProblem: (error) => host.reportProblem(error),
    });
    const open = element('button', { type: 'button', class: 'quiet' }, TEXTS.openPanel);
    open.addEventListener('click', () => host.send({ type: 'openPanel', folder: model.folder }));
    this.root = element(
      'main',
      { class: 'loss' },
      element('header', {}, this.#title, open),
      this.#progress,
      element('div', { class: 'loss-words' }, this.#answer, this.#status, this.#finding, this.#runs),
      this.#plot.root,
      this.#announcer.root,
    );
    this.#resizeObserver.observe(this.#plot.root);
    this.#announcer.start(model);
  }

  /** Shows new data. */
  updateForData(): void {
    this.#scheduler.updateForData();
  }

  /** Shows it in another size or theme. */
  updateForUser(): void {
    this.#scheduler.updateForUser();
  }

  dispose(): void {
    this.#resizeObserver.disconnect();
    this.#scheduler.close().catch((error: unknown) => this.host.reportProblem(error));
  }

  #updateTexts(): void {
    const { model } = this;
    const { title, answer } = model.description;
    setText(this.#title, title);
    setAttributes(this.#title, { title });
    this.#bar.style.transform = `scaleX(${model.progress?.done ?? 0})`;
    this.#progress.classList.toggle('idle', model.progress === null);
    const { now, more } = progressTexts(model);
    setText(this.#now, now);
    setText(this.#more, more && `· ${more}`);
    setShown(this.#status, model.progress !== null);
    setShown(this.#answer, answer.value !== null || model.progress === null);
    setText(this.#answer, answer.value === null ? answer.title : TEXTS.spokenValue(answer.title, answer.value));
    setAttributes(this.#answer, { title: answer.detail });
    this.#updateFinding();
    this.#updateRuns();
    this.#announcer.update(model);
  }

  #updateFinding(): void {
    const worst = worstFinding(this.model);
    setShown(this.#finding, worst !== null);
    if (!worst?.severity) return;
    const text = [worst.text, worst.advice].filter(Boolean).join(' ');
    if (this.#finding.dataset['text'] === text) return;
    this.#finding.dataset['text'] = text;
    setAttributes(this.#finding, { class: `remark ${worst.severity}`, title: text });
    this.#finding.replaceChildren(
      element('span', { class: 'mark', 'aria-hidden': 'true' }, TEXTS.severityMarks[worst.severity]),
      element('span', { class: 'screen-reader-only' }, TEXTS.severities[worst.severity]),
      text,
    );
  }

  /** The variants with their colours, verdicts and losses; the style sheet hides them in a small view. */
  #updateRuns(): void {
    const { model } = this;
    const variants = curveVariants(model.variants, model.curveInput().runs);
    const colours = resolveTheme(variants).variants;
    const rows = tableRows(model, BY_VARIANT);
    const body = this.#runs.tBodies[0];
    while (body.rows.length > rows.length) body.deleteRow(-1);
    while (body.rows.length < rows.length) {
      const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
      const head = element('th', { scope: 'row' }, swatch, element('span'));
      body.append(element('tr', {}, head, element('td'), element('td')));
    }
    rows.forEach(({ name, variant, verdict, texts }, index) => {
      const row = body.rows[index];
      const [head, word, loss] = row.cells;
      row.style.setProperty('--variant', colours[variants.findIndex(({ id }) => id === variant)]);
      setText(head.lastElementChild!, name);
      fillVerdict(word, verdict);
      setText(loss, texts.loss);
    });
  }

  #preparePlot(): void {
    const { model } = this;
    const definition = lossFigure(model.figures);
    if (!definition) return;
    const { variants, figures } = shapeCurves({ ...model.curveInput(), definitions: [definition] });
    this.#plot.update({ figure: figures[0], variants, theme: resolveTheme(variants) });
  }
}
