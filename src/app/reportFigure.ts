import * as l10n from '@vscode/l10n';
import type { CurveVariant } from '../charts/curveVariant.ts';
import type { Figure } from '../charts/figure.ts';
import { figureTable } from '../charts/figureTable.ts';
import { html } from './htmlTemplate.ts';
import type { Html } from './htmlTemplate.ts';

/** A chart with its caption, and its numbers in a table. */
export function renderFigure(figure: Figure, variants: readonly CurveVariant[]): Html {
  const { columns, rows } = figureTable(figure, variants);
  const title = `${figure.name}-title`;
  return html`<section aria-labelledby="${title}">
<h2 id="${title}">${figure.title}</h2>
<figure>
<div class="chart" data-figure="${figure.name}" role="img" aria-labelledby="${title}"></div>
<figcaption>${captionOf(figure)}</figcaption>
</figure>
<details>
<summary>${l10n.t('Show data')}</summary>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${title}">
<table class="numbers">
<caption>${l10n.t('{0} by {1}', figure.y.title, figure.x.title)}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(([head, ...cells]) => html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table>
</div>
</details>
</section>
`;
}

function captionOf({ caption, notes, clippings, marks }: Figure): string {
  const clipped = clippings.flatMap(({ texts }) => texts.slice(0, 1));
  const marked = marks.flatMap(({ label, detail }) => (detail === undefined ? label : []));
  return [
    caption,
    ...notes,
    ...(clipped.length > 0 ? [l10n.t('Off the chart: {0}.', clipped.join('; '))] : []),
    ...(marked.length > 0 ? [l10n.t('Marked: {0}.', marked.join('; '))] : []),
    ...marks.flatMap(({ detail }) => detail ?? []),
  ].join(' ');
}
