import type { FigureName } from '../src/charts/figure.ts';
import { USUAL_MEMORY } from '../src/charts/view.ts';
import type { Zoom } from '../src/charts/view.ts';
import type { PanelState } from '../src/protocol/panel.ts';

export type SortKey = 'rate' | 'verdict' | 'loss' | 'accuracy' | 'epoch' | 'state' | 'speed';

/** What a reader has chosen, kept while the page is away. */
export interface Settings extends PanelState {
  /** Place of the smoothing slider, 0 (none) to 100. */
  readonly smoothing: number;
  readonly logLoss: boolean;
  readonly logTime: boolean;
  readonly whole: boolean;
  /** Learning rates that are not drawn. */
  readonly hidden: readonly number[];
  readonly zooms: Readonly<Partial<Record<FigureName, Zoom>>>;
  readonly sort: { readonly key: SortKey; readonly descending: boolean };
  /** Rates whose seeds are listed in the table. */
  readonly expanded: readonly number[];
}

/** The slider goes from this share of all steps, at 1, to that one, at 100, in equal ratios. */
const MEMORIES = [1 / 400, 1 / 4] as const;
const LAST = 100;

export const DEFAULT_SETTINGS: Settings = {
  folder: null,
  smoothing: placeOf(USUAL_MEMORY),
  logLoss: false,
  logTime: false,
  whole: false,
  hidden: [],
  zooms: {},
  sort: { key: 'rate', descending: false },
  expanded: [],
};

/** The share of all steps that the smoothed line remembers. */
export function memoryShare(smoothing: number): number {
  const [least, most] = MEMORIES;
  return smoothing === 0 ? 0 : least * (most / least) ** ((smoothing - 1) / (LAST - 1));
}

/** The settings as they were kept; whatever is missing or was written by another version is as at first. */
export function readSettings(kept: unknown): Settings {
  if (typeof kept !== 'object' || kept === null) return DEFAULT_SETTINGS;
  const same = Object.entries(DEFAULT_SETTINGS).map(([name, value]): [string, unknown] => {
    const before = (kept as Record<string, unknown>)[name];
    const fits =
      value === null
        ? typeof before === 'string'
        : typeof before === typeof value && Array.isArray(before) === Array.isArray(value) && before !== null;
    return [name, fits ? before : value];
  });
  return Object.fromEntries(same) as unknown as Settings;
}

/** For another experiment the ways of looking stay, but not what was chosen in the one before. */
export function settingsFor(folder: string, settings: Settings): Settings {
  if (folder === settings.folder) return settings;
  const { hidden, zooms, expanded } = DEFAULT_SETTINGS;
  return { ...settings, folder, hidden, zooms, expanded };
}

function placeOf(memory: number): number {
  const [least, most] = MEMORIES;
  return Math.round(1 + ((LAST - 1) * Math.log(memory / least)) / Math.log(most / least));
}
