import assert from 'node:assert/strict';
import { lossFigure, progressTexts, worstFinding } from '../../../webview/lossSummary.ts';
import { findingOf, threeRates } from '../charts/samples.ts';
import { ExperimentModel } from '../../../webview/experimentModel.ts';
import { hydrateOf, modelOf } from './experiments.ts';
import type { Hydrate } from './experiments.ts';

/** The three rates while two of them train. */
function training(progress: Hydrate['progress']): ExperimentModel {
  const message = hydrateOf(threeRates());
  const runs = message.runs.map((run, index) =>
    index === 0 ? run : { ...run, state: 'running' as const, newestStep: 100 * index, findings: [] },
  );
  return new ExperimentModel({ ...message, runs, progress });
}

describe('the Loss view', () => {
  it('draws single losses if it can, else those of epochs', () => {
    const { figures } = modelOf(threeRates());
    assert.equal(lossFigure(figures)?.name, 'lossByStep');
    assert.equal(lossFigure(figures.filter(({ points }) => points === 'epochs'))?.name, 'lossByEpoch');
    assert.equal(lossFigure([]), null);
  });

  it('says how far the run is that is furthest', () => {
    const progress = { done: 0.4251, left: 12, note: null };
    assert.deepEqual(progressTexts(training(progress)), { now: '42% · step 200 of 471', more: 'about 12 s left' });
    assert.equal(progressTexts(training({ ...progress, left: null })).more, '');
    assert.deepEqual(progressTexts(training(null)), { now: '', more: '' });
  });

  it('says what the only run does instead of its step, where that is no step', () => {
    const message = hydrateOf(threeRates());
    const [first, ...others] = message.runs;
    const measuring = { ...first, state: 'running' as const, activity: 'measuring point 3 of 10' };
    const progress = { done: 0.25, left: null, note: null };
    const now = (runs: typeof message.runs): string =>
      progressTexts(new ExperimentModel({ ...message, runs, progress })).now;
    assert.equal(now([measuring, ...others]), '25% · measuring point 3 of 10');
  });

  it('says what a training waits for', () => {
    const message = hydrateOf(threeRates());
    const runs = message.runs.map((run) => ({ ...run, state: 'queued' as const, newestStep: 0 }));
    const progress = { done: 0, left: null, note: 'Getting ready to train.' };
    const model = new ExperimentModel({ ...message, runs, progress });
    assert.deepEqual(progressTexts(model), { now: 'Getting ready to train.', more: '' });
  });

  it('names the worst that was found, and where', () => {
    const model = modelOf(threeRates());
    const worst = worstFinding(model);
    assert.equal(worst?.severity, 'error');
    assert.match(worst?.text ?? '', /^0\.1: The loss jumped to 30\.4/);
  });

  it('puts an error of a later run before a warning of an earlier one', () => {
    const message = hydrateOf(threeRates());
    const findings = [
      [findingOf(['plateau', 'undetermined', 'The loss stands still.'])],
      [findingOf(['nan', 'rate-too-high', 'The loss became NaN.'])],
      [findingOf(['healthy', 'none', 'The loss fell.'])],
    ];
    const runs = message.runs.map((run, index) => ({ ...run, findings: findings[index] }));
    const summary = { ...message.summary, verdicts: {}, comparisons: {}, suggestedRates: {} };
    const worst = worstFinding(new ExperimentModel({ ...message, runs, summary }));
    assert.deepEqual(worst, {
      code: 'made-up',
      severity: 'error',
      text: '0.01: The loss became NaN.',
      advice: 'The rate is probably too high.',
      reasons: '',
      actions: [{ kind: 'explain', symptom: 'nan' }],
    });
  });

  it('says nothing of what is healthy', () => {
    const message = hydrateOf(threeRates());
    const runs = message.runs.map((run) => ({ ...run, findings: [findingOf(['healthy', 'none', 'The loss fell.'])] }));
    const summary = { ...message.summary, comparisons: {} };
    assert.equal(worstFinding(new ExperimentModel({ ...message, runs, summary })), null);
  });
});
