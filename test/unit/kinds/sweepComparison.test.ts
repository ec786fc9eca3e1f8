import assert from 'node:assert/strict';
import type { RunOverview } from '../../../src/domain/experiment.ts';
import type { Finding, Verdict } from '../../../src/domain/finding.ts';
import { findingsOf, runVerdict } from '../../../src/kinds/runJudgement.ts';
import { summarizeSweep } from '../../../src/kinds/sweep/summary.ts';
import { finishedRun, line, smallSpec, sweepOf } from '../../support/runs.ts';

const LEARNING = line(2.3, 0.1, 100);
/** Learned, but a fifth less than it could have: outside the zone. */
const SHORT = line(2.3, 2.3 - 0.8 * 2.2, 100);
const STUCK = [2.3, ...Array<number>(99).fill(2.303)];

/** A run whose own curve shows exactly this. */
function showing(run: RunOverview, ...findings: Partial<Finding>[]): RunOverview {
  const full = findings.map(
    (finding) => ({ suggestedRate: null, remedies: [], message: 'own', ...finding }) as unknown as Finding,
  );
  return { ...run, result: { ...run.result!, findings: full } };
}

const healthy = (run: RunOverview): RunOverview => showing(run, { symptom: 'healthy', cause: 'none' });

interface Judged {
  readonly verdict: Verdict | null;
  readonly findings: readonly Finding[];
}

function judge(...runs: RunOverview[]): Judged[] {
  const summary = summarizeSweep(sweepOf(runs));
  return runs.map((run) => {
    const findings = findingsOf(run, run.result?.findings ?? [], summary);
    return { verdict: runVerdict(run, findings, summary), findings };
  });
}

const causes = ({ findings }: Judged): string[] => findings.map(({ cause }) => cause);

describe('the judgement of a run in a sweep', () => {
  const best = healthy(finishedRun(0, 0.01, LEARNING));

  it('proposes the rate that the sweep suggests instead of what a curve alone proposes, if it is on the right side', () => {
    const remedies = [
      { kind: 'set-rate', rate: 0.003, range: [0.001, 0.01] },
      { kind: 'clip', norm: 1 },
    ] as const;
    const proposed = (cause: Finding['cause']): unknown[] => {
      const own = { symptom: 'diverging', cause, suggestedRate: 0.003, remedies } as const;
      const [, high] = judge(best, showing(finishedRun(1, 1, STUCK), own));
      return high.findings.filter(({ message }) => message === 'own').map((finding) => finding.remedies);
    };
    assert.deepEqual(proposed('rate-too-high'), [[{ kind: 'set-rate', rate: 0.01 }, remedies[1]]]);
    assert.deepEqual(proposed('not-the-rate'), [remedies]);
  });

  it('leaves a run in the zone with what its own curve shows', () => {
    const [fast] = judge(best);
    assert.deepEqual([fast.verdict, fast.findings.map(({ symptom }) => symptom)], ['fast', ['healthy']]);
  });

  it('calls a run below the zone slow, and says so where its curve looks fine', () => {
    const [, slow] = judge(best, healthy(finishedRun(1, 0.001, SHORT)));
    assert.equal(slow.verdict, 'slow');
    const [finding, ...more] = slow.findings;
    assert.deepEqual(more, []);
    assert.deepEqual(
      [finding.symptom, finding.cause, finding.suggestedRate, finding.factor],
      ['slow', 'rate-too-low', 0.01, 10],
    );
    assert.match(
      finding.message,
      /^The loss went from 2\.3 to 0\.709, only 80% of the drop at 0\.01: the rate is too low .* looks fine/,
    );
    assert.deepEqual(
      finding.remedies.map(({ kind }) => kind),
      ['set-rate', 'train-longer'],
    );
  });

  it('counts the drop from the loss that it names, also where guessing lies far below it, as with a squared loss', () => {
    const squared = { network: { ...smallSpec().network, loss: 'squared' } } as const;
    const good = healthy(finishedRun(0, 0.01, [0.11, ...line(0.09, 0.03, 99)], 1, squared));
    const guessing = healthy(finishedRun(1, 0.001, [0.11, ...Array<number>(99).fill(0.0884)], 1, squared));
    const [, slow] = judge(good, guessing);
    assert.match(slow.findings[0].message, /^The loss went from 0\.11 to 0\.0884, only 29% of the drop at 0\.01/);
  });

  it('calls the same loss furious above the zone, because the rate is to blame on the other side', () => {
    const [, furious] = judge(best, healthy(finishedRun(1, 0.1, SHORT)));
    assert.equal(furious.verdict, 'furious');
    const [finding] = furious.findings;
    assert.deepEqual([finding.cause, finding.suggestedRate, finding.factor], ['rate-too-high', 0.01, 0.1]);
    assert.match(finding.message, /the rate is too high\. The curve alone looks fine/);
    assert.deepEqual(finding.remedies, [{ kind: 'set-rate', rate: 0.01 }]);
  });

  it('adds nothing to a curve that already shows on which side of the zone its rate lies', () => {
    const broken = showing(finishedRun(1, 0.1, STUCK), { symptom: 'stuck-at-chance', cause: 'rate-too-high' });
    const [, furious] = judge(best, broken);
    assert.deepEqual([furious.verdict, causes(furious)], ['furious', ['rate-too-high']]);
    assert.equal(furious.findings[0].suggestedRate, 0.01);
  });

  describe('of a seed that fails although its rate is good', () => {
    const seeds = (failed: RunOverview): RunOverview[] => [
      best,
      healthy(finishedRun(1, 0.01, LEARNING, 2)),
      failed,
      healthy(finishedRun(3, 1e-4, SHORT)),
    ];

    it('leaves out what a curve alone says against the zone', () => {
      const still = showing(finishedRun(1, 0.1, STUCK), { symptom: 'slow', cause: 'rate-too-low' });
      const [, furious] = judge(best, still);
      assert.equal(furious.verdict, 'furious');
      assert.deepEqual(causes(furious), ['rate-too-high']);
      assert.equal(furious.findings[0].suggestedRate, 0.01);
    });

    it('names its symptom, and says that the rate is fine', () => {
      const collapsed = showing(finishedRun(2, 0.01, STUCK, 3), { symptom: 'stuck-at-chance', cause: 'rate-too-high' });
      const [good, , failed] = judge(...seeds(collapsed));
      assert.deepEqual([good.verdict, failed.verdict], ['fast', 'stuck-at-chance']);
      assert.match(
        failed.findings.at(-1)!.message,
        /Other seeds learned at this rate, so the failure depends on the seed/,
      );
      assert.deepEqual(
        failed.findings.map(({ suggestedRate }) => suggestedRate),
        [null, null],
      );
    });

    it('never calls it slow, which is a word for rates below the zone', () => {
      const still = showing(finishedRun(2, 0.01, STUCK, 3), { symptom: 'slow', cause: 'rate-too-low' });
      assert.equal(judge(...seeds(still))[2].verdict, 'plateau');
    });

    it('has a name for it too where its own curve shows nothing', () => {
      const failed = judge(...seeds(healthy(finishedRun(2, 0.01, SHORT, 3))))[2];
      assert.deepEqual([failed.verdict, causes(failed)], ['plateau', ['undetermined']]);
    });
  });

  it('keeps the word for a run in the zone that reaches the limit in spite of a spike', () => {
    const spiked = showing(finishedRun(1, 0.01, LEARNING, 2), { symptom: 'spike', cause: 'not-the-rate' });
    assert.equal(judge(best, spiked)[1].verdict, 'fast');
  });

  it('has no such word where nothing learned, only the names of symptoms', () => {
    const [still, broken, fine] = judge(
      showing(finishedRun(0, 1e-7, line(2.3, 2.29, 50)), { symptom: 'slow', cause: 'rate-too-low' }),
      showing(finishedRun(1, 1, STUCK), { symptom: 'stuck-at-chance', cause: 'rate-too-high' }),
      healthy(finishedRun(2, 0.1, line(2.3, 2.2, 50))),
    );
    assert.deepEqual([still.verdict, broken.verdict, fine.verdict], [null, 'stuck-at-chance', null]);
    assert.equal(still.findings[0].suggestedRate, null);
  });

  it('leaves runs without a score as they are', () => {
    const failed = {
      ...best,
      index: 1,
      result: { ...best.result!, state: 'failed' as const, score: null, findings: [] },
    };
    const waiting = { ...best, index: 2, state: 'queued' as const, result: null };
    assert.deepEqual(
      judge(best, failed, waiting).map(({ findings }) => findings.length),
      [1, 0, 0],
    );
  });
});
