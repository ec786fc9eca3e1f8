/** Everything about a chart that depends on where it is shown. Colours are whatever the renderer takes, for SVG also CSS variables. */
export interface ChartTheme {
  /** A font family, or a list of them as in CSS. */
  readonly font: string;
  readonly foreground: string;
  /** For axis labels and notes. */
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  /** One colour a rate, by ascending rate; see rateColours. */
  readonly rates: readonly string[];
}

/** What the colours of rates are made from. */
export interface Palette {
  readonly background: string;
  /** From the lowest rate to the highest, cold to hot. */
  readonly ramp: readonly string[];
}

/**
 * Blue to orange: the order survives every common colour blindness because both lightness and blue–yellow run one way along the ramp.
 * On a light page the cold end is the darkest colour.
 */
export const LIGHT_RAMP: readonly string[] = ['#0d1a8c', '#5a1f78', '#94205c', '#b93c34', '#ad6a00'];

/** The same from blue to amber for dark pages, where the hot end is the lightest. */
export const DARK_RAMP: readonly string[] = ['#6470ff', '#ae7aca', '#e38ab0', '#ffab88', '#ffdf60'];
