/** The kind of the editor's colour theme. */
export type SketchTheme = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

/** The colours of a picture that cannot use the page's CSS variables. */
export interface SketchColours {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  /** What is usual. */
  readonly usual: string;
  readonly high: string;
  readonly low: string;
}

/** VS Code's own: foreground, descriptionForeground and the colours of charts in its default themes. */
export const SKETCH_COLOURS: Readonly<Record<SketchTheme, SketchColours>> = {
  light: { text: '#3b3b3b', muted: '#6a6a6a', line: '#b5b5b5', usual: '#388a34', high: '#d13438', low: '#1a65b8' },
  dark: { text: '#d4d4d4', muted: '#9d9d9d', line: '#5a5a5a', usual: '#6cb56a', high: '#f4655f', low: '#4ea1f3' },
  'high-contrast': {
    text: '#ffffff',
    muted: '#ffffff',
    line: '#ffffff',
    usual: '#89d185',
    high: '#ff8a80',
    low: '#7cc4ff',
  },
  'high-contrast-light': {
    text: '#000000',
    muted: '#292929',
    line: '#292929',
    usual: '#276124',
    high: '#a80000',
    low: '#0f4a85',
  },
};

/** An SVG picture of its own, written with the font of the system. */
export function svg(width: number, height: number, parts: readonly string[]): string {
  const font = 'font-family="system-ui, -apple-system, \'Segoe UI\', Ubuntu, sans-serif" font-size="11"';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${font}>${parts.join('')}</svg>`;
}

export type Anchor = 'start' | 'middle' | 'end';

export function label(
  x: number,
  y: number,
  text: string,
  colour: string,
  { anchor = 'middle', bold = false }: { readonly anchor?: Anchor; readonly bold?: boolean } = {},
): string {
  return `<text x="${round(x)}" y="${round(y)}" fill="${colour}" text-anchor="${anchor}"${bold ? ' font-weight="600"' : ''}>${escapeXml(text)}</text>`;
}

/** Rounds a coordinate to one decimal. */
export function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}

/** Estimates the width of a label in pixels; without a page it cannot be measured. */
export function widthOf(text: string): number {
  return 6.2 * text.length;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
