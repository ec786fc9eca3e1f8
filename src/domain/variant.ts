import type { EngineName } from './run.ts';

/** How a network that was trained before goes on with other classes; `scratch` is a new one in its place. */
export const TRANSFERS = ['one-rate', 'tenth', 'frozen', 'scratch'] as const;

export type Transfer = (typeof TRANSFERS)[number];

/** The settings in which the runs of an experiment can differ, but for the seed. */
export interface VariantValues {
  readonly rate?: number;
  readonly optimizer?: string;
  readonly schedule?: string;
  readonly batchSize?: number;
  readonly transfer?: Transfer;
  readonly engine?: EngineName;
}

/**
 * What differs between the runs of an experiment. Runs of one variant differ in their seed only. Colours, legends, tables, hiding
 * and zones refer to its id.
 */
export interface Variant {
  readonly id: string;
  /** For the user: "0.01", "0.01 tensorflow". */
  readonly label: string;
  readonly values: VariantValues;
}

/** Formats each value of a variant for its label: "0.01", "batch 64". */
export type LabelFormats = { readonly [K in keyof VariantValues]-?: (value: NonNullable<VariantValues[K]>) => string };

const ORDER = [
  'rate',
  'optimizer',
  'schedule',
  'batchSize',
  'transfer',
  'engine',
] as const satisfies readonly (keyof VariantValues)[];

/**
 * The distinct variants among the values of runs, by ascending rate and then in the order given. A label names what differs; of a
 * single variant it names the rate.
 * @param values one entry a run; seeds of one variant have equal ones
 */
export function variantsOf(values: readonly VariantValues[], formats: LabelFormats): Variant[] {
  const distinct = new Map(values.map((value) => [variantId(value), value]));
  const differing = ORDER.filter((key) => new Set([...distinct.values()].map((value) => value[key])).size > 1);
  const named = differing.length > 0 ? differing : (['rate'] as const);
  return [...distinct]
    .map(([id, value]) => ({
      id,
      label: named.flatMap((key) => (value[key] === undefined ? [] : formatValue(key, value, formats))).join(' '),
      values: value,
    }))
    .sort((a, b) => (a.values.rate ?? 0) - (b.values.rate ?? 0));
}

/** The id of the variant with these values: "rate=0.01,engine=wasm". */
export function variantId(values: VariantValues): string {
  return ORDER.flatMap((key) => (values[key] === undefined ? [] : `${key}=${values[key]}`)).join(',');
}

/** The id of the group that a variant belongs to: variants that are equal but for the rate. */
export function groupId({ values }: Variant): string {
  return variantId({ ...values, rate: undefined });
}

function formatValue<K extends keyof VariantValues>(key: K, values: VariantValues, write: LabelFormats): string {
  return (write[key] as (value: VariantValues[K]) => string)(values[key]);
}
