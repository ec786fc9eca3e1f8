import { variantColours } from '../charts/colour.ts';
import type { CurveVariant } from '../charts/curveVariant.ts';
import { DARK_PALETTE, LIGHT_PALETTE } from '../charts/theme.ts';

/** The colours of a page, by the name of their variable. */
type Colours = Readonly<Record<string, string>>;

const LIGHT: Colours = {
  background: '#ffffff',
  foreground: '#20242c',
  muted: '#5c6370',
  grid: '#e7e9ee',
  line: '#d9dce3',
  surface: '#f6f7f9',
  honey: '#fdf5e3',
  'honey-line': '#eacb86',
  'honey-text': '#8a5a00',
  slow: '#1d4fa3',
  fast: '#17703a',
  furious: '#b3261e',
  other: '#5c6370',
  error: '#b3261e',
  warning: '#8a5a00',
  information: '#1d4fa3',
};

const DARK: Colours = {
  background: '#16181d',
  foreground: '#e6e8ed',
  muted: '#a2a9b6',
  grid: '#2b2f38',
  line: '#3a404b',
  surface: '#1f2229',
  honey: '#2b2413',
  'honey-line': '#7a5c1c',
  'honey-text': '#f2c76a',
  slow: '#8ab4ff',
  fast: '#7fd79b',
  furious: '#ff9a8f',
  other: '#a2a9b6',
  error: '#ff9a8f',
  warning: '#f2c76a',
  information: '#8ab4ff',
};

/** The style sheet of a report. Print is always light. */
export function reportStyle(shown: readonly CurveVariant[]): string {
  const light = variables(LIGHT, variantColours(shown, LIGHT_PALETTE, LIGHT['background']));
  const dark = variables(DARK, variantColours(shown, DARK_PALETTE, DARK['background']));
  const classes = shown
    .map((_, index) => `.variant-${index}{background:var(--variant-${index});fill:var(--variant-${index})}`)
    .join('\n');
  return `:root{color-scheme:light dark;${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
${RULES}${classes}
`;
}

function variables(colours: Colours, variants: readonly string[]): string {
  const all = [...Object.entries(colours), ...variants.map((colour, index) => [`variant-${index}`, colour])];
  return all.map(([name, colour]) => `--${name}:${colour}`).join(';');
}

const RULES = `*{box-sizing:border-box}
body{margin:0;background:var(--background);color:var(--foreground);font:16px/1.55 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1140px;margin:0 auto;padding:40px 24px 64px}
h1,h2,p{margin:0}
h1{font-size:2.1rem;line-height:1.2;letter-spacing:-.015em;overflow-wrap:anywhere}
h2{font-size:1.25rem;line-height:1.3;margin-bottom:12px}
section{margin-top:48px}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--honey-text);outline-offset:3px;border-radius:4px}
.brand{font-weight:700;color:var(--honey-text);margin-bottom:12px}
.brand span{font-weight:400;color:var(--muted)}
.date{color:var(--muted);margin-top:4px;font-size:.9rem}
.lead{max-width:68ch;margin-top:16px}
.suggestion{margin-top:32px;padding:24px 28px;background:var(--honey);border:1px solid var(--honey-line);border-radius:12px;display:flex;flex-wrap:wrap;gap:16px 40px;align-items:center}
.suggestion h2{font-size:.95rem;font-weight:600;color:var(--honey-text);margin:0}
.suggestion>p{flex-basis:100%}
.answer{flex:0 0 auto}
.answer .value{font-size:3rem;line-height:1.2;font-weight:700;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.scales{flex:1 1 300px;min-width:0}
.scale{overflow:visible}
.scale line{stroke:var(--honey-line);stroke-width:2;stroke-linecap:round}
.scale rect{fill:var(--honey-line);fill-opacity:.55}
.scale circle{stroke:var(--honey);stroke-width:2}
.scale text{font-size:13px;text-anchor:middle;fill:var(--muted);font-variant-numeric:tabular-nums}
.scale .word{fill:var(--honey-text)}
.scale text.best{fill:var(--foreground);font-weight:700}
.notes{margin:0;padding:0;list-style:none;display:grid;gap:8px}
.notes li,.note{padding:10px 16px;background:var(--surface);border-left:3px solid var(--honey-line);border-radius:0 6px 6px 0;overflow-wrap:anywhere}
.note{margin-top:32px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:9px 14px 9px 0;border-bottom:1px solid var(--line)}
thead th{font-weight:600;color:var(--muted);vertical-align:bottom}
tbody th{white-space:nowrap}
.swatch{display:inline-block;width:14px;height:14px;border-radius:50%;margin-right:8px;vertical-align:-2px}
.verdict{font-weight:600;color:var(--other);white-space:nowrap}
.verdict.slow{color:var(--slow)}
.verdict.fast{color:var(--fast)}
.verdict.furious{color:var(--furious)}
.figures{display:block;min-width:11.5em}
.compared{display:grid;grid-template-columns:3.7em 1fr;min-width:15.2em}
.figure{display:inline-block;min-width:3.6em}
.source{color:var(--muted)}
.article{color:var(--muted)}
.finding{min-width:15em;overflow-wrap:anywhere}
.remark,.basis{display:block}
.remark.error .mark{color:var(--error)}
.remark.warning .mark{color:var(--warning)}
.remark.information .mark{color:var(--information)}
figure{margin:0}
.chart{width:100%;min-height:120px}
.chart svg{display:block;max-width:100%}
figcaption{color:var(--muted);font-size:.875rem;max-width:80ch;margin-top:8px}
details{margin-top:12px}
summary{cursor:pointer;color:var(--honey-text);font-size:.9rem;width:fit-content}
.numbers{width:auto;margin-top:8px}
.numbers caption{text-align:left;color:var(--muted);padding-bottom:6px}
.numbers th,.numbers td{text-align:right;padding:4px 0 4px 20px;white-space:nowrap}
.numbers th:first-child{padding-left:0}
pre{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:12px 16px;overflow-x:auto;font-size:.85rem;line-height:1.5;max-height:28rem}
p+pre{white-space:pre-wrap;word-break:keep-all}
code{font-family:ui-monospace,SFMono-Regular,Consolas,"DejaVu Sans Mono",monospace}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:10px 24px;margin:16px 0}
dl div{min-width:0;overflow-wrap:anywhere}
dt{color:var(--muted);font-size:.85rem}
dd{margin:0}
.vg-tooltip{position:fixed;z-index:1;visibility:hidden;padding:8px 10px;background:var(--background);border:1px solid var(--line);border-radius:6px;box-shadow:0 2px 10px rgb(0 0 0/.2);font-size:13px;pointer-events:none}
.vg-tooltip.visible{visibility:visible}
.vg-tooltip table{width:auto;font-size:13px}
.vg-tooltip td{border:0;padding:1px 0}
.vg-tooltip .key{color:var(--muted);padding-right:10px}
@media (scripting:none){.chart{min-height:0}}
@media screen and (max-width:980px){
.runs thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.runs,.runs tbody,.runs tr,.runs th,.runs td{display:block}
.runs tr{border:1px solid var(--line);border-radius:8px;padding:12px 14px;margin-bottom:12px}
.runs th,.runs td{border:0;padding:3px 0}
.runs tbody th{font-size:1.1rem}
.runs td{display:grid;grid-template-columns:8.5em 1fr}
.runs td::before{content:attr(data-label);color:var(--muted)}
.runs .figures{grid-column:2;min-width:0}
.runs .finding{display:block;margin-top:4px;min-width:0}
.runs .finding::before{content:none}
}
@media (max-width:720px){
main{padding:24px 16px 48px}
h1{font-size:1.6rem}
section{margin-top:36px}
.suggestion{padding:18px}
}
@media print{
body{font-size:13px}
table{font-size:10.5px}
.finding{min-width:10em}
main{max-width:none;padding:0}
section{margin-top:24px}
figure,tr,.suggestion{break-inside:avoid}
h2{break-after:avoid}
details:not([open]){display:none}
.suggestion,.swatch,.scale,.notes li{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
