import type { CurveInput } from '../src/charts/curves.ts';
import type { CurveRun } from '../src/charts/curveRun.ts';
import { curveVariants } from '../src/charts/curveVariant.ts';
import { offeredUnits } from '../src/charts/progressUnit.ts';
import { groupRuns, LEFT_OUT } from '../src/charts/runGroups.ts';
import type { RunGroup } from '../src/charts/runGroups.ts';
import type { CurveView } from '../src/charts/view.ts';
import { filtered } from './filteredVariants.ts';
import { chosenGroups } from './grouping.ts';
import { settingsAlong, smoothingWindow } from './settings.ts';
import type { Settings } from './settings.ts';

/** At most so many points of all lines together are drawn: more make a redraw slow and cannot be told apart. */
const MAX_POINTS = { raw: 9000, smoothed: 4200, seed: 4200 };
/** A line is never drawn with fewer points; where there are very many lines, one is never looked at alone. */
export const MIN_POINTS = 80;
const MIN_POINTS_OF_MANY = 16;
const MANY_LINES = 200;
/** Behind more lines than this, the measurements that were smoothed are fog. */
const MAX_LINES_WITH_MEASUREMENTS = 30;

/** The ids of the variants that the reader has hidden, by themselves or with all groups of their runs, or that the filter leaves out. */
export function hiddenVariants(
  settings: Settings,
  { variants, runs }: Pick<CurveInput, 'variants' | 'runs'>,
): ReadonlySet<string> {
  const listed = new Set(filtered(curveVariants(variants, runs), settings).map(({ id }) => id));
  const groups = settings.hiddenGroups.length > 0 ? chosenGroups(settings, { variants, runs }) : null;
  const shownGroups = groups?.filter(({ id }) => !settings.hiddenGroups.includes(id));
  const inGroups = new Set(shownGroups?.flatMap((group) => group.runs.map(({ variant }) => variant)));
  const isInHiddenGroup = (id: string): boolean =>
    groups !== null && !inGroups.has(id) && !settings.baselines.includes(id);
  const isLeftOut = (id: string): boolean => !listed.has(id) || isInHiddenGroup(id);
  return new Set([...settings.hidden, ...variants.flatMap(({ id }) => (isLeftOut(id) ? id : []))]);
}

/**
 * How the curves are drawn as the reader has chosen: without those that the filter leaves out, and with as many points as can be told apart.
 * @param drawn ids of the variants whose curves are drawn
 * @param width of the widest chart, in pixels
 */
export function curveView(settings: Settings, input: CurveInput, drawn: ReadonlySet<string>, width: number): CurveView {
  const { variants, runs } = input;
  const hidden = hiddenVariants(settings, input);
  const { smoothing, logLoss, logTime, unit, showAllLosses, zooms, limits } = settingsAsDrawn(settings, input, hidden);
  const lines = Math.max(1, runs.filter(({ variant }) => drawn.has(variant) && !hidden.has(variant)).length);
  const least = lines > MANY_LINES ? MIN_POINTS_OF_MANY : MIN_POINTS;
  const share = (max: number): number => Math.round(Math.min(width, Math.max(least, max / lines)));
  return {
    smoothingWindow: smoothingWindow(smoothing),
    lossScale: logLoss ? 'log' : 'linear',
    timeScale: logTime ? 'log' : 'linear',
    unit,
    showAllLosses,
    hidden: [...hidden],
    undrawn: variants.flatMap(({ id }) => (drawn.has(id) ? [] : id)),
    zooms,
    limits,
    showsMeasurements: lines <= MAX_LINES_WITH_MEASUREMENTS,
    points: { raw: share(MAX_POINTS.raw), smoothed: share(MAX_POINTS.smoothed), seed: share(MAX_POINTS.seed) },
  };
}

/** The curves of groups in place of those of variants, and how they are drawn where those would be drawn in a view. */
export function groupedCurves(
  input: CurveInput,
  view: CurveView,
  groups: readonly RunGroup[],
  { hiddenGroups, baselines }: Settings,
  width: number,
): readonly [CurveInput, CurveView] {
  const leftOut = new Set([...view.hidden, ...view.undrawn]);
  const isHidden = ({ variant }: CurveRun, { id }: RunGroup): boolean =>
    hiddenGroups.includes(id) && !baselines.includes(variant);
  const grouped = groupRuns(input, groups, (run, group) => leftOut.has(run.variant) || isHidden(run, group));
  const smoothed = Math.round(Math.min(width, Math.max(MIN_POINTS, MAX_POINTS.smoothed / groups.length)));
  return [grouped, { ...view, hidden: [LEFT_OUT], undrawn: [], points: { ...view.points, smoothed } }];
}

/** The settings as the curves are drawn: along their own steps, and without zooms and limits of the chosen unit, where that is not offered. */
export function settingsAsDrawn(
  settings: Settings,
  input: CurveInput,
  hidden = hiddenVariants(settings, input),
): Settings {
  const { unit } = settings;
  if (unit === 'step' || offeredUnits(input.runs, [...hidden]).includes(unit)) return settings;
  return { ...settings, ...settingsAlong(settings, 'step') };
}
