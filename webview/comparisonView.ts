import type { ExperimentComparison, ExperimentComparisonRequest } from '../src/protocol/experimentComparison.ts';
import { TEXTS } from './comparisonTexts.ts';
import { curvePlot } from './curvePlot.ts';
import { element } from './dom.ts';
import { scorePlot } from './scorePlot.ts';

/** Experiments side by side: a table, a row an experiment, and below it their losses over each other. */
export class ComparisonView {
  readonly root = element('main', { class: 'comparison' });

  constructor(private readonly send: (request: ExperimentComparisonRequest) => void) {}

  update({ columns, experiments, lines, curves, outcome, problems }: ExperimentComparison): void {
    this.root.replaceChildren(
      element('h1', {}, TEXTS.title),
      ...(outcome === null ? [] : [element('p', {}, outcome)]),
      ...problems.map((problem) => element('p', { class: 'notice' }, problem)),
      experiments.length > 0 ? this.#table(columns, experiments) : element('p', {}, TEXTS.none),
      ...(curves.length > 0 ? [curvePlot(curves)] : []),
      ...(lines.length > 0 ? [scorePlot(lines)] : []),
    );
    this.send({ type: 'rendered' });
  }

  #table(columns: readonly string[], experiments: ExperimentComparison['experiments']): HTMLElement {
    const head = columns.map((column) => element('th', { scope: 'col' }, column));
    const rows = experiments.map(({ folder, cells: [title, ...others] }) => {
      const open = element('button', { type: 'button', class: 'quiet' }, title);
      open.addEventListener('click', () => this.send({ type: 'open', folder }));
      return element('tr', {}, element('th', { scope: 'row' }, open), ...others.map((cell) => element('td', {}, cell)));
    });
    return element(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': TEXTS.title },
      element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows)),
    );
  }
}
