import type { ProgressUnit } from '../src/charts/progressUnit.ts';
import type { GroupColumn } from '../src/charts/runGroups.ts';
import type { StepUnit } from '../src/domain/runFacts.ts';
import type { OfferedChart } from './chartChoice.ts';
import { ChartPicker } from './chartPicker.ts';
import { checkbox, choice, slider } from './controls.ts';
import type { Choice, Slider, Toggle } from './controls.ts';
import { element, setShown } from './dom.ts';
import { DEFAULT_SETTINGS, settingsAlong, smoothingWindow } from './settings.ts';
import type { Settings } from './settings.ts';
import { TEXTS } from './texts.ts';

const TOGGLES = ['logLoss', 'logTime', 'showAllLosses'] as const;

type ToggleName = (typeof TOGGLES)[number];

/** What of the view bar depends on the experiment. */
export interface ViewOffer {
  /** Of a whole run, to say what smoothing means. */
  readonly steps: number;
  /** Whether any chart is smoothed. */
  readonly smooths: boolean;
  /** What a step of the runs is. */
  readonly unit: StepUnit;
  /** Whether some charts are by epochs, whatever a step is. */
  readonly hasEpochs: boolean;
  /** What curves can be drawn along. */
  readonly units: readonly ProgressUnit[];
  /** What curves can be grouped by. */
  readonly columns: readonly GroupColumn[];
  readonly charts: readonly OfferedChart[];
}

/** How curves are looked at: smoothing and axes. */
export class ViewBar {
  readonly root: HTMLElement;
  readonly #smoothing: Slider;
  readonly #charts: ChartPicker;
  readonly #unit: Choice<ProgressUnit>;
  readonly #groupBy: Choice<Settings['groupBy']>;
  readonly #toggles: Readonly<Record<ToggleName, Toggle>>;

  #settings = DEFAULT_SETTINGS;

  constructor(onChange: (change: Partial<Settings>) => void) {
    this.#smoothing = slider(TEXTS.smoothing, TEXTS.smoothingHint, 100, (smoothing) => onChange({ smoothing }));
    this.#toggles = {
      logLoss: checkbox(TEXTS.logLoss, TEXTS.logLossHint, (logLoss) => onChange({ logLoss, zooms: {} })),
      logTime: checkbox(TEXTS.logTime, TEXTS.logTimeHint, (logTime) => onChange({ logTime, zooms: {} })),
      showAllLosses: checkbox(TEXTS.showAllLosses, TEXTS.showAllLossesHint, (showAllLosses) =>
        onChange({ showAllLosses, zooms: {} }),
      ),
    };
    this.#unit = choice(TEXTS.along, TEXTS.alongHint, (unit) => onChange(settingsAlong(this.#settings, unit)));
    this.#groupBy = choice(TEXTS.groupBy, TEXTS.groupByHint, (groupBy) => onChange({ groupBy, hiddenGroups: [] }));
    this.#charts = new ChartPicker((charts) => onChange(charts));
    this.root = element(
      'div',
      { class: 'view-bar', role: 'group', 'aria-label': TEXTS.view },
      this.#smoothing.root,
      this.#unit.root,
      this.#groupBy.root,
      ...TOGGLES.map((name) => this.#toggles[name].root),
      this.#charts.root,
    );
  }

  update(settings: Settings, { steps, smooths, unit, hasEpochs, units, columns, charts }: ViewOffer): void {
    this.#settings = settings;
    setShown(this.#smoothing.root, smooths);
    this.#charts.update(charts, settings);
    setShown(this.#unit.root, units.length > 1);
    const names = units.map((name) => [name, TEXTS.progressUnit(name, unit, hasEpochs)] as const);
    this.#unit.set(names, units.includes(settings.unit) ? settings.unit : 'step');
    setShown(this.#groupBy.root, columns.length > 0);
    const groupings = (['none', ...columns] as const).map((name) => [name, TEXTS.groupColumn(name)] as const);
    this.#groupBy.set(groupings, columns.some((name) => name === settings.groupBy) ? settings.groupBy : 'none');
    const memory = Math.round(smoothingWindow(settings.smoothing) * steps);
    this.#smoothing.set(
      settings.smoothing,
      settings.smoothing === 0 ? TEXTS.smoothingOff : TEXTS.smoothingSteps(Math.max(1, memory)),
    );
    for (const name of TOGGLES) this.#toggles[name].set(settings[name]);
  }
}
