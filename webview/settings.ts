import { NO_LIMITS } from '../src/charts/axisLimits.ts';
import type { AxisLimits } from '../src/charts/axisLimits.ts';
import type { GroupColumn } from '../src/charts/runGroups.ts';
import type { ProgressUnit } from '../src/charts/progressUnit.ts';
import { DEFAULT_SMOOTHING_WINDOW } from '../src/charts/view.ts';
import type { Zoom } from '../src/charts/view.ts';
import type { PanelSelection, PanelState } from '../src/protocol/panel.ts';

/** A column that the table of runs can be sorted by; `epoch` is how far a run is, in epochs or in steps. */
export type SortKey = 'variant' | 'verdict' | 'loss' | 'accuracy' | 'epoch' | 'state' | 'speed';

/** What a reader has chosen, saved while the page is hidden. */
export interface Settings extends PanelState {
  /** Position of the smoothing slider, 0 (none) to 100. */
  readonly smoothing: number;
  readonly logLoss: boolean;
  readonly logTime: boolean;
  /** What the curves are drawn along. */
  readonly unit: ProgressUnit;
  /** The column by whose values runs are drawn as one curve. */
  readonly groupBy: GroupColumn | 'none';
  readonly showAllLosses: boolean;
  /** Names of the figures that are not shown, in any experiment. */
  readonly hiddenCharts: readonly string[];
  /** Names of the figures that come first. */
  readonly pinnedCharts: readonly string[];
  /** Metrics that are drawn although the experiment's kind does not draw them. */
  readonly metrics: readonly string[];
  /** Words that what is listed and drawn has in its name. */
  readonly filter: string;
  /** Ids of the variants that are not drawn. */
  readonly hidden: readonly string[];
  /** Ids of the groups that are not drawn. */
  readonly hiddenGroups: readonly string[];
  /** Ids of the variants that stay listed and drawn beside whatever the reader looks at. */
  readonly baselines: readonly string[];
  /** By the name of the figure. */
  readonly zooms: Readonly<Record<string, Zoom>>;
  /** By the name of the figure. */
  readonly limits: Readonly<Record<string, AxisLimits>>;
  readonly sort: { readonly key: SortKey; readonly descending: boolean };
  /** Ids of the variants whose runs are listed in the table. */
  readonly expanded: readonly string[];
  /** Indices of the runs that were clicked in a list; they are marked in the table. */
  readonly selected: readonly number[];
}

/** Smoothing windows at slider positions 1 and 100; log-spaced between them. */
const SMOOTHING_WINDOWS = [1 / 400, 1 / 4] as const;
const LAST_POSITION = 100;

export const DEFAULT_SETTINGS: Settings = {
  folder: null,
  smoothing: sliderPosition(DEFAULT_SMOOTHING_WINDOW),
  logLoss: false,
  logTime: false,
  unit: 'step',
  groupBy: 'none',
  showAllLosses: false,
  hiddenCharts: [],
  pinnedCharts: [],
  metrics: [],
  filter: '',
  hidden: [],
  hiddenGroups: [],
  baselines: [],
  zooms: {},
  limits: {},
  sort: { key: 'variant', descending: false },
  expanded: [],
  selected: [],
};

/** Converts a slider position to CurveView.smoothingWindow. */
export function smoothingWindow(smoothing: number): number {
  const [min, max] = SMOOTHING_WINDOWS;
  return smoothing === 0 ? 0 : min * (max / min) ** ((smoothing - 1) / (LAST_POSITION - 1));
}

/** The settings as they were saved; the default for whatever is missing or has another type. */
export function readSettings(saved: unknown): Settings {
  if (typeof saved !== 'object' || saved === null) return DEFAULT_SETTINGS;
  const settings = Object.entries(DEFAULT_SETTINGS).map(([name, value]): [string, unknown] => {
    const before = (saved as Record<string, unknown>)[name];
    const fits =
      value === null
        ? typeof before === 'string'
        : typeof before === typeof value && Array.isArray(before) === Array.isArray(value) && before !== null;
    return [name, fits ? before : value];
  });
  return Object.fromEntries(settings) as unknown as Settings;
}

/** The settings for an experiment: axes and smoothing stay, but not what was chosen among the variants of another one. */
export function settingsFor(folder: string, settings: Settings): Settings {
  if (folder === settings.folder) return settings;
  const { filter, hidden, hiddenGroups, baselines, zooms, limits, expanded, selected } = DEFAULT_SETTINGS;
  return { ...settings, folder, filter, hidden, hiddenGroups, baselines, zooms, limits, expanded, selected };
}

/** The settings with curves along another unit, which horizontal limits are not in. */
export function settingsAlong({ limits }: Settings, unit: ProgressUnit): Partial<Settings> {
  const vertical = Object.entries(limits).map(([name, { y }]) => [name, { x: NO_LIMITS.x, y }] as const);
  return { unit, zooms: {}, limits: Object.fromEntries(vertical) };
}

/**
 * The settings after a click in a list: a variant alone but for the baselines, with its seeds listed and the run marked; or everything, if before one variant
 * was shown alone.
 * @param variants ids of all variants
 */
export function settingsForSelection(
  settings: Settings,
  selection: PanelSelection | null,
  variants: readonly string[],
): Settings {
  const { hidden, baselines, expanded } = settings;
  const hideable = variants.filter((id) => !baselines.includes(id));
  if (!selection) {
    // Beside the baselines, or one of them alone.
    const left = hideable.filter((id) => !hidden.includes(id)).length;
    const isOneAlone = left <= 1 && left < hideable.length;
    return { ...settings, hidden: isOneAlone ? hidden.filter((id) => baselines.includes(id)) : hidden, selected: [] };
  }
  const { variant, run } = selection;
  return {
    ...settings,
    hidden: hideable.filter((id) => id !== variant),
    hiddenGroups: [],
    expanded: expanded.includes(variant) ? expanded : [...expanded, variant],
    selected: run === null ? [] : [run],
  };
}

function sliderPosition(memory: number): number {
  const [min, max] = SMOOTHING_WINDOWS;
  return Math.round(1 + ((LAST_POSITION - 1) * Math.log(memory / min)) / Math.log(max / min));
}
