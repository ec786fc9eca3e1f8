import * as l10n from '@vscode/l10n';
import type { FigureX } from '../kinds/figureDefinition.ts';
import type { Axis, Figure, Point, VariantPoint } from './figure.ts';
import type { Zoom } from './view.ts';

/** Leaves out what logarithmic axes cannot show, and says so in the notes. */
export function omitUnplottable(figure: Figure): Figure {
  const { x, y, quantity } = figure;
  if (x.scale === 'linear' && y.scale === 'linear') return figure;
  const isTooEarly = x.scale === 'log' ? ({ x: place }: Point) => place < x.domain[0] : () => false;
  const isZero = y.scale === 'log' ? ({ y: value }: Point) => value <= 0 : () => false;
  const keep = <P extends VariantPoint>(points: readonly P[]): P[] =>
    points.filter((point) => !isTooEarly(point) && !isZero(point));
  const all = [...figure.main, ...figure.seeds, ...figure.raw, ...(figure.comparison?.losses ?? [])];
  const zeros = all.filter((point) => isZero(point)).length;
  return {
    ...figure,
    main: keep(figure.main),
    seeds: keep(figure.seeds),
    raw: keep(figure.raw),
    published: keep(figure.published),
    clippings: figure.clippings.map((clipping) => (isTooEarly(clipping) ? { ...clipping, x: x.domain[0] } : clipping)),
    notes: [
      ...figure.notes,
      ...(all.some(isTooEarly) ? [startsLate(x, quantity.kind)] : []),
      ...(zeros === 1
        ? [l10n.t("One point with a value of 0 isn't shown, because the axis is logarithmic.")]
        : zeros > 1
          ? [l10n.t("{0} points with a value of 0 aren't shown, because the axis is logarithmic.", zeros)]
          : []),
    ],
  };
}

function startsLate({ title, domain: [from] }: Axis, kind: FigureX): string {
  const start = Number(from.toPrecision(2));
  if (kind === 'seconds')
    return l10n.t("The logarithmic axis starts at {0} seconds, so the value before training isn't shown.", start);
  if (kind === 'samples')
    return l10n.t("The logarithmic axis starts at {0} samples, so the value before training isn't shown.", start);
  return l10n.t("The logarithmic axis starts at {0} {1}, so the value before training isn't shown.", title, start);
}

/** The part of a figure that the reader has chosen. */
export function zoomTo(figure: Figure, zoom: Zoom): Figure {
  const [from, to] = zoom.x;
  return {
    ...figure,
    x: { ...figure.x, domain: zoom.x },
    y: { ...figure.y, domain: zoom.y },
    // What goes beyond the axis at its usual end does not go beyond this one at the same place.
    clippings: figure.clippings.filter(({ x, y }) => x >= from && x <= to && y >= zoom.y[0] && y <= zoom.y[1]),
  };
}
