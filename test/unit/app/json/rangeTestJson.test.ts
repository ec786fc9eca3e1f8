import assert from 'node:assert/strict';
import { confirmedAnswer } from '../../../../src/app/json/rangeTestJson.ts';

describe('What a confirmation makes of a suggested rate, as JSON', () => {
  const suggestion = { rate: 0.1, low: 0.05, high: 0.2, confidence: 0.9, agree: true, lowest: 0.3 };

  it('is the confirmed rate, in an interval that reaches it', () => {
    assert.deepEqual(confirmedAnswer({ suggestion }, 0.3, [{ state: 'finished' }]), {
      suggestion: { rate: 0.3, low: 0.05, high: 0.3, confidence: 0.9 },
    });
  });

  it('tells runs that were stopped from runs that did not learn', () => {
    const reasonOf = (state: 'finished' | 'cancelled' | 'interrupted'): string => {
      const runs = [{ state: 'finished' }, { state }] as const;
      return (confirmedAnswer({ suggestion }, null, runs) as { refusal: { reason: string } }).refusal.reason;
    };
    assert.deepEqual(
      [reasonOf('finished'), reasonOf('cancelled'), reasonOf('interrupted')],
      ['not-confirmed', 'not-finished', 'not-finished'],
    );
  });
});
