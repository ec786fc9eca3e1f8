import assert from 'node:assert/strict';
import { parseProbeReport } from '../../../src/programs/probeReport.ts';

const parse = (value: unknown): unknown => parseProbeReport(JSON.stringify(value));

describe('a line of the probe', () => {
  it('is read with its numbers, those that are not finite included', () => {
    const sample = { step: 3, loss: 'NaN', rate: 0.1, gradientNorm: 'Infinity', extra: { 'rate.1': 0.01 } };
    assert.deepEqual(parse({ type: 'samples', samples: [sample] }), {
      type: 'samples',
      samples: [{ step: 3, loss: NaN, rate: 0.1, gradientNorm: Infinity, extra: { 'rate.1': 0.01 } }],
    });
    assert.deepEqual(parse({ type: 'started', probe: 1, frameworks: { torch: '2.13.0' } }), {
      type: 'started',
      version: 1,
      frameworks: { torch: '2.13.0' },
      rank: 0,
    });
    assert.deepEqual(parse({ type: 'stopped', why: 'diverged' }), { type: 'stopped', why: 'diverged' });
    assert.deepEqual(parse({ type: 'ended', state: 'finished' }), {
      type: 'ended',
      state: 'finished',
      exception: null,
    });
  });

  it('keeps of samples and facts only what has the right type', () => {
    const samples = [
      { step: 1, loss: '2', rate: null, extra: [1] },
      { step: -1, loss: 1 },
      { step: 0.5 },
      { loss: 1 },
      null,
      'x',
    ];
    assert.deepEqual(parse({ type: 'samples', samples }), { type: 'samples', samples: [{ step: 1 }] });
    const facts = { rate: -1, optimizer: 7, batchSize: 32, total: '9', stepsPerEpoch: 0, unit: 'epoch', metrics: 3 };
    assert.deepEqual(parse({ type: 'facts', facts }), { type: 'facts', facts: { batchSize: 32 }, rates: null });
    assert.deepEqual(parse({ type: 'facts', facts: { rates: [0.1, '1', null, 0.01] } }), {
      type: 'facts',
      facts: {},
      rates: [0.1, 0.01],
    });
  });

  it('is bounded, whatever it holds', () => {
    const samples = Array.from({ length: 20_000 }, (_, step) => ({ step }));
    const extra = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`m${index}`, index]));
    const many = parseProbeReport(JSON.stringify({ type: 'samples', samples }));
    assert.equal(many?.type === 'samples' && many.samples.length, 10_000);
    const wide = parseProbeReport(JSON.stringify({ type: 'samples', samples: [{ step: 0, extra }] }));
    assert.equal(wide?.type === 'samples' && Object.keys(wide.samples[0].extra!).length, 32);
    const notice = parseProbeReport(JSON.stringify({ type: 'notice', text: 'x'.repeat(1e5) }));
    assert.equal(notice?.type === 'notice' && notice.text.length, 500);
    const ended = parseProbeReport(
      JSON.stringify({ type: 'ended', state: 'failed', exception: `${'x'.repeat(1e5)}end` }),
    );
    assert.equal(ended?.type === 'ended' && ended.exception?.length, 16_384);
    assert.match((ended?.type === 'ended' && ended.exception) || '', /end$/);
  });

  it('is skipped where it is damaged or of a kind that this build does not know', () => {
    for (const line of [
      '',
      '{',
      'null',
      '3',
      '[]',
      '{"type":"later"}',
      '{"type":"stopped","why":"x"}',
      '{"type":"__proto__"}',
    ])
      assert.equal(parseProbeReport(line), null, line);
  });
});
