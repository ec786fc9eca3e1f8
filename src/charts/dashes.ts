type Dashes = readonly number[];

/**
 * Pixels drawn and left out, by pattern: of a line, null for a solid one, and of a figure's second and further lines. The first pattern
 * is the usual one. The second is that of another engine too, whose lines overlap those of the first.
 */
const PATTERNS: readonly (readonly [line: Dashes | null, further: Dashes])[] = [
  [null, [2, 3]],
  [
    [5, 5],
    [8, 3, 2, 3],
  ],
  [
    [14, 4],
    [14, 3, 2, 3, 2, 3],
  ],
];

/** The dashes of a line, in pixels drawn and left out; null for a solid one. Numbers of patterns beyond the last begin again. */
export function dashesOf(pattern: number, isFurtherLine: boolean): Dashes | null {
  const [line, further] = PATTERNS[pattern % PATTERNS.length];
  return isFurtherLine ? further : line;
}
