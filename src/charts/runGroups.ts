import * as l10n from '@vscode/l10n';
import { formatCount } from '../domain/format.ts';
import { formatRate } from '../domain/rate.ts';
import type { Variant, VariantValues } from '../domain/variant.ts';
import { verdictText } from '../domain/verdictText.ts';
import { LABEL_FORMATS } from '../kinds/sweep/plan.ts';
import { categoriesOf } from './categories.ts';
import type { CurveInput } from './curves.ts';
import type { CurveRun } from './curveRun.ts';
import { groupBy } from './groupBy.ts';

/** What curves can be grouped by; the folder is that of a log which was opened together with others. */
export const GROUP_COLUMNS = [
  'rate',
  'optimizer',
  'batchSize',
  'schedule',
  'transfer',
  'engine',
  'seed',
  'folder',
  'verdict',
] as const;

export type GroupColumn = (typeof GROUP_COLUMNS)[number];

/** The runs that have a value of a column in common. */
export interface RunGroup extends Variant {
  readonly runs: readonly CurveRun[];
}

/** The group of runs of which the value is not known. */
const UNKNOWN = '';

/** The variant of the runs of grouped curves that are left out. */
export const LEFT_OUT = 'left-out';

type Grouped = Pick<CurveInput, 'variants' | 'runs'>;

/**
 * The runs by their values of a column, as these are written: numbers ascending, other values in the order of the runs, and last what is
 * not known. The values of a group give it its colour: numbers have an order, see variantColours.
 */
export function groupsOf({ variants, runs }: Grouped, column: GroupColumn): RunGroup[] {
  const variantOf = new Map(variants.map((variant) => [variant.id, variant]));
  const read = (run: CurveRun): string | number | null => valueOf(run, variantOf.get(run.variant), column);
  const write = (run: CurveRun): string => {
    const value = read(run);
    return value === null ? UNKNOWN : textOf(value, column);
  };
  const groups = [...groupBy(runs, write)].map(([text, own]) => ({ text, own, value: read(own[0]) }));
  const rank = (value: string | number | null): number =>
    value === null ? Infinity : typeof value === 'number' ? value : 0;
  return groups
    .sort((a, b) => (rank(a.value) === rank(b.value) ? 0 : rank(a.value) - rank(b.value)))
    .map(({ text, own, value }) => ({
      id: `${column}=${text}`,
      label: value === null ? l10n.t('unknown') : text,
      values: colourValues(column, value),
      runs: own,
    }));
}

/** The columns by which the curves can be grouped so that they look different from what they are without. */
export function offeredColumns(input: Grouped): GroupColumn[] {
  const hasOrder = input.runs.length > 0 && categoriesOf(input.variants) === null;
  return GROUP_COLUMNS.filter((column) => {
    const groups = groupsOf(input, column);
    if (groups.length < 2) return false;
    const isOfVariants = groups.every(({ runs }) => new Set(runs.map(({ variant }) => variant)).size === 1);
    const variants = new Set(input.runs.map(({ variant }) => variant)).size;
    if (!isOfVariants || groups.length !== variants) return true;
    return column === 'rate' && !hasOrder;
  });
}

/**
 * The input of curves with a line a group in place of one a variant. Where a single run of a group is drawn, the line names it.
 * @param isLeftOut whether a run is not drawn; its variant is then LEFT_OUT
 */
export function groupRuns(
  input: CurveInput,
  groups: readonly RunGroup[],
  isLeftOut: (run: CurveRun, group: RunGroup) => boolean,
): CurveInput {
  const names = runNames(input);
  const groupOf = new Map(groups.flatMap((group) => group.runs.map((run) => [run, group] as const)));
  const runs = input.runs.map((run, index): CurveRun => {
    const group = groupOf.get(run)!;
    return { ...run, variant: isLeftOut(run, group) ? LEFT_OUT : group.id, name: names[index] };
  });
  const drawn = groupBy(runs, ({ variant }) => variant);
  const variants = groups.map(({ id, label, values }): Variant => {
    const own = drawn.get(id) ?? [];
    return { id, label: own.length === 1 ? l10n.t('{0} ({1})', label, own[0].name!) : label, values };
  });
  return { ...input, variants, runs, isGrouped: true };
}

/** What tells each run from all others: the label of its variant, and its seed where there are several. */
function runNames({ variants, runs }: Grouped): string[] {
  const labels = new Map(variants.map(({ id, label }) => [id, label]));
  const ofVariant = groupBy(runs, ({ variant }) => variant);
  return runs.map(({ variant, seed }, index) => {
    const label = labels.get(variant) || l10n.t('run {0}', index + 1);
    const isOnly = (ofVariant.get(variant) ?? []).length === 1;
    return isOnly || seed === null ? label : l10n.t('{0}, seed {1}', label, seed);
  });
}

function valueOf(
  { facts, seed, verdict }: CurveRun,
  variant: Variant | undefined,
  column: GroupColumn,
): string | number | null {
  switch (column) {
    case 'rate':
    case 'optimizer':
    case 'batchSize':
      return variant?.values[column] ?? facts[column];
    case 'seed':
      return seed;
    case 'verdict':
      return verdict && verdictText(verdict);
    case 'folder': {
      const parts = variant?.label.split('/') ?? [];
      return parts.length > 1 ? parts.slice(0, -1).join('/') : null;
    }
    case 'transfer': {
      const transfer = variant?.values.transfer;
      return transfer === undefined ? null : LABEL_FORMATS.transfer(transfer);
    }
    default:
      return variant?.values[column] ?? null;
  }
}

function textOf(value: string | number, column: GroupColumn): string {
  if (typeof value === 'string') return value;
  return column === 'rate' ? formatRate(value) : column === 'seed' ? String(value) : formatCount(value);
}

function colourValues(column: GroupColumn, value: string | number | null): VariantValues {
  return typeof value === 'number' && (column === 'rate' || column === 'batchSize') ? { [column]: value } : {};
}
