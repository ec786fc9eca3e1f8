import assert from 'node:assert/strict';
import { renderResults } from '../../../src/app/reportResults.ts';

describe('the results in a report', () => {
  it('are a table with the colours of the variants and the note that explains it', () => {
    const table = {
      title: 'Final losses',
      columns: ['Schedule', 'Final loss'],
      rows: [
        { variant: 'b', cells: ['<b>', '0.1'] },
        { variant: null, cells: ['none', '–'] },
      ],
      note: 'Lower is better.',
    };
    const { text } = renderResults(table, [{ id: 'a' }, { id: 'b' }]);
    assert.match(text, /<th scope="col">Schedule<\/th><th scope="col">Final loss<\/th>/);
    assert.match(
      text,
      /<span class="swatch variant-1"><\/span>&lt;b&gt;<\/th>\s*<td data-label="Final loss">0\.1<\/td>/,
    );
    assert.match(text, /<th scope="row">none<\/th>/);
    assert.match(text, /<p>Lower is better\.<\/p>/);
  });
});
