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
export const LIGHT_RAMP: readonly string[] = ['#16307f', '#5b2c97', '#a82c78', '#c9443c', '#c76a00'];

/** The same from blue to amber for dark pages, where the hot end is the lightest. */
export const DARK_RAMP: readonly string[] = ['#5c8df6', '#a884f5', '#ea7fc0', '#ff9e80', '#ffd166'];
