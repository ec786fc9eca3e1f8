/** A part of a specification; Vega-Lite's own types of layers are too deep to compose. */
export type Layer = Record<string, unknown>;

/** What handles the pointer: the chart itself, which highlights a variant and shows tooltips, or the page around it. */
export type PointerHandling = 'chart' | 'page';

/** A data set by its name. Its values are numbers already: nothing is to be parsed, which would cost time with every update. */
export const dataSet = (name: string): Layer => ({ name, format: { parse: null } });
