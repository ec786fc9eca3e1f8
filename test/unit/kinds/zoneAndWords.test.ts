import assert from 'node:assert/strict';
import type { RunOverview } from '../../../src/domain/experiment.ts';
import type { Finding, Symptom } from '../../../src/domain/finding.ts';
import type { EndState } from '../../../src/domain/run.ts';
import { factsOf } from '../../../src/domain/runFacts.ts';
import { variantId } from '../../../src/domain/variant.ts';
import { findingsOf, runVerdict } from '../../../src/kinds/runJudgement.ts';
import { summarizeSweep } from '../../../src/kinds/sweep/summary.ts';
import { randomNumbers } from '../../support/engine.ts';
import { finishedRun, smallSpec, sweepOf } from '../../support/runs.ts';

const INITIAL = 2.303;
const SWEEPS = 500;
const OWN: readonly (readonly [Symptom, Finding['cause']])[] = [
  ['healthy', 'none'],
  ['slow', 'rate-too-low'],
  ['stuck-at-chance', 'rate-too-high'],
  ['oscillating', 'undetermined'],
  ['spike', 'not-the-rate'],
];

/** A sweep of one to nine rates and one to four seeds, of which anything may have become. */
function randomSweep(random: () => number): RunOverview[] {
  const rates = Array.from({ length: 1 + Math.floor(9 * random()) }, (_, index) => 1e-5 * 4 ** index);
  const seeds = 1 + Math.floor(4 * random());
  const middle = rates.length * random();
  const template = finishedRun(0, 1, [INITIAL, INITIAL]);
  return rates.flatMap((learningRate, position) =>
    Array.from({ length: seeds }, (_, seed): RunOverview => {
      const base = Math.min(INITIAL, 0.1 + 0.15 * (position - middle) ** 2);
      const luck = random();
      const score = luck < 0.05 ? Infinity : luck < 0.1 ? INITIAL : luck < 0.15 ? null : base + 0.2 * random();
      const state: EndState = score === null ? (random() < 0.5 ? 'pruned' : 'failed') : 'finished';
      const [symptom, cause] = OWN[Math.floor(random() * OWN.length)];
      const own = { symptom, cause, suggestedRate: null, remedies: [], message: '' } as unknown as Finding;
      const { variant, facts, spec } = { ...template, ...ofRate(learningRate, seed) };
      const error = score !== null && Number.isFinite(score) ? 0.05 * random() : null;
      const result = { ...template.result!, state, initialLoss: INITIAL, score, scoreError: error, findings: [own] };
      return { ...template, index: position * seeds + seed, seed: seed + 1, variant, facts, spec, state, result };
    }),
  );
}

function ofRate(rate: number, seed: number): Pick<RunOverview, 'variant' | 'facts' | 'spec'> {
  const spec = smallSpec({ learningRate: rate, seed: seed + 1 });
  return { spec, facts: factsOf(spec), variant: variantId({ rate, engine: spec.engine }) };
}

describe('zone and words of a sweep', () => {
  it(`never contradict each other, in ${SWEEPS} random sweeps`, () => {
    const random = randomNumbers(1);
    let zones = 0;
    let badSeeds = 0;
    for (let count = 0; count < SWEEPS; count++) {
      const runs = randomSweep(random);
      const summary = summarizeSweep(sweepOf(runs));
      const [{ zone, suggestion, outcomes }] = summary.groups;
      if (zone) zones++;
      else assert.deepEqual([summary.verdicts, summary.comparisons, suggestion], [{}, {}, null], `sweep ${count}`);
      for (const run of runs) {
        const rate = run.spec!.learningRate;
        const own = run.result!.findings;
        const findings = findingsOf(run, own, summary);
        const word = runVerdict(run, findings, summary);
        const what = `sweep ${count}, rate ${rate}, seed ${run.seed}: ${word}`;
        if (!zone) {
          assert.ok(!['slow', 'fast', 'furious'].includes(String(word)), what);
          continue;
        }
        if (!outcomes.some(({ variant }) => variant === run.variant)) {
          assert.equal(summary.verdicts[run.variant], undefined, what);
          continue;
        }
        const { score } = run.result!;
        const expected = rate < zone.low ? 'slow' : rate > zone.high ? 'furious' : 'fast';
        assert.equal(summary.verdicts[run.variant], expected, what);
        if (expected === 'fast' && score !== null && score > zone.limit) {
          badSeeds++;
          assert.ok(word && !['slow', 'fast', 'furious', 'healthy'].includes(word), what);
          assert.ok(
            findings.some(({ symptom }) => symptom === word),
            what,
          );
        } else {
          assert.equal(word, expected, what);
        }
        // The first finding agrees with the word, and no suggestion leads deeper into what it is to mend.
        if (expected !== 'fast' && score !== null) {
          assert.equal(findings[0].cause, expected === 'slow' ? 'rate-too-low' : 'rate-too-high', what);
        }
        for (const { cause, suggestedRate } of findings) {
          if (suggestedRate !== null) assert.equal(suggestedRate < rate, cause === 'rate-too-high', what);
        }
      }
      if (zone) {
        const reliable = outcomes.filter(
          ({ rate, scores }) => rate >= zone.low && rate <= zone.high && scores.every((score) => score <= zone.limit),
        );
        assert.equal(suggestion === null, reliable.length === 0, `sweep ${count}`);
        if (suggestion)
          assert.ok(
            reliable.some(({ rate }) => rate === suggestion.rate),
            `sweep ${count}`,
          );
        assert.ok(zone.low <= zone.best && zone.best <= zone.high, `sweep ${count}`);
      }
    }
    assert.ok(zones > SWEEPS / 2 && zones < SWEEPS, `${zones} zones`);
    assert.ok(badSeeds > 20, `${badSeeds} bad seeds`);
  });

  it('take a loss of 0.386, 0.1 and 0.386 at three rates all for fast', () => {
    const scores = [0.386, 0.1, 0.386];
    const { verdicts, groups } = summarizeSweep(
      sweepOf(scores.map((score, index) => finishedRun(index, 10 ** (index - 3), [INITIAL, score]))),
    );
    assert.deepEqual(Object.values(verdicts), ['fast', 'fast', 'fast']);
    assert.deepEqual([groups[0].zone!.low, groups[0].zone!.high], [0.001, 0.1]);
  });
});
