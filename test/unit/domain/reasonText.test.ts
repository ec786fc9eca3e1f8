import assert from 'node:assert/strict';
import type { ReasonId } from '../../../src/domain/finding.ts';
import { reasonsText } from '../../../src/domain/reasonText.ts';

describe('the sentences about reasons', () => {
  const cases: [id: ReasonId, value: number, sentence: string][] = [
    ['late-fall', 0.03, 'The loss was still falling at the end: 3% of the drop came in the last fifth.'],
    ['late-fall', 0.01, 'The loss was flat at the end.'],
    ['late-fall', -0.456, 'The loss was rising at the end: by 46% of the drop in the last fifth.'],
    ['half-fall', 0.45, 'Half of the drop came in the first 45% of the run.'],
    ['depth', 0.104, 'At its lowest level, the loss was 10% below its start.'],
    ['depth', 0, 'The loss hardly fell below its start.'],
    ['noise', 0.4, 'In the last third of the run, single losses varied by 40% of the drop.'],
    ['peak', 1, 'The loss was never clearly above its start.'],
    ['peak', 5.83e5, 'At its highest, the loss was 5.8e5 times its start.'],
    ['jump', 12.3, 'The largest rise from one loss to the next was 12 times a typical change.'],
    ['bounce', 0, 'The loss ended at its lowest level.'],
    ['bounce', 12, 'The loss ended above its lowest level, by 1,200% of the drop.'],
    ['bounce', 9012, 'The loss ended above its lowest level, by 9,000 times the drop.'],
    ['turns', 0.67, 'In the second half of the run, the loss changed direction at 67% of its points.'],
    ['guessing', 1, 'At the end, the loss was 100% of the loss of guessing.'],
    [
      'usual-rate',
      180.4,
      'The rate is 180 times the good rates for this optimizer in the small programs that the diagnosis learned from.',
    ],
    [
      'usual-rate',
      1.2,
      'The rate is close to the good rates for this optimizer in the small programs that the diagnosis learned from.',
    ],
    [
      'usual-rate',
      1 / 32_000,
      'In the small programs that the diagnosis learned from, good rates for this optimizer are typically 32,000 times as high.',
    ],
    ['gradient', 0.031, 'At the end, the gradient norm was 0.031 times its value at the start.'],
    ['gradient', 1.01, 'At the end, the gradient norm was about the same as at the start.'],
    ['validation', 0.3, 'The validation loss ended above the training loss, by 30% of the drop.'],
    ['validation', 0, 'The validation loss ended level with the training loss.'],
    ['validation', -0.07, 'The validation loss ended below the training loss, by 7% of the drop.'],
    ['schedule', 0.1, 'By the end, the schedule had lowered the rate to 10% of its highest.'],
    ['broken', 0.0067, 'The loss became NaN or infinite after 0.67% of the run.'],
  ];
  for (const [id, value, sentence] of cases) {
    it(`write ${id} of ${value}`, () =>
      assert.equal(reasonsText({ reasons: [{ id, value, weight: 1 }] }), `Reasons: ${sentence}`));
  }

  it('follow each other, and are none without reasons', () => {
    const reasons = [
      { id: 'peak', value: 1, weight: 2 },
      { id: 'bounce', value: 0, weight: 1 },
    ] as const;
    assert.equal(
      reasonsText({ reasons }),
      'Reasons: The loss was never clearly above its start. The loss ended at its lowest level.',
    );
    assert.equal(reasonsText({}), '');
  });
});
