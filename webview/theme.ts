import { contrast, variantColours } from '../src/charts/colour.ts';
import type { CurveVariant } from '../src/charts/curveVariant.ts';
import { DARK_PALETTE, LIGHT_PALETTE, DEFAULT_LINES } from '../src/charts/theme.ts';
import type { ChartTheme } from '../src/charts/theme.ts';

/** Strength of grid lines, as a share of the foreground mixed into the background. */
const GRID = 0.12;
const STRONG_GRID = 0.35;

/** Lines on a high-contrast page. */
const STRONG_LINES = { lineWidth: 3, rawOpacity: 0.5 } as const;

/** The editor's theme as a chart needs it: CSS variables cannot be used in a canvas, so they are resolved to plain colours. */
export function resolveTheme(variants: readonly CurveVariant[]): ChartTheme {
  const style = getComputedStyle(document.body);
  const variable = (name: string, instead: string): string =>
    style.getPropertyValue(`--vscode-${name}`).trim() || instead;
  const mix = mixer();
  const strong =
    document.body.classList.contains('vscode-high-contrast') ||
    document.body.classList.contains('vscode-high-contrast-light');
  const background = mix(variable('editor-background', '#ffffff'), '#ffffff');
  const light = contrast(background, '#000000') > contrast(background, '#ffffff');
  const foreground = mix(variable('editor-foreground', light ? '#1f1f1f' : '#dddddd'), background);
  const muted = strong ? foreground : mix(variable('descriptionForeground', foreground), background);
  return {
    font: style.fontFamily || 'sans-serif',
    foreground,
    muted,
    grid: mix(foreground, background, strong ? STRONG_GRID : GRID),
    background,
    variants: variantColours(variants, light ? LIGHT_PALETTE : DARK_PALETTE, background),
    good: mix(variable('charts-yellow', '#cca700'), background),
    severities: {
      error: mix(variable('editorError-foreground', '#e51400'), background),
      warning: mix(variable('editorWarning-foreground', '#bf8803'), background),
      information: mix(variable('editorInfo-foreground', '#1a85ff'), background),
      hint: muted,
    },
    ...(strong ? STRONG_LINES : DEFAULT_LINES),
  };
}

/** Calls when the editor's theme, its font or its contrast has changed. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
}

/** Any colour that CSS knows, with any opacity, laid over a background: as "#rrggbb". */
function mixer(): (colour: string, background: string, opacity?: number) => string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return (colour, background, opacity = 1) => {
    context.globalAlpha = 1;
    context.fillStyle = background;
    context.fillRect(0, 0, 1, 1);
    context.globalAlpha = opacity;
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  };
}
