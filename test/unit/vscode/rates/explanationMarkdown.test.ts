import assert from 'node:assert/strict';
import type { RateExplanation } from '../../../../src/app/rates/explainRate.ts';
import type { JudgedPlace } from '../../../../src/app/sites/judgePlaces.ts';
import type { SiteResult } from '../../../../src/app/sites/siteResults.ts';
import type { Finding } from '../../../../src/domain/finding.ts';
import { withoutVscode } from '../../l10n/vscodeStandIn.ts';

describe('the hover on a rate', () => {
  it('tells what is usual only until a run with the number has shown something', async () => {
    const { explanationMarkdown } = await withoutVscode(
      () => import('../../../../src/vscode/rates/explanationMarkdown.ts'),
    );
    const explanation: RateExplanation = {
      rate: '0.1',
      optimizer: 'Adam',
      assessment: 'high',
      expectation: 'High for Adam.',
      notes: [],
      scale: null,
      curve: null,
      isDefault: false,
      sweep: null,
    };
    const hoverWith = (judged: JudgedPlace | null): string =>
      explanationMarkdown(explanation, 2, null, { judged, curves: null, builtIn: null, trials: [] }).value;
    const resultWith = (...findings: readonly Finding[]): SiteResult =>
      ({ folder: '', run: { facts: {}, result: null }, site: { value: 0.1 }, findings }) as unknown as SiteResult;
    const place = { earlier: null, measured: null } as JudgedPlace;
    const healthy = resultWith({ symptom: 'healthy', fromStep: 0, cause: 'none' } as Finding);
    assert.match(hoverWith(null), /High for Adam/);
    assert.match(hoverWith({ ...place, current: resultWith() }), /High for Adam/);
    assert.match(hoverWith({ ...place, current: null, earlier: healthy }), /High for Adam/);
    assert.doesNotMatch(hoverWith({ ...place, current: healthy }), /High for Adam/);
  });
});
