const NON_FINITE: ReadonlyMap<unknown, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/**
 * JSON in which NaN and the infinities are the strings "NaN", "Infinity" and "-Infinity": JSON has no such numbers, and a
 * loss that is one of them is a result that must not be lost.
 */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_key, item: unknown) => (typeof item === 'number' && !Number.isFinite(item) ? String(item) : item),
    indent,
  );
}

/**
 * Reads what toJson wrote.
 * @throws SyntaxError if the text is not JSON.
 */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => NON_FINITE.get(item) ?? item);
}
