import type { VariantValues } from '../domain/variant.ts';

/** So many categories have a colour of their own; more begin again with other dashes. */
export const DISTINCT_COLOURS = 6;

/**
 * Which variants are told apart by distinct colours, because they differ in what has no order: an optimizer, a schedule, how layers are
 * trained, or nothing that is known. What is tried at several rates is one category. Of more runs than there are colours, those at one rate
 * share its colour.
 * @returns the number of each variant's category, from 0; null where rates or batch sizes put the variants in an order
 */
export function categoriesOf(variants: readonly { readonly values: VariantValues }[]): number[] | null {
  const kinds = variants.map(({ values: { optimizer, schedule, transfer } }) => [optimizer, schedule, transfer].join());
  const batches = variants.map(({ values: { batchSize } }) => batchSize);
  if (new Set(kinds).size > 1) return numbered(kinds.map((kind, index) => `${kind} ${batches[index]}`));
  if (new Set(batches).size > 1) return batches.includes(undefined) ? numbered(batches) : null;
  const lines = new Set(variants.map(({ values: { rate, engine } }) => `${rate} ${engine}`));
  const rates = new Set(variants.map(({ values: { rate } }) => rate));
  const haveRates = variants.every(({ values: { rate } }) => rate !== undefined && rate > 0);
  const isToldByRate = lines.size === variants.length || (rates.size > 1 && variants.length > DISTINCT_COLOURS);
  return haveRates && isToldByRate ? null : variants.map((_, index) => index);
}

function numbered(keys: readonly unknown[]): number[] {
  const distinct = [...new Set(keys)];
  return keys.map((key) => distinct.indexOf(key));
}
