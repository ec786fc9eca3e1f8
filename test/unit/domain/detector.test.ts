import assert from 'node:assert/strict';
import { Detector } from '../../../src/domain/detector.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import type { FindingChange } from '../../../src/domain/runEvent.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import type { RunFacts } from '../../../src/domain/runFacts.ts';
import { scoreOf } from '../../../src/domain/score.ts';

const GUESSING = Math.log(10);

/** Facts of a run with ten classes, whose loss of guessing is 2.303. */
function classifier(total: number): RunFacts {
  return { ...NO_FACTS, baseline: GUESSING, total };
}

function samples(losses: readonly number[], from = 0): Sample[] {
  return losses.map((loss, index) => ({ step: from + index, loss }));
}

/** Losses that stay at a value for some steps. */
function flat(loss: number, steps: number): number[] {
  return Array.from({ length: steps }, () => loss);
}

/** Losses that fall from one value to another, fast at first. */
function falling(from: number, to: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => to + (from - to) * Math.exp((-5 * step) / steps));
}

/** The same sequence of pseudo-random numbers from −1 to 1 each time. */
function noise(size: number): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return size * ((2 * state) / 2_147_483_647 - 1);
  };
}

function finished(facts: RunFacts, losses: readonly number[]): readonly Finding[] {
  const detector = new Detector(facts);
  detector.addSamples(samples(losses));
  detector.end('finished');
  return detector.findings;
}

/** "raised diverging", "changed nan", "withdrawn course". */
function inWords(changes: readonly FindingChange[], before: readonly string[] = []): string[] {
  return changes.map(({ id, finding }) =>
    finding ? `${before.includes(id) ? 'changed' : 'raised'} ${finding.symptom}` : `withdrawn ${id}`,
  );
}

describe('detector', () => {
  describe('of a run whose loss of guessing is known', () => {
    const cases: [name: string, losses: number[], symptom: string, cause: string, code: string, fromStep: number][] = [
      ['learns', falling(2.4, 0.2, 200), 'healthy', 'none', 'healthy', 0],
      ['jumps and stays far above guessing', [2.4, 30, ...flat(9, 200)], 'diverging', 'rate-too-high', 'jumped-above-chance', 1],
      ['jumps and then only guesses', [2.4, 30, ...flat(2.303, 200)], 'stuck-at-chance', 'rate-too-high', 'jumped-to-chance', 1],
      ['learns and then only guesses', [...falling(2.4, 0.3, 100), ...flat(2.31, 100)], 'stuck-at-chance', 'rate-too-high', 'fell-to-chance', 99],
      ['learns and then rises above guessing', [...falling(2.4, 0.3, 100), ...flat(2.55, 100)], 'diverging', 'rate-too-high', 'fell-above-chance', 99],
      ['stays where it began', flat(2.32, 200), 'stuck-at-chance', 'undetermined', 'hardly-moved', 0],
      ['hardly falls below guessing', falling(2.32, 2.15, 200), 'plateau', 'undetermined', 'hardly-moved', 0],
      ['begins lower than guessing and stays', flat(1, 200), 'plateau', 'undetermined', 'hardly-moved', 0],
      ['jumps at first and then learns', [2.4, 30, 12, ...falling(2.4, 0.2, 200)], 'healthy', 'none', 'healthy', 0],
      ['rises again, but stays better than guessing', [...falling(2.4, 0.1, 100), ...flat(1, 100)], 'healthy', 'none', 'healthy', 0],
    ]; // prettier-ignore
    for (const [name, losses, symptom, cause, code, fromStep] of cases) {
      it(`calls one that ${name} ${symptom}`, () => {
        const found = finished(classifier(losses.length - 1), losses);
        assert.deepEqual(
          found.map((finding) => [finding.symptom, finding.cause, finding.code, finding.fromStep, finding.toStep]),
          [[symptom, cause, code, fromStep, losses.length - 1]],
        );
      });
    }

    it('measures the score without the loss before training', () => {
      const [finding] = finished(classifier(10), [8, ...flat(0.5, 10)]);
      assert.equal(finding.evidence.score, 0.5);
      assert.equal(finding.message, 'The loss fell from 8 to 0.5.');
    });

    it('judges by the score of the run, to the last bit', () => {
      const random = noise(0.2);
      for (const length of [2, 15, 16, 999, 5000]) {
        const losses = falling(2.4, 0.5, length).map((loss) => loss + random());
        const [finding] = finished(classifier(length - 1), losses);
        assert.equal(finding.evidence.score, scoreOf(Float64Array.from(losses.slice(1)), true));
      }
    });

    it('says while it goes on that it is back at guessing, and takes it back when it learns', () => {
      const detector = new Detector(classifier(400));
      const words = (losses: readonly number[], from: number): string[] => {
        const before = detector.findings.length > 0 ? ['course'] : [];
        return inWords(detector.addSamples(samples(losses, from)), before);
      };
      assert.deepEqual(words([2.4, 30, ...flat(2.303, 90)], 0), [], 'too early to say');
      assert.deepEqual(words(flat(2.303, 60), 92), ['raised stuck-at-chance']);
      assert.deepEqual(words(falling(2.3, 0.2, 240), 152), ['withdrawn course']);
      assert.deepEqual(inWords(detector.end('finished')), ['raised healthy']);
    });

    it('says nothing of a run that was cut short', () => {
      const detector = new Detector(classifier(100));
      detector.addSamples(samples(flat(2.32, 20)));
      assert.deepEqual(detector.end('cancelled'), []);
    });

    it('says nothing of a run without a loss', () => {
      assert.deepEqual(finished(classifier(10), []), []);
    });
  });

  describe('of a curve alone', () => {
    const random = noise(0.3);
    const noisy = falling(2.3, 0.4, 400).map((loss) => loss + random());
    const cases: [name: string, losses: number[], expected: string | null][] = [
      ['falls', falling(2.3, 0.1, 200), null],
      ['is noisy', noisy, null],
      ['is flat and noisy', flat(2.3, 400).map((loss) => loss + random()), null],
      ['has spikes that come back', noisy.map((loss, step) => (step % 50 === 49 ? loss + 100 : loss)), null],
      ['ends with a spike', [...noisy, 500, 800], null],
      ['rises a little after a plateau', [...falling(2.3, 0.5, 200), ...flat(0.7, 100)], null],
      ['returns to where it began', [...noisy, ...flat(2.3, 100).map((loss) => loss + random())], 'diverging'],
      ['rises from the start on', Array.from({ length: 100 }, (_, step) => 2.3 + 0.05 * step), 'diverging'],
      ['grows without end', [...falling(2.3, 0.5, 100), ...Array.from({ length: 50 }, (_, step) => 1.3 ** step)], 'exploding'],
      ['explodes from the start on', Array.from({ length: 30 }, (_, step) => 2.3 * 2 ** step), 'exploding'],
      ['lies below 0 and rises', [...falling(-5, -20, 100), ...flat(-4, 60)], 'diverging'],
      ['lies below 0 and falls', falling(5, -20, 100), null],
      ['is a dozen epochs that fall', [1, 0.6, 0.5, 0.45, 0.44, 0.42, 0.41, 0.4, 0.4, 0.39, 0.39, 0.38], null],
      ['is a dozen epochs of which the last rise', [1, 0.6, 0.5, 0.45, 0.44, 0.6, 0.8, 0.95, 1.1, 1.3, 1.4, 1.5], 'diverging'],
      ['is too short to say', [1, 5, 25, 125], null],
    ]; // prettier-ignore
    for (const [name, losses, expected] of cases) {
      it(`calls one that ${name} ${expected ?? 'nothing'}`, () => {
        assert.deepEqual(
          finished(NO_FACTS, losses).map(({ symptom }) => symptom),
          expected === null ? [] : [expected],
        );
      });
    }

    it('says so while it goes on, and takes it back when the loss recovers', () => {
      const detector = new Detector(NO_FACTS);
      assert.deepEqual(detector.addSamples(samples(falling(2, 0.2, 100))), []);
      const [raised] = detector.addSamples(samples(flat(1.8, 30), 100));
      assert.deepEqual([raised.id, raised.finding?.symptom], ['course', 'diverging']);
      assert.equal(raised.finding?.message, 'The loss has risen to 1.8, from 0.216 around step 97.');
      assert.deepEqual(detector.addSamples(samples(flat(0.2, 60), 130)), [{ id: 'course', finding: null }]);
      assert.deepEqual(detector.findings, []);
    });

    it('finds the same however the samples are divided', () => {
      const losses = [...noisy, ...flat(2.3, 77).map((loss) => loss + random())];
      const detector = new Detector(NO_FACTS);
      for (const sample of samples(losses)) detector.addSamples([sample]);
      detector.end('finished');
      assert.deepEqual(detector.findings, finished(NO_FACTS, losses));
      assert.equal(detector.findings.length, 1);
    });
  });

  describe('of a loss that is not finite', () => {
    it('says so at once', () => {
      const detector = new Detector(classifier(100));
      detector.addSamples(samples([2.3, 2.1]));
      const [change, ...others] = detector.addSamples([{ step: 2, loss: NaN }]);
      assert.deepEqual(others, []);
      assert.deepEqual(
        [change.id, change.finding?.symptom, change.finding?.cause, change.finding?.confidence, change.finding?.fromStep],
        ['nan', 'nan', 'rate-too-high', 1, 2],
      ); // prettier-ignore
      assert.deepEqual(change.finding?.evidence, { initialLoss: 2.3, loss: NaN });
    });

    const cases: [name: string, run: Sample[], code: string, cause: string][] = [
      ['is NaN', samples([2, NaN, NaN]), 'nan', 'rate-too-high'],
      ['is infinite', samples([2, Infinity]), 'infinite', 'rate-too-high'],
      ['is NaN once and goes on', samples([2, NaN, 1.8, 1.7]), 'nan-recovered', 'undetermined'],
      ['is infinite once and goes on', samples([2, Infinity, 1.8]), 'infinite-recovered', 'undetermined'],
      ['is NaN at last in validation', [{ step: 1, loss: 2, validationLoss: NaN }], 'nan-validation', 'rate-too-high'],
      ['is infinite in validation, while training goes on', [{ step: 1, loss: 2, validationLoss: Infinity }, { step: 2, loss: 1.9 }], 'infinite-validation', 'undetermined'],
      ['is NaN from the first step on', samples([NaN, NaN]), 'nan', 'rate-too-high'],
    ]; // prettier-ignore
    for (const [name, run, code, cause] of cases) {
      it(`tells that it ${name}`, () => {
        const detector = new Detector(NO_FACTS);
        for (const sample of run) detector.addSamples([sample]);
        detector.end('finished');
        assert.deepEqual(
          detector.findings.map((finding) => [finding.code, finding.cause]),
          [[code, cause]],
        );
      });
    }

    it('says nothing else of a run that ended there', () => {
      const losses = [...falling(2, 0.2, 100), ...flat(1.8, 50), NaN];
      assert.deepEqual(
        finished(NO_FACTS, losses).map(({ symptom }) => symptom),
        ['nan'],
      );
      assert.deepEqual(
        finished(classifier(150), losses).map(({ symptom }) => symptom),
        ['nan'],
      );
    });

    it('still judges the course of a run that went on', () => {
      const losses = [...falling(2, 0.2, 100), NaN, ...flat(1.8, 50)];
      assert.deepEqual(
        finished(NO_FACTS, losses).map(({ symptom, code }) => [symptom, code]),
        [
          ['diverging', 'diverging'],
          ['nan', 'nan-recovered'],
        ],
      );
    });

    it('takes as long for many of them as for finite losses', () => {
      const detector = new Detector(NO_FACTS);
      const start = performance.now();
      detector.addSamples(samples(Array.from({ length: 200_000 }, (_, step) => (step % 2 === 0 ? 1 : NaN))));
      assert.ok(performance.now() - start < 2000);
    });
  });

  it('keeps findings of the source beside its own, the most severe first', () => {
    const detector = new Detector(NO_FACTS);
    const [own] = new Detector(NO_FACTS).addSamples([{ step: 0, loss: NaN }]);
    const spike: Finding = { ...own.finding!, symptom: 'spike', severity: 'information' };
    assert.deepEqual(detector.applyFinding({ id: 'spike', finding: spike }), [{ id: 'spike', finding: spike }]);
    detector.addSamples([{ step: 0, loss: NaN }]);
    assert.deepEqual(
      detector.findings.map(({ symptom }) => symptom),
      ['nan', 'spike'],
    );
    detector.applyFinding({ id: 'spike', finding: null });
    assert.deepEqual(
      detector.findings.map(({ symptom }) => symptom),
      ['nan'],
    );
  });

  it('forgets everything on reset and says what is withdrawn', () => {
    const detector = new Detector(NO_FACTS);
    detector.addSamples([{ step: 0, loss: NaN }]);
    assert.deepEqual(detector.reset(), [{ id: 'nan', finding: null }]);
    detector.addSamples(samples(falling(2, 1, 50)));
    detector.end('finished');
    assert.deepEqual(detector.findings, []);
  });

  it('uses what it learns about the run later', () => {
    const detector = new Detector(NO_FACTS);
    detector.addSamples(samples(falling(2.4, 0.2, 50)));
    detector.updateFacts(classifier(50));
    detector.end('finished');
    assert.deepEqual(
      detector.findings.map(({ symptom }) => symptom),
      ['healthy'],
    );
  });
});
