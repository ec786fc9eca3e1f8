/** Where a pixel of the old picture goes: it is stretched along the horizontal axis alone, as the keys do, and then moved. */
export interface Shift {
  readonly stretch: number;
  readonly left: number;
  readonly top: number;
}

/** The size of a plot, and where all that it can show begins and ends in its own pixels; null where that is unknown. */
export interface PlotExtent {
  readonly width: number;
  readonly height: number;
  readonly whole: { readonly x: readonly [number, number]; readonly y: readonly [number, number] } | null;
}

/** Stretches by a factor around a place, in pixels from the left edge of the plot. */
export function stretched({ stretch, left, top }: Shift, at: number, factor: number): Shift {
  return { stretch: stretch * factor, left: at - factor * (at - left), top };
}

/** The nearest shift that shows nothing beyond the ends of the whole. */
export function kept({ stretch, left, top }: Shift, { width, height, whole }: PlotExtent): Shift {
  if (!whole) return { stretch, left, top };
  const least = Math.max(stretch, width / (whole.x[1] - whole.x[0]));
  const inside = (at: number, low: number, high: number): number => Math.min(Math.max(at, Math.min(low, high)), high);
  return {
    stretch: least,
    left: inside(left, width - least * whole.x[1], 0 - least * whole.x[0]),
    top: inside(top, height - whole.y[1], 0 - whole.y[0]),
  };
}
