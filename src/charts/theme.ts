import type { Severity } from '../domain/finding.ts';

/** Everything about a chart that depends on where it is shown. Colours are whatever the renderer takes, for SVG also CSS variables. */
export interface ChartTheme {
  /** A font family, or a list of them as in CSS. */
  readonly font: string;
  /** For numbers on shaded ground. */
  readonly foreground: string;
  /** For axes, their labels and notes. */
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  /** One colour a variant, in their order; see variantColours. */
  readonly variants: readonly string[];
  /** Of what is shaded as good. */
  readonly good: string;
  /** Of other marks, by their severity. */
  readonly severities: Readonly<Record<Severity, string>>;
  /** Of the bold lines, in pixels. */
  readonly lineWidth: number;
  /** Opacity of the measurements behind a smoothed line. */
  readonly rawOpacity: number;
}

/** Lines as they are drawn unless the page asks for more contrast. */
export const DEFAULT_LINES = { lineWidth: 2.5, rawOpacity: 0.25 } as const;

/**
 * For variantColours, from the lowest rate to the highest, cold to hot. Neighbours stay apart with every kind of colour blindness,
 * and in order with those for red and green, because lightness and blue–yellow both run one way along the ramp.
 * On a light page the cold end is the darkest colour.
 */
export const LIGHT_RAMP: readonly string[] = ['#0a0a86', '#561f66', '#8c1f50', '#b03a36', '#a9680c'];

/** The same from blue to amber for dark pages, where the hot end is the lightest. */
export const DARK_RAMP: readonly string[] = ['#6470ff', '#ae7aca', '#e38ab0', '#ffab88', '#ffdf60'];
