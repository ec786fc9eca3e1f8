import assert from 'node:assert/strict';
import { DETECTOR_VERSION } from '../../../src/domain/diagnosis/detector.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import type { RunEvent } from '../../../src/domain/runEvent.ts';
import { factsOf, NO_FACTS } from '../../../src/domain/runFacts.ts';
import { RunTracker } from '../../../src/domain/runTracker.ts';
import { smallSpec } from '../../support/runs.ts';

const SPEC = smallSpec({ batchSize: 64 });
const FACTS = factsOf(SPEC);
const STARTED: RunEvent = { type: 'started', run: 'a', facts: FACTS, spec: SPEC, engine: 'wasm simd' };
const EPOCH = { epoch: 1, step: 4, loss: 1.5, accuracy: 0.7, validationLoss: 1.2, seconds: 0.5, images: 256 };

function tracked(...events: RunEvent[]): RunTracker {
  const tracker = new RunTracker({ facts: FACTS, spec: SPEC });
  for (const event of events) tracker.apply(event);
  return tracker;
}

describe('RunTracker', () => {
  it('is queued, then running, then what its end says', () => {
    assert.equal(tracked().state, 'queued');
    assert.equal(tracked(STARTED).state, 'running');
    assert.equal(tracked(STARTED, { type: 'ended', state: 'cancelled' }).state, 'cancelled');
  });

  it('knows how far the run is', () => {
    assert.equal(tracked(STARTED).progress, 0);
    assert.equal(tracked(STARTED, { type: 'samples', samples: [{ step: 2, loss: 2 }] }).progress, 0.25);
  });

  it('knows how far a run is that does more than steps, and what it does', () => {
    const events: RunEvent[] = [
      STARTED,
      { type: 'samples', samples: [{ step: 2, loss: 2 }] },
      { type: 'progress', done: 0.6, activity: 'measuring' },
    ];
    const { progress, activity } = tracked(...events);
    assert.deepEqual([progress, activity], [0.6, 'measuring']);
    assert.equal(tracked(...events, { type: 'progress', done: 0.7, activity: null }).activity, null);
    assert.equal(tracked(...events, { type: 'ended', state: 'cancelled' }).activity, null);
  });

  it('knows how far a run was that is taken up again, before it goes on', () => {
    assert.equal(tracked({ type: 'samples', samples: [{ step: 2, loss: 2 }] }).progress, 0.25);
  });

  it('takes more samples at once than a call has arguments', () => {
    const samples = Array.from({ length: 200_000 }, (_, step) => ({ step, loss: 1 }));
    assert.equal(tracked({ type: 'samples', samples }).measured('loss')?.count, samples.length);
  });

  it('measures images a second from training time alone, short last batches counted as they are', () => {
    const tracker = tracked(STARTED, {
      type: 'samples',
      samples: [
        { step: 5, loss: 2, seconds: 2 },
        { step: 6, loss: 2 },
      ],
    });
    assert.equal(tracker.imagesPerSecond, (256 + 64) / 2);
    assert.equal(tracked(STARTED).imagesPerSecond, null);
  });

  it('sums the run up in a result: initial loss, score, epochs, series', () => {
    const samples = [
      { step: 0, loss: 2.3 },
      { step: 1, loss: 2 },
      { step: 2, loss: 1 },
    ];
    const tracker = tracked(
      STARTED,
      { type: 'samples', samples },
      { type: 'epoch', epoch: EPOCH },
      { type: 'ended', state: 'finished' },
    );
    assert.deepEqual(tracker.result(), {
      state: 'finished',
      reason: null,
      engine: 'wasm simd',
      epochs: [EPOCH],
      imagesPerSecond: null,
      initialLoss: 2.3,
      score: 1,
      scoreError: null,
      findings: tracker.findings,
      detector: DETECTOR_VERSION,
      series: { loss: { steps: Float64Array.of(0, 1, 2), values: Float64Array.of(2.3, 2, 1) } },
    });
  });

  it('gives a run that failed a reason and no score', () => {
    const result = tracked(
      STARTED,
      { type: 'samples', samples: [{ step: 1, loss: 2 }] },
      { type: 'ended', state: 'failed', reason: 'killed', stderrTail: 'oh' },
    ).result();
    assert.deepEqual([result.state, result.reason, result.stderrTail, result.score], ['failed', 'killed', 'oh', null]);
  });

  it('gives a run whose loss broke an infinite score', () => {
    const samples = [
      { step: 0, loss: 2.3 },
      { step: 1, loss: NaN },
    ];
    assert.equal(
      tracked(STARTED, { type: 'samples', samples }, { type: 'ended', state: 'finished' }).result().score,
      Infinity,
    );
  });

  it('gives a run whose last update broke the weights an infinite score', () => {
    const samples = [
      { step: 1, loss: 2 },
      { step: 1, epoch: 1, validationLoss: NaN },
    ];
    assert.equal(
      tracked(STARTED, { type: 'samples', samples }, { type: 'ended', state: 'finished' }).result().score,
      Infinity,
    );
  });

  it('keeps only a thinned series once the run has ended', () => {
    const samples = Array.from({ length: 9_000 }, (_, step) => ({ step, loss: 2 + Math.sin(step) }));
    const tracker = tracked(STARTED, { type: 'samples', samples }, { type: 'ended', state: 'finished' });
    assert.ok(tracker.series('loss').steps.length <= 2_000);
    assert.deepEqual(tracker.result().series.loss, tracker.series('loss'));
    assert.ok(
      Math.abs(tracker.result().score! - samples.slice(-900).reduce((sum, { loss }) => sum + loss, 0) / 900) < 1e-9,
      'of all samples',
    );
  });

  it('forgets everything on reset, and says that it has', () => {
    const tracker = tracked(
      STARTED,
      { type: 'samples', samples: [{ step: 1, loss: 2 }] },
      { type: 'epoch', epoch: EPOCH },
    );
    const { revision } = tracker;
    tracker.apply({ type: 'reset' });
    assert.deepEqual([tracker.allSeries(), tracker.epochs, tracker.newestStep], [{}, [], 0]);
    assert.notEqual(tracker.revision, revision);
  });

  it('learns facts later, without losing those that it has', () => {
    const tracker = new RunTracker({ facts: NO_FACTS, spec: null });
    tracker.apply({ type: 'facts', facts: { total: 10 } });
    tracker.apply({ type: 'facts', facts: { classes: 3 } });
    tracker.apply({ type: 'samples', samples: [{ step: 5, loss: 1 }] });
    assert.deepEqual([tracker.facts.total, tracker.facts.classes, tracker.progress], [10, 3, 0.5]);
  });

  it('says nothing about how far a run is, or how fast, of which only a log is known', () => {
    const tracker = new RunTracker({ facts: NO_FACTS, spec: null });
    tracker.apply({ type: 'samples', samples: [{ step: 0, loss: 2, seconds: 1 }] });
    assert.deepEqual([tracker.progress, tracker.imagesPerSecond, tracker.initialLoss], [null, null, null]);
    tracker.apply({ type: 'ended', state: 'finished' });
    assert.equal(tracker.result().score, 2, 'its first loss is one of training');
  });

  it('keeps a finding of its source until that withdraws it', () => {
    const finding = { symptom: 'spike' } as Finding;
    const tracker = tracked(STARTED);
    assert.deepEqual(tracker.apply({ type: 'finding', id: 'its-own', finding }), [{ id: 'its-own', finding }]);
    assert.ok(tracker.findings.includes(finding));
    tracker.apply({ type: 'finding', id: 'its-own', finding: null });
    assert.ok(!tracker.findings.includes(finding));
  });

  it('has no result before its end', () => assert.throws(() => tracked(STARTED).result(), /has not ended/));
});
