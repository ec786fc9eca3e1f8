import type { CurveRate } from './curves.ts';
import type { Figure, RatePoint } from './figure.ts';

/** The points of a figure, one a line, in the columns that every program reads: what is drawn, as far as it is drawn. */
export function figureCsv(figure: Figure, rates: readonly CurveRate[]): string {
  const kinds: [string, readonly (RatePoint & { readonly seed?: number })[]][] = [
    [figure.dots || figure.raw.length === 0 ? 'median' : 'smoothed', figure.bold],
    ['seed', figure.seeds],
    ['measured', figure.raw],
    ['article', figure.article],
  ];
  const several = figure.seeds.length > 0;
  const rows = kinds.flatMap(([kind, points]) =>
    points.map(({ rate, seed, x, y }) =>
      [kind === 'median' && !several ? 'line' : kind, rates[rate].label.replace(' ', ','), seed ?? '', x, y].join(','),
    ),
  );
  const columns = [
    'line',
    'learning_rate',
    ...(rates.some(({ dashed }) => dashed) ? ['engine'] : []),
    'seed',
    figure.x.title,
    figure.y.title.replaceAll(' ', '_'),
  ];
  return `${columns.join(',')}\n${rows.join('\n')}\n`;
}
