import type { CurveInput } from '../src/charts/curves.ts';
import { curveVariants } from '../src/charts/curveVariant.ts';
import type { CurveVariant } from '../src/charts/curveVariant.ts';
import { groupsOf, offeredColumns } from '../src/charts/runGroups.ts';
import type { RunGroup } from '../src/charts/runGroups.ts';
import type { Settings } from './settings.ts';

/** The groups of the column that the reader has chosen; null where curves are not grouped, or the column would change nothing. */
export function chosenGroups(
  { groupBy }: Pick<Settings, 'groupBy'>,
  input: Pick<CurveInput, 'variants' | 'runs'>,
): RunGroup[] | null {
  if (groupBy === 'none' || !offeredColumns(input).includes(groupBy)) return null;
  return groupsOf(input, groupBy);
}

/** One colour a variant: that of the group of all its runs, or a neutral one where these are in several groups. */
export function coloursInGroups(
  variants: readonly { readonly id: string }[],
  groups: readonly RunGroup[],
  colours: readonly string[],
  neutral: string,
): string[] {
  const found = new Map<string, string>();
  groups.forEach(({ runs }, index) => {
    for (const { variant } of runs) {
      const known = found.get(variant) ?? colours[index];
      found.set(variant, known === colours[index] ? known : neutral);
    }
  });
  return variants.map(({ id }) => found.get(id) ?? neutral);
}

/** Of each group whether the filter leaves any of its variants listed. */
export function isListedGroup(groups: readonly RunGroup[], listed: ReadonlySet<string>): boolean[] {
  return groups.map(({ runs }) => runs.some(({ variant }) => listed.has(variant)));
}

/** The groups as the legend lists them. */
export function groupVariants(groups: readonly RunGroup[]): CurveVariant[] {
  const runs = groups.flatMap((group) => group.runs.map(({ verdict }) => ({ variant: group.id, verdict })));
  // A group of a verdict says it already.
  return curveVariants(groups, runs).map((group) =>
    group.verdictText === group.label ? { ...group, verdictText: '' } : group,
  );
}

/** Which groups are hidden: those that the reader has hidden, and those of which all variants are. No group is a baseline. */
export function groupsAsHidden(
  groups: readonly RunGroup[],
  { hiddenGroups }: Pick<Settings, 'hiddenGroups'>,
  hidden: ReadonlySet<string>,
): Pick<Settings, 'hidden' | 'baselines'> {
  const isHidden = ({ id, runs }: RunGroup): boolean =>
    hiddenGroups.includes(id) || runs.every(({ variant }) => hidden.has(variant));
  return { hidden: groups.flatMap((group) => (isHidden(group) ? group.id : [])), baselines: [] };
}

/**
 * What is hidden when the reader has chosen the groups that are not drawn. Variants that were hidden one by one stay so, but for those of a
 * group that is shown again, and where all groups are.
 */
export function withHiddenGroups(
  hiddenGroups: readonly string[],
  groups: readonly RunGroup[],
  { hidden }: Pick<Settings, 'hidden'>,
): Pick<Settings, 'hidden' | 'hiddenGroups'> {
  if (hiddenGroups.length === 0) return { hiddenGroups, hidden: [] };
  const before = new Set(hidden);
  const shownAgain = groups.filter(
    ({ id, runs }) => !hiddenGroups.includes(id) && runs.every(({ variant }) => before.has(variant)),
  );
  const again = new Set(shownAgain.flatMap(({ runs }) => runs.map(({ variant }) => variant)));
  return { hiddenGroups, hidden: hidden.filter((id) => !again.has(id)) };
}
