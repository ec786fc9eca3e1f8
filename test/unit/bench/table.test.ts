import assert from 'node:assert/strict';
import { replaceBetweenMarkers } from '../../bench/engine/markers.ts';
import {
  formatCount,
  formatGigaflops,
  formatMegabytes,
  formatPercent,
  formatRatio,
  formatSeconds,
  renderTable,
  withSpread,
} from '../../bench/engine/table.ts';

describe('tables of measurements', () => {
  it('are Markdown, with a dash for empty cells', () => {
    assert.equal(
      renderTable(
        ['by', 'ratio'],
        [
          ['PyTorch', '4.2'],
          ['itself', ''],
        ],
      ),
      '| by | ratio |\n|---|---|\n| PyTorch | 4.2 |\n| itself | – |',
    );
  });

  it('show the median with its spread, a single value alone, and nothing for no values', () => {
    assert.equal(withSpread([4.5, 4, 4.25], formatRatio), '4.25 (4.00 to 4.50)');
    assert.equal(withSpread([4], formatRatio), '4.00');
    assert.equal(withSpread([], formatRatio), '');
  });

  it('show each number with its unit', () => {
    assert.deepEqual([0.4, 999, 1000, 1234567.8].map(formatCount), ['0', '999', '1,000', '1,234,568']);
    assert.deepEqual([1.856, 12.34, 45.6].map(formatRatio), ['1.86', '12.3', '46']);
    assert.deepEqual([0.0774, 1.6].map(formatSeconds), ['77 ms', '1.60 s']);
    assert.equal(formatMegabytes(60 * 2 ** 20), '60 MB');
    assert.equal(formatPercent(0.567), '57 %');
    assert.equal(formatGigaflops(51.4e9), '51 GFLOP/s');
  });
});

describe('replaceBetweenMarkers', () => {
  const page = 'before\n<!-- numbers -->\nold\n<!-- /numbers -->\nafter\n';

  it('changes nothing else, and can be repeated', () => {
    const once = replaceBetweenMarkers(page, 'numbers', 'new\n');
    assert.equal(once, 'before\n<!-- numbers -->\n\nnew\n\n<!-- /numbers -->\nafter\n');
    assert.equal(replaceBetweenMarkers(once, 'numbers', 'new'), once);
  });

  it('inserts the text as it is, including dollar signs', () => {
    assert.match(replaceBetweenMarkers(page, 'numbers', "$& $1 $'"), /\n\$& \$1 \$'\n/);
  });

  for (const [what, broken] of [
    ['no markers', 'before'],
    ['no closing marker', 'before <!-- numbers --> after'],
    ['no opening marker', 'before <!-- /numbers --> after'],
    ['markers the wrong way round', '<!-- /numbers --> <!-- numbers -->'],
    ['the markers twice', page + page],
  ]) {
    it(`rejects a page with ${what}`, () => {
      assert.throws(() => replaceBetweenMarkers(broken, 'numbers', 'new'), /should have <!-- numbers --> once/);
    });
  }
});
