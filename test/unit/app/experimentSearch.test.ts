import assert from 'node:assert/strict';
import { createEntry } from '../../../src/app/experimentEntry.ts';
import { matchesSearch } from '../../../src/app/experimentSearch.ts';
import { threeRates } from '../charts/samples.ts';

describe('a search for experiments', () => {
  const sweep = threeRates();
  const entry = createEntry('/experiments/one', {
    ...sweep,
    record: { ...sweep.record, title: 'Friday', note: 'the baseline' },
  });

  it('finds each word in title, note, kind, optimizer and rates, in any order and case', () => {
    for (const search of ['', 'sweep', 'BASELINE', 'adam', '0.01', 'mnist 1e-4', '  base   SWEEPS '])
      assert.ok(matchesSearch(entry, search), search);
  });

  it('leaves out what lacks one of them', () => {
    for (const search of ['cosine', 'adam cosine', '0.02', 'base/line'])
      assert.ok(!matchesSearch(entry, search), search);
  });

  it('searches the folder of one that cannot be read', () => {
    const unknown = createEntry('/experiments/strange', { ...sweep, record: { ...sweep.record, kind: 'new' } });
    assert.deepEqual([matchesSearch(unknown, 'strange'), matchesSearch(unknown, 'adam')], [true, false]);
  });
});
