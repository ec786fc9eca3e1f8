/** A number from JSON, where NaN and infinities are strings. */
export function fromJsonNumber(value: number | string): number {
  return Number(value);
}
