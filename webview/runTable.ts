import { formatRate } from '../src/domain/rate.ts';
import { scoreText } from '../src/domain/scoreText.ts';
import { verdictText } from '../src/domain/verdictText.ts';
import { element, setAttributes, setShown, setText } from './dom.ts';
import type { ExperimentModel } from './experimentModel.ts';
import type { CurveSelection } from './openedCurve.ts';
import { pinIcon } from './pinIcon.ts';
import type { RemedyAction } from './remedyActions.ts';
import type { Settings, SortKey } from './settings.ts';
import { filledColumns, tableRows } from './tableRows.ts';
import type { Remark, Row, VariantRow } from './tableRows.ts';
import { TEXTS } from './texts.ts';
import { fillVerdict } from './verdictChip.ts';

const COLUMNS: readonly SortKey[] = ['variant', 'verdict', 'loss', 'accuracy', 'epoch', 'state', 'speed'];

/** Columns that are a plain text. */
const TEXT_COLUMNS = ['loss', 'accuracy', 'epoch', 'state', 'speed'] as const;

/** The cells of one row, which are updated in place, so that nothing flickers and a selection stays. */
interface RowCells {
  readonly root: HTMLTableRowElement;
  readonly expander: HTMLButtonElement | null;
  readonly name: HTMLButtonElement;
  readonly pin: HTMLButtonElement;
  readonly cells: ReadonlyMap<SortKey, HTMLElement>;
  readonly reasons: ReasonsRow;
}

/** What was found, in a row of its own below the numbers, as wide as the table's place: there it wraps and is in view at any width. */
interface ReasonsRow {
  readonly root: HTMLTableRowElement;
  readonly cell: HTMLElement;
  readonly list: HTMLElement;
}

/** The runs in numbers: a row a variant, its runs below it when it is expanded. */
export class RunTable {
  readonly root: HTMLElement;
  readonly #title = element('h2', { id: 'runs-title' });
  readonly #body = element('tbody');
  readonly #heads = new Map<SortKey, { readonly root: HTMLElement; readonly sorter: HTMLElement }>();
  readonly #rows = new Map<string, RowCells>();
  readonly #more = element('button', { type: 'button', class: 'quiet', hidden: true });

  constructor(
    private readonly onSort: (key: SortKey) => void,
    private readonly onExpand: (variant: string) => void,
    private readonly onBaseline: (variant: string) => void,
    private readonly onOpen: (selection: CurveSelection, place: HTMLElement) => void,
    private readonly onRemedy: (action: RemedyAction) => void,
    onWhole: () => void,
  ) {
    this.#more.addEventListener('click', onWhole);
    for (const key of COLUMNS) {
      const sorter = element('button', { type: 'button', class: 'sorter' });
      sorter.addEventListener('click', () => this.onSort(key));
      this.#heads.set(key, { root: element('th', { scope: 'col', class: `column-${key}` }, sorter), sorter });
    }
    const heads = [...this.#heads.values()].map(({ root }) => root);
    const head = element('thead', {}, element('tr', {}, ...heads));
    const table = element('table', { class: 'runs' }, head, this.#body);
    const region = element(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'runs-title' },
      table,
    );
    this.root = element('section', { class: 'card', 'aria-labelledby': 'runs-title' }, this.#title, region, this.#more);
  }

  /**
   * @param colours by variant, of those that are listed
   * @param max how many variants are listed, before the reader asks for all
   * @returns the ids of all that could be listed, in the order of the table
   */
  update(
    model: ExperimentModel,
    { sort, expanded, selected, baselines }: Settings,
    colours: ReadonlyMap<string, string>,
    max: number,
  ): readonly string[] {
    const found = tableRows(model, sort).filter(({ variant }) => colours.has(variant));
    const isBaseline = ({ variant }: VariantRow): boolean => baselines.includes(variant);
    const listed = [...found.filter(isBaseline), ...found.filter((row) => !isBaseline(row))];
    const rows = listed.slice(0, max);
    setText(this.#more, TEXTS.showAllRows(listed.length));
    setShown(this.#more, rows.length < listed.length);
    const columns = filledColumns(rows);
    setText(this.#title, model.variesByRate ? TEXTS.tableByRate : TEXTS.table);
    for (const [key, { root, sorter }] of this.#heads) {
      setText(sorter, columnTitle(key, model));
      setAttributes(sorter, {
        title: columnHint(key, model),
      });
      setAttributes(root, { 'aria-sort': sort.key !== key ? null : sort.descending ? 'descending' : 'ascending' });
      setShown(root, columns.includes(key));
    }
    const shown = new Set(columns);
    const roots = rows.flatMap((row) => this.#updateVariant(row, { expanded, selected, baselines }, colours, shown));
    // A filter that leaves one row leaves its baseline to be chosen.
    for (const { variant } of rows) setShown(this.#rows.get(variant)!.pin, model.variants.length > 1);
    const present = [...this.#body.children];
    if (roots.length !== present.length || roots.some((root, index) => root !== present[index])) {
      this.#body.replaceChildren(...roots);
    }
    return listed.map(({ variant }) => variant);
  }

  #updateVariant(
    row: VariantRow,
    { expanded, selected, baselines }: Pick<Settings, 'expanded' | 'selected' | 'baselines'>,
    colours: ReadonlyMap<string, string>,
    shown: ReadonlySet<SortKey>,
  ): HTMLElement[] {
    const isExpanded = expanded.includes(row.variant);
    const cells = this.#cells(row.variant, row, row.runs.length);
    const rows = fillRow(cells, row, shown, selected, this.onRemedy);
    cells.root.style.setProperty('--variant', colours.get(row.variant) ?? '');
    const isBaseline = baselines.includes(row.variant);
    const action = isBaseline ? TEXTS.noBaseline(row.name) : TEXTS.baseline(row.name);
    setAttributes(cells.pin, { 'aria-pressed': String(isBaseline), 'aria-label': action, title: action });
    if (cells.expander) setAttributes(cells.expander, { 'aria-expanded': String(isExpanded) });
    if (!isExpanded) return rows;
    const runs = row.runs.flatMap((run) => {
      const runCells = this.#cells(`${row.variant} ${run.name}`, run, 0);
      setShown(runCells.pin, false);
      for (const { classList } of [runCells.root, runCells.reasons.root]) classList.add('seed');
      return fillRow(runCells, run, shown, selected, this.onRemedy);
    });
    return [...rows, ...runs];
  }

  #cells(key: string, row: Row, runs: number): RowCells {
    const known = this.#rows.get(key);
    // A variant gets an expander with its second run.
    if (known && (known.expander !== null) === runs > 0) return known;
    const expander =
      runs > 0
        ? element('button', { type: 'button', class: 'expander', 'aria-label': TEXTS.runsOf(runs, row.name) })
        : null;
    expander?.addEventListener('click', () => this.onExpand(row.variant));
    const name = element('button', { type: 'button', class: 'variant-name' });
    name.addEventListener('click', () => this.onOpen({ variants: [row.variant], run: row.run }, name));
    const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
    const pin = element('button', { type: 'button', class: 'pin' }, pinIcon());
    pin.addEventListener('click', () => this.onBaseline(row.variant));
    const head = element(
      'th',
      { scope: 'row' },
      element('span', { class: 'variant-cell' }, expander, swatch, name, pin),
    );
    const root = element('tr', {}, head);
    const cells = new Map<SortKey, HTMLElement>();
    for (const column of COLUMNS.slice(1)) {
      const cell = element('td', { class: `column-${column}` });
      cells.set(column, cell);
      root.append(cell);
    }
    const created = { root, expander, name, pin, cells, reasons: createReasons() };
    this.#rows.set(key, created);
    return created;
  }
}

function columnTitle(key: SortKey, { variesByRate, variants, stepsPerEpoch, unit }: ExperimentModel): string {
  if (key === 'variant' && variesByRate) return TEXTS.rateColumn;
  if (key === 'variant' && variants.length < 2) return TEXTS.runColumn;
  return key === 'epoch' && stepsPerEpoch === null ? TEXTS.stepColumns[unit] : TEXTS.columns[key];
}

function columnHint(key: SortKey, { variesByRate, hasLossOfEachStep }: ExperimentModel): string {
  if (key === 'loss') return scoreText(hasLossOfEachStep);
  return key === 'variant' && variesByRate ? TEXTS.rateHint : TEXTS.columnHints[key];
}

function createReasons(): ReasonsRow {
  const list = element('div', { class: 'reason-list' });
  const cell = element('td', {}, list);
  return { root: element('tr', { class: 'reasons' }, cell), cell, list };
}

/** Returns what is to be seen of a row: its numbers, and what was found if anything was. */
function fillRow(
  { root, name, cells, reasons }: RowCells,
  row: Row,
  shown: ReadonlySet<SortKey>,
  selected: readonly number[],
  onRemedy: (action: RemedyAction) => void,
): HTMLElement[] {
  setAttributes(root, { 'aria-current': row.run !== null && selected.includes(row.run) ? 'true' : null });
  setText(name, row.name);
  setAttributes(name, { title: TEXTS.openCurve(row.name), 'aria-label': TEXTS.openCurve(row.name) });
  for (const column of TEXT_COLUMNS) setText(cells.get(column)!, row.texts[column]);
  fillVerdict(cells.get('verdict')!, row.verdict);
  for (const [column, cell] of cells) setShown(cell, shown.has(column));
  if (row.remarks.length === 0) return [root];
  setAttributes(reasons.cell, { colspan: shown.size });
  fillRemarks(reasons.list, row.remarks, onRemedy);
  return [root, reasons.root];
}

/** Everything that was found, each with a shape for its severity, so that the colour is not all that tells them apart. */
function fillRemarks(list: HTMLElement, remarks: readonly Remark[], onRemedy: (action: RemedyAction) => void): void {
  const content = JSON.stringify(remarks);
  if (list.dataset['content'] === content) return;
  list.dataset['content'] = content;
  const focused = [...list.querySelectorAll('button')].findIndex((button) => button === document.activeElement);
  list.replaceChildren(
    element('span', { class: 'screen-reader-only' }, TEXTS.why),
    ...remarks.map(({ severity, text, advice, reasons, actions }) =>
      element(
        'p',
        { class: severity === null ? 'remark' : `remark ${severity}` },
        ...(severity === null || severity === 'hint'
          ? []
          : [
              element('span', { class: 'mark', 'aria-hidden': 'true' }, TEXTS.severityMarks[severity]),
              element('span', { class: 'screen-reader-only' }, TEXTS.severities[severity]),
            ]),
        text,
        ...(advice ? [' ', element('span', { class: 'advice' }, advice)] : []),
        ...(reasons ? [' ', element('span', { class: 'basis' }, reasons)] : []),
        ...actions.flatMap((action) => [' ', remedyButton(action, onRemedy)]),
      ),
    ),
  );
  // What is found changes while a run trains: the button that has the focus keeps it.
  list.querySelectorAll('button')[focused]?.focus();
}

function remedyButton(action: RemedyAction, onRemedy: (action: RemedyAction) => void): HTMLElement {
  const { text, name = null } = remedyWords(action);
  const made = element('button', { type: 'button', class: 'quiet', 'aria-label': name }, text);
  made.addEventListener('click', () => {
    if (action.kind === 'copy') setText(made, TEXTS.copied);
    onRemedy(action);
  });
  return made;
}

/** The text of a button, and its name for those who do not see what it stands beside. */
function remedyWords(action: RemedyAction): { readonly text: string; readonly name?: string } {
  switch (action.kind) {
    case 'run': {
      const { rate, epochs } = action.change;
      return { text: epochs === null ? TEXTS.runWithRate(formatRate(rate)) : TEXTS.runWithEpochs(epochs) };
    }
    case 'probe':
      return { text: TEXTS.probe, name: TEXTS.probeName(formatRate(action.run.rate)) };
    case 'copy':
      return { text: TEXTS.copyRate(formatRate(action.rate)) };
    case 'explain':
      return { text: TEXTS.explain, name: TEXTS.explainName(verdictText(action.symptom)) };
  }
}
