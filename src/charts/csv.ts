import type { VariantValues } from '../domain/variant.ts';
import type { CurveVariant } from './curveVariant.ts';
import type { Figure, VariantPoint } from './figure.ts';

/** The name of a column for each setting in which variants can differ. */
const SETTING_COLUMNS: Readonly<Record<keyof VariantValues, string>> = {
  rate: 'learning_rate',
  optimizer: 'optimizer',
  schedule: 'schedule',
  batchSize: 'batch_size',
  transfer: 'transfer',
  engine: 'engine',
};

/** The points of a figure as comma-separated values, one a line: what is drawn, as far as it is drawn. */
export function figureCsv(figure: Figure, variants: readonly CurveVariant[]): string {
  const groups: [string, readonly (VariantPoint & { readonly seed?: number | null; readonly run?: number })[]][] = [
    [figure.dots || figure.raw.length === 0 ? (figure.seeds.length > 0 ? 'median' : 'line') : 'smoothed', figure.main],
    [figure.runNames ? 'run' : 'seed', figure.seeds],
    ['measured', figure.raw],
    ['article', figure.published],
    [
      'cell',
      figure.heatMap?.cells.flatMap(({ variant, x, loss }) =>
        loss === null ? [] : { variant, line: 0, x, y: loss },
      ) ?? [],
    ],
    ['final', figure.comparison?.losses.filter(({ isFinal }) => isFinal) ?? []],
    ['unfinished', figure.comparison?.losses.filter(({ isFinal }) => !isFinal) ?? []],
  ];
  // A rate on the horizontal axis has a column already.
  const settings = settingsOf(variants).filter((setting) => setting !== 'rate' || figure.quantity.kind !== 'rate');
  const isNamed = settings.length === 0 && figure.comparison === null;
  const severalLines = figure.lines.length > 1;
  const rows = groups.flatMap(([kind, points]) =>
    points.map(({ variant, line, run, seed, x, y }) => [
      kind,
      ...(severalLines ? [figure.lines[line]] : []),
      ...settings.map((setting) => variants[variant].values[setting] ?? ''),
      ...(isNamed ? [variants[variant].label] : []),
      ...(figure.runNames ? [run === undefined ? '' : figure.runNames[run]] : []),
      seed ?? '',
      x,
      y,
    ]),
  );
  const columns = [
    'line',
    ...(severalLines ? ['metric'] : []),
    ...settings.map((setting) => SETTING_COLUMNS[setting]),
    ...(isNamed ? ['variant'] : []),
    ...(figure.runNames ? ['run'] : []),
    'seed',
    figure.x.title.replaceAll(' ', '_'),
    (figure.heatMap?.valueTitle ?? figure.y.title).replaceAll(' ', '_'),
  ];
  return [columns, ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
}

/** The settings in which variants differ; of a single variant its rate, if that is known. */
function settingsOf(variants: readonly CurveVariant[]): (keyof VariantValues)[] {
  const all = Object.keys(SETTING_COLUMNS) as (keyof VariantValues)[];
  const differing = all.filter((setting) => new Set(variants.map(({ values }) => values[setting])).size > 1);
  if (differing.length > 0) return differing;
  return variants.some(({ values: { rate } }) => rate !== undefined) ? ['rate'] : [];
}

/** A value as RFC 4180 wants it. */
function quoted(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
