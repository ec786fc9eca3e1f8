/** Pixels drawn and left out: of a second engine, whose lines overlap those of the first, of a figure's second and further lines, and of both. */
const ENGINE_DASHES: readonly number[] = [5, 5];
const LINE_DASHES: readonly number[] = [2, 3];
const BOTH_DASHES: readonly number[] = [8, 3, 2, 3];

/** The dashes of a line, in pixels drawn and left out; null for a solid one. */
export function dashesOf(isSecondEngine: boolean, isFurtherLine: boolean): readonly number[] | null {
  if (isSecondEngine) return isFurtherLine ? BOTH_DASHES : ENGINE_DASHES;
  return isFurtherLine ? LINE_DASHES : null;
}
