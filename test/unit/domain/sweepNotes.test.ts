import assert from 'node:assert/strict';
import { judgeSweep } from '../../../src/domain/judgement.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { articleNotes } from '../../../src/domain/sweepNotes.ts';
import { finishedRun, line } from '../../support/runs.ts';
import { experiment } from '../charts/samples.ts';

describe('articleNotes', () => {
  const learned = line(2.3, 0.1, 100);
  const collapsed = [2.3, 30, ...Array<number>(98).fill(2.31)];

  function notes(preset: string | null, ...losses: (readonly number[])[]): string[] {
    const runs = losses.map((values, index) => finishedRun(index, [0.1, 0.01][index], values));
    const findings = judgeSweep(runs);
    const record = { ...experiment('test', preset, []).record, specs: runs.map(({ spec }) => spec) };
    return articleNotes(
      record,
      runs.map(({ index }) => ({ index, findings: [findings.get(index)!] })),
    );
  }

  it('says that a seed collapsed where the article learned', () => {
    const [note, ...more] = notes(SLOW_FAST_FURIOUS.name, collapsed, collapsed);
    assert.match(note, /^The article reached 96\.2 % at 0\.01; here seed 1 collapsed\. .*another seed will show it/);
    assert.deepEqual(more, []);
  });

  it('says nothing where ours learned too, where the article failed as well, or where there is no article', () => {
    assert.deepEqual(notes(SLOW_FAST_FURIOUS.name, collapsed, learned), []);
    assert.deepEqual(notes(null, collapsed, collapsed), []);
  });
});
