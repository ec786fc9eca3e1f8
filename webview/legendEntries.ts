import type { CurveVariant } from '../src/charts/curveVariant.ts';
import { formatRate } from '../src/domain/rate.ts';
import { groupId } from '../src/domain/variant.ts';

/** A line of the legend. */
export interface LegendEntry extends CurveVariant {
  /** Ids of the variants that it stands for; its own alone unless it stands for all rates of a setting. */
  readonly members: readonly string[];
  /** Index of the first of them. */
  readonly first: number;
}

/**
 * The variants; where several settings are each tried at several rates, one entry for all rates of a setting, which share a colour. Logs have
 * names of their own in place of their settings, and an entry each.
 */
export function legendEntries(variants: readonly CurveVariant[]): LegendEntry[] {
  const settings = variants.map(({ values: { optimizer, batchSize } }) => [optimizer, batchSize].join());
  const groups = [...new Set(variants.map(groupId))];
  const areNamedByRate = variants.every(
    ({ label, values: { rate } }) => rate !== undefined && label.startsWith(`${formatRate(rate)} `),
  );
  if (!areNamedByRate || new Set(settings).size < 2 || groups.length === variants.length)
    return variants.map((variant, first) => ({ ...variant, members: [variant.id], first }));
  return groups.map((id) => {
    const own = variants.filter((variant) => groupId(variant) === id);
    const label = own[0].label.slice(formatRate(own[0].values.rate!).length + 1);
    return {
      ...own[0],
      id,
      label,
      verdictText: '',
      members: own.map((variant) => variant.id),
      first: variants.indexOf(own[0]),
    };
  });
}

/** Ids of the variants that are hidden where an entry is shown alone: those of the others, but the baselines stay. */
export function idsBeside(entries: readonly LegendEntry[], id: string, baselines: readonly string[]): string[] {
  const others = entries.filter((entry) => entry.id !== id).flatMap(({ members }) => members);
  return others.filter((member) => !baselines.includes(member));
}
