import type { CurveVariant } from '../charts/curveVariant.ts';
import type { ResultTable } from '../kinds/kind.ts';
import { html } from './htmlTemplate.ts';
import type { Html } from './htmlTemplate.ts';

/** What an experiment compares, in rows with the colours of the charts. */
export function renderResults(
  { title, columns, rows, note }: ResultTable,
  variants: readonly Pick<CurveVariant, 'id'>[],
): Html {
  const heads = columns.map((column) => html`<th scope="col">${column}</th>`);
  const body = rows.map(({ variant, cells: [name, ...cells] }) => {
    const index = variants.findIndex(({ id }) => id === variant);
    const swatch = index < 0 ? null : html`<span class="swatch variant-${index}"></span>`;
    const values = cells.map((cell, at) => html`<td data-label="${columns[at + 1]}">${cell}</td>\n`);
    return html`<tr>
<th scope="row">${swatch}${name}</th>
${values}</tr>
`;
  });
  return html`<section aria-labelledby="results-title">
<h2 id="results-title">${title}</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="results-title">
<table class="runs">
<thead><tr>${heads}</tr></thead>
<tbody>${body}</tbody>
</table>
</div>
<p>${note}</p>
</section>
`;
}
