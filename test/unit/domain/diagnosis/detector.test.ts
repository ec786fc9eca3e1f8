import assert from 'node:assert/strict';
import { Detector } from '../../../../src/domain/diagnosis/detector.ts';
import type { Finding } from '../../../../src/domain/finding.ts';
import { findingMessage } from '../../../../src/domain/findingMessage.ts';
import type { Sample } from '../../../../src/domain/sample.ts';
import type { FindingChange } from '../../../../src/domain/runEvent.ts';
import { NO_FACTS } from '../../../../src/domain/runFacts.ts';
import type { RunFacts } from '../../../../src/domain/runFacts.ts';
import { falling, flat, noise, noisy } from './curves.ts';

const GUESSING = Math.log(10);

/** Facts of a run with ten classes, whose loss of guessing is 2.303. */
function classifier(total: number, rest: Partial<RunFacts> = {}): RunFacts {
  return { ...NO_FACTS, baseline: GUESSING, total, ...rest };
}

function samples(losses: readonly number[], from = 0): Sample[] {
  return losses.map((loss, index) => ({ step: from + index, loss }));
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
  it('says nothing of a loss that is above and below 0 all along, as a policy loss is, but of a likelihood that falls through 0', () => {
    const facts = { ...NO_FACTS, rate: 0.01, optimizer: 'torch.optim.Adam' };
    const policy = [-0.01, ...noisy([...flat(0.3, 5), ...flat(-0.3, 5), ...flat(0, 100), ...flat(0.5, 11)], 2)];
    const detector = new Detector(facts);
    for (const sample of samples(policy)) {
      detector.addSamples([sample]);
      assert.deepEqual(detector.findings, []);
    }
    detector.end('finished');
    assert.deepEqual(detector.findings, []);
    const likelihood = finished(facts, noisy(falling(4, -1, 200), 0.3));
    assert.equal(likelihood.length, 1);
    const [risen] = finished(facts, noisy([...falling(4, -1, 100), ...flat(60, 100)], 0.3));
    assert.equal(risen.symptom, 'exploding');
  });

  it('does not call a rate too low that a warm-up is still raising, of which only the highest so far is known', () => {
    const losses = noisy(falling(10.9, 8.5, 60), 0.05);
    const causeAt = (rates: readonly number[]): string => {
      const detector = new Detector(NO_FACTS);
      for (const [index, sample] of samples(losses).entries()) {
        detector.updateFacts({ ...NO_FACTS, rate: rates[index], optimizer: 'torch.optim.AdamW' });
        detector.addSamples([{ ...sample, rate: rates[index] }]);
      }
      const onTheWay = detector.findings[0]?.cause ?? 'none';
      detector.end('finished');
      return `${onTheWay}, ${detector.findings[0].cause}`;
    };
    assert.equal(causeAt(losses.map((_, step) => 1e-5 * (step + 1))), 'none, undetermined');
    assert.equal(causeAt(losses.map((_, step) => 1e-5 * Math.min(step + 1, 10))), 'rate-too-low, rate-too-low');
  });

  describe('of a run whose loss of guessing is known', () => {
    const cases: [name: string, losses: number[], symptom: string, code: string, fromStep: number][] = [
      ['jumps and stays far above guessing', [2.4, 30, ...flat(9, 200)], 'diverging', 'diverging', 0],
      ['jumps and then only guesses', [2.4, 30, ...flat(2.303, 200)], 'stuck-at-chance', 'jumped-to-chance', 1],
      ['learns and then only guesses', [...falling(2.4, 0.3, 100), ...flat(2.31, 100)], 'diverging', 'diverging', 90],
      ['learns a little and then only guesses', [...falling(2.4, 1.7, 100), ...flat(2.31, 100)], 'stuck-at-chance', 'fell-to-chance', 99],
      ['stays where it began', flat(2.32, 200), 'stuck-at-chance', 'stays-at-chance', 0],
    ]; // prettier-ignore
    for (const [name, losses, symptom, code, fromStep] of cases) {
      it(`calls one that ${name} ${symptom}`, () => {
        const [finding] = finished(classifier(losses.length - 1), losses);
        assert.deepEqual(
          [finding.symptom, finding.code, finding.fromStep, finding.toStep],
          [symptom, code, fromStep, losses.length - 1],
        );
      });
    }

    it('speaks of epochs, or rows of a log, where a run is measured by them', () => {
      const losses = [2.4, 2.2, 2.1, 2, NaN, NaN];
      const [byEpoch] = finished(classifier(5, { unit: 'epoch' }), losses);
      assert.equal(byEpoch.message, 'The loss is NaN from epoch 4 on.');
      assert.equal(findingMessage(byEpoch), byEpoch.message);
      const [byRow] = finished(classifier(5, { unit: 'row' }), losses);
      assert.equal(byRow.message, 'The loss is NaN from row 4 on.');
      assert.equal(finished(classifier(5), losses)[0].message, 'The loss is NaN from step 4 on.');
    });

    it('names parts of epochs with few digits', () => {
      const detector = new Detector(classifier(5, { unit: 'epoch' }));
      const losses = [2.4, 2.2, NaN, NaN];
      detector.addSamples(losses.map((loss, index) => ({ step: (index + 1) / 1.3, loss })));
      detector.end('finished');
      const [{ fromStep, message }] = detector.findings;
      assert.deepEqual([fromStep, message], [3 / 1.3, 'The loss is NaN from epoch 2.31 on.']);
    });

    it('names the level of the score that it is given', () => {
      const detector = new Detector(classifier(199, { rate: 0.001, optimizer: 'adam', batchSize: 32, classes: 10 }));
      detector.addSamples(samples(noisy(falling(2.4, 0.3, 200), 0.1)));
      detector.end('finished', 0.3456);
      const [finding] = detector.findings;
      assert.equal(finding.evidence.score, 0.3456);
    });

    it('says while it goes on that it is back at guessing, and takes it back when it learns', () => {
      const detector = new Detector(classifier(400));
      const words = (losses: readonly number[], from: number): string[] => {
        const before = detector.findings.length > 0 ? ['course'] : [];
        return inWords(detector.addSamples(samples(losses, from)), before);
      };
      words([2.4, 30, ...flat(2.303, 200)], 0);
      assert.equal(detector.findings[0].symptom, 'stuck-at-chance');
      words(falling(2.3, 0.2, 200), 202);
      assert.deepEqual(
        detector.findings.filter(({ symptom }) => symptom === 'stuck-at-chance'),
        [],
      );
    });

    it('says nothing of the cause of a run that was cut short', () => {
      const detector = new Detector(classifier(1000));
      detector.addSamples(samples(falling(2.32, 2.1, 20)));
      assert.deepEqual(detector.end('cancelled'), []);
    });

    it('says nothing of a run without a loss', () => {
      assert.deepEqual(finished(classifier(10), []), []);
    });
  });

  describe('of a curve alone', () => {
    it('says so while it goes on, and takes it back when the loss recovers', () => {
      const detector = new Detector(NO_FACTS);
      detector.addSamples(samples(falling(2, 0.2, 100)));
      detector.addSamples(samples(flat(1.8, 40), 100));
      assert.equal(detector.findings[0]?.symptom, 'diverging');
      detector.addSamples(samples(flat(0.2, 200), 140));
      detector.end('finished');
      assert.deepEqual(
        detector.findings.filter(({ symptom }) => symptom === 'diverging'),
        [],
      );
    });

    it('finds the same however the samples are divided', () => {
      const losses = [...noisy(falling(2.3, 0.4, 400), 0.3), ...noisy(flat(2.3, 77), 0.3), NaN, ...flat(2, 10)];
      const detector = new Detector(NO_FACTS);
      for (const sample of samples(losses)) detector.addSamples([sample]);
      detector.end('finished');
      assert.deepEqual(detector.findings, finished(NO_FACTS, losses));
      assert.ok(detector.findings.length > 0);
    });

    it('tells a single spike beside the rest', () => {
      const losses = noisy(falling(2.3, 0.4, 400), 0.1);
      losses[250] = 6;
      const found = finished(NO_FACTS, losses).find(({ symptom }) => symptom === 'spike');
      assert.deepEqual([found?.fromStep, found?.cause, found?.severity], [250, 'undetermined', 'information']);
    });

    it('says around which step it jumped and from which level, and to check the data where the rate is not to blame', () => {
      const losses = noisy(falling(20, 2, 400), 0.05);
      losses[250] = 52.8;
      const facts = { rate: 0.001, optimizer: 'adam', batchSize: 32, classes: 10 };
      const [{ message, cause, remedies }] = finished(classifier(399, facts), losses);
      assert.equal(message, 'The loss jumped from 2.9 to 52.8 around step 250, then came back.');
      assert.deepEqual([cause, remedies], ['not-the-rate', [{ kind: 'check-data', what: 'spike' }]]);
    });

    it('says that a rate may be better only where it suggests one', () => {
      const losses = noisy(falling(2.3, 1.5, 400), 0.05);
      losses[250] += 3;
      const facts = classifier(399, { optimizer: 'adam', batchSize: 32, classes: 10 });
      for (const rate of [null, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2]) {
        for (const { code, remedies } of finished({ ...facts, rate }, losses)) {
          if (code === 'unclear') assert.deepEqual(remedies, [], String(rate));
          if (code === 'unclear-low')
            assert.ok(remedies.every((remedy) => remedy.kind === 'set-rate' && remedy.rate > rate!));
        }
      }
    });

    it('names the optimizer as people write it', () => {
      const codes = ['low-for-optimizer', 'high-for-optimizer'];
      const found = [1e-5, 1e-4, 0.03, 0.1].flatMap((rate) =>
        finished(classifier(399, { rate, optimizer: 'torch.optim.adamw', batchSize: 32, classes: 10 }), noisy(falling(2.3, 0.4, 400), 0.1)),
      ); // prettier-ignore
      const named = found.filter(({ code }) => codes.includes(code));
      assert.ok(named.length > 0);
      for (const { message } of named) assert.match(message, / for AdamW\.$/);
    });

    it('tells a held-out loss that rises', () => {
      const detector = new Detector(NO_FACTS);
      const losses = falling(2.3, 0.01, 200);
      detector.addSamples(
        losses.map((loss, step) => ({ step, loss, ...(step % 20 === 19 ? { validationLoss: 0.5 + Math.abs(step - 79) / 100 } : {}) })),
      ); // prettier-ignore
      detector.end('finished');
      const found = detector.findings.find(({ symptom }) => symptom === 'overfitting');
      assert.deepEqual([found?.fromStep, found?.cause], [79, 'not-the-rate']);
    });
  });

  describe('of a loss that is not finite', () => {
    it('says so at once', () => {
      const detector = new Detector(classifier(100));
      detector.addSamples(samples([2.3, 2.1]));
      const [change, ...others] = detector.addSamples([{ step: 2, loss: NaN }]);
      assert.deepEqual(others, []);
      assert.deepEqual([change.id, change.finding?.symptom, change.finding?.fromStep], ['nan', 'nan', 2]);
      assert.deepEqual(change.finding?.evidence, { initialLoss: 2.3, loss: NaN });
    });

    const cases: [name: string, run: Sample[], code: string][] = [
      ['is NaN', samples([2, NaN, NaN]), 'nan'],
      ['is infinite', samples([2, Infinity]), 'infinite'],
      ['is NaN once and goes on', samples([2, NaN, 1.8, 1.7]), 'nan-recovered'],
      ['is infinite once and goes on', samples([2, Infinity, 1.8]), 'infinite-recovered'],
      ['is NaN at last in validation', [{ step: 1, loss: 2, validationLoss: NaN }], 'nan-validation'],
      ['is infinite in validation, while training goes on', [{ step: 1, loss: 2, validationLoss: Infinity }, { step: 2, loss: 1.9 }], 'infinite-validation'],
      ['is NaN from the first step on', samples([NaN, NaN]), 'nan'],
      ['is 0 beside a gradient norm that is NaN', [0, 1, 2, 3].map((step) => ({ step, loss: step === 0 ? 2 : 0, gradientNorm: step === 0 ? 1 : NaN })), 'nan-gradient'],
    ]; // prettier-ignore
    for (const [name, run, code] of cases) {
      it(`tells that it ${name}`, () => {
        const detector = new Detector(NO_FACTS);
        for (const sample of run) detector.addSamples([sample]);
        detector.end('finished');
        assert.deepEqual(
          detector.findings.map((finding) => finding.code),
          [code],
        );
      });
    }

    it('says since when the loss is not finite where it had recovered once', () => {
      const detector = new Detector(NO_FACTS);
      detector.addSamples(samples([2, NaN, 1.8, 1.7, NaN, NaN]));
      const [{ code, fromStep, toStep, message }] = detector.findings;
      assert.deepEqual([code, fromStep, toStep, message], ['nan', 4, 5, 'The loss is NaN from step 4 on.']);
    });

    it('blames the rate of a loss that exploded at once', () => {
      const detector = new Detector({ ...NO_FACTS, rate: 10, optimizer: 'SGD' });
      detector.addSamples(samples([2.33, 4e14, NaN]));
      const [{ cause, suggestedRate }] = detector.findings;
      assert.equal(cause, 'rate-too-high');
      assert.ok(suggestedRate !== null && suggestedRate <= 1, String(suggestedRate));
    });

    it('suggests no rate for optimizers that find the length of their steps themselves, however the loss goes', () => {
      const courses = [
        [2.33, 4e14, NaN],
        falling(2.4, 0.3, 200),
        flat(2.3, 200),
        [...falling(2.4, 0.3, 100), ...flat(300, 100)],
      ];
      for (const optimizer of ['torch.optim.LBFGS', 'Prodigy'])
        for (const losses of courses) {
          const detector = new Detector({ ...NO_FACTS, rate: 0.01, optimizer });
          detector.addSamples(samples(losses));
          detector.end('finished');
          for (const { cause, suggestedRate, remedies } of detector.findings)
            assert.deepEqual([cause, suggestedRate, remedies], ['undetermined', null, []]);
        }
    });

    it('says no more of a loss that began with 0 than of one that has not risen', () => {
      const causes = [
        [0, 0.5, NaN],
        [0.5, 0.5, NaN],
      ].map((losses) => {
        const detector = new Detector({ ...NO_FACTS, rate: 0.001, optimizer: 'Adam' });
        detector.addSamples(samples(losses));
        return detector.findings[0].cause;
      });
      assert.equal(causes[0], causes[1]);
    });

    it('tells a training loss that is NaN after a validation loss was', () => {
      const detector = new Detector(NO_FACTS);
      detector.addSamples([
        { step: 0, loss: 2, validationLoss: Infinity },
        { step: 1, loss: 1.9, validationLoss: 2 },
        { step: 2, loss: NaN },
      ]);
      const [{ code, fromStep }] = detector.findings;
      assert.deepEqual([code, fromStep], ['nan', 2]);
    });

    it('tells a hidden gradient that is NaN after a loss that was', () => {
      const detector = new Detector(NO_FACTS);
      detector.addSamples(
        [2, NaN, 0, 0, 0, 0].map((loss, step) => ({ step, loss, gradientNorm: step === 0 ? 1 : NaN })),
      );
      const [{ code, fromStep }] = detector.findings;
      assert.deepEqual([code, fromStep], ['nan-gradient', 2]);
    });

    it('takes a gradient that was not finite for one step for a skipped step', () => {
      const detector = new Detector(NO_FACTS);
      detector.addSamples([{ step: 0, loss: 2, gradientNorm: NaN }, ...samples([1.9, 1.8], 1)]);
      assert.deepEqual(detector.findings, []);
    });

    it('says nothing else of a run that ended there', () => {
      const losses = [...falling(2, 0.2, 100), ...flat(1.8, 50), NaN];
      for (const facts of [NO_FACTS, classifier(150)]) {
        assert.deepEqual(
          finished(facts, losses).map(({ symptom }) => symptom),
          ['nan'],
        );
      }
    });

    const explosion = [...noisy(falling(2.3, 2, 40), 0.05), ...Array.from({ length: 60 }, (_, step) => 2 * 2 ** step)];
    const ends: [name: string, end: number[]][] = [
      ['is NaN from then on', flat(NaN, 200)],
      ['is infinite, then NaN', [...flat(Infinity, 3), ...flat(NaN, 200)]],
      ['is infinite now and then, before it is NaN', [Infinity, 1e25, Infinity, 2e25, 3e25, ...flat(NaN, 200)]],
    ];
    for (const [name, end] of ends) {
      it(`goes on to blame the rate of a loss that exploded and ${name}`, () => {
        for (const total of [null, 1000]) {
          const detector = new Detector({ ...NO_FACTS, rate: 1, optimizer: 'SGD', total });
          for (const sample of samples(explosion)) detector.addSamples([sample]);
          assert.deepEqual(
            detector.findings.map(({ symptom, cause }) => [symptom, cause]),
            [['exploding', 'rate-too-high']],
          );
          for (const sample of samples(end, explosion.length)) {
            detector.addSamples([sample]);
            assert.deepEqual(
              detector.findings.map(({ symptom, cause, fromStep }) => [symptom, cause, fromStep]),
              [['nan', 'rate-too-high', explosion.length]],
              `step ${sample.step} of ${total}`,
            );
          }
        }
      });
    }

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
  });

  describe('of any sequence of numbers', () => {
    const random = noise(1);
    const LOSSES = [
      0,
      -0,
      1,
      -1,
      1e-300,
      1e300,
      -1e300,
      NaN,
      Infinity,
      -Infinity,
      Number.MAX_VALUE,
      5e-324,
      2.3,
      1e30,
      1e31,
    ];
    for (let seed = 0; seed < 60; seed++) {
      it(`gives findings with finite numbers or none (${seed})`, () => {
        const length = [0, 1, 2, 3, 4, 5, 8, 20, 60, 700][seed % 10];
        const kind = Math.floor(seed / 10);
        const run = Array.from({ length }, (_, index): Sample => {
          const pick = LOSSES[Math.floor(((random() + 1) / 2) * LOSSES.length) % LOSSES.length];
          const loss =
            kind === 0
              ? pick
              : kind === 1
                ? 2
                : kind === 2
                  ? random()
                  : kind === 3
                    ? 1e-12 * random()
                    : index < 3
                      ? 5
                      : pick;
          const step = kind === 4 ? 7 : kind === 5 ? length - index : index;
          return { step, loss, rate: pick, gradientNorm: pick, validationLoss: pick };
        });
        const facts = [
          NO_FACTS,
          classifier(10, { rate: 1e-3, optimizer: 'adam', classes: 10 }),
          classifier(0, { rate: NaN, classes: 1 }),
        ];
        for (const fact of facts) {
          const detector = new Detector(fact);
          detector.addSamples(run);
          detector.end('finished');
          for (const { confidence, suggestedRate, fromStep, toStep, message } of detector.findings) {
            assert.ok(confidence >= 0 && confidence <= 1, `confidence ${confidence}`);
            assert.ok(
              suggestedRate === null || (suggestedRate > 0 && Number.isFinite(suggestedRate)),
              `rate ${suggestedRate}`,
            );
            assert.ok(Number.isFinite(fromStep) && Number.isFinite(toStep));
            assert.ok(!message.includes('{'), message);
          }
        }
      });
    }
  });

  it('keeps findings of the source beside its own, the most severe first', () => {
    const detector = new Detector(NO_FACTS);
    const [own] = new Detector(NO_FACTS).addSamples([{ step: 0, loss: NaN }]);
    const spike: Finding = { ...own.finding!, symptom: 'spike', severity: 'information' };
    assert.deepEqual(detector.applyFinding({ id: 'source', finding: spike }), [{ id: 'source', finding: spike }]);
    detector.addSamples([{ step: 0, loss: NaN }]);
    assert.deepEqual(
      detector.findings.map(({ symptom }) => symptom),
      ['nan', 'spike'],
    );
    detector.applyFinding({ id: 'source', finding: null });
    assert.deepEqual(
      detector.findings.map(({ symptom }) => symptom),
      ['nan'],
    );
  });

  it('forgets everything on reset and says what is withdrawn', () => {
    const detector = new Detector(NO_FACTS);
    detector.addSamples([{ step: 0, loss: NaN }]);
    assert.deepEqual(detector.reset(), [{ id: 'nan', finding: null }]);
    detector.addSamples(samples(noisy(falling(2, 0.4, 50), 0.05)));
    detector.end('finished');
    assert.deepEqual(
      detector.findings.filter(({ symptom }) => symptom === 'nan'),
      [],
    );
  });

  it('uses what it learns about the run later', () => {
    const detector = new Detector(NO_FACTS);
    detector.addSamples(samples(flat(2.32, 200)));
    detector.updateFacts(classifier(199));
    detector.end('finished');
    assert.equal(detector.findings[0].symptom, 'stuck-at-chance');
  });
});
