import assert from 'node:assert/strict';
import { judgePlaces } from '../../../../src/app/sites/judgePlaces.ts';
import { lastRunText, resultText } from '../../../../src/app/sites/resultText.ts';
import type { SiteResult } from '../../../../src/app/sites/siteResults.ts';
import { tieRun } from '../../../../src/app/sites/tieRun.ts';
import type { RunOverview } from '../../../../src/domain/experiment.ts';
import type { Cause, Finding, Symptom } from '../../../../src/domain/finding.ts';
import type { StepUnit } from '../../../../src/domain/runFacts.ts';
import { placesIn } from './placesIn.ts';

const programAt = (rate: string): string => `import torch
optimizer = torch.optim.SGD(torch.nn.Linear(2, 1).parameters(), lr=${rate})
`;

/** What a run of the program at a rate has shown. */
async function resultAt(
  rate: number,
  symptom: Symptom,
  cause: Cause,
  {
    score = null,
    suggestedRate = null,
    unit = 'step',
  }: { score?: number | null; suggestedRate?: number | null; unit?: StepUnit } = {},
): Promise<SiteResult> {
  const site = tieRun(await placesIn(programAt(String(rate))), { rate, batchSize: null });
  assert.ok(site);
  const finding = { symptom, cause, fromStep: 40, suggestedRate } as Finding;
  const run = { index: 0, variant: '0', facts: { rate, unit }, result: { score } } as RunOverview;
  return { folder: '/experiments/1', program: 'python train.py', run, site, findings: [finding] };
}

describe('what runs have shown about a number', () => {
  it('is told as before and after, with the newest run at the number as it stands', async () => {
    const before = await resultAt(0.1, 'exploding', 'rate-too-high', { suggestedRate: 0.003 });
    const after = await resultAt(0.003, 'healthy', 'none', { score: 0.21 });
    const places = await placesIn(programAt('0.003'));
    const [mended] = judgePlaces([after, before], places).places;
    assert.equal(resultText(mended), '0.1 exploded at step 40; 0.003 is healthy, loss 0.21.');
    assert.equal(lastRunText(mended), 'last: fast at 0.003');
    const [changed] = judgePlaces([before], places).places;
    assert.equal(resultText(changed), 'In the last run, with an earlier value, 0.1 exploded at step 40.');
    assert.equal(lastRunText(changed), 'last: furious at 0.1, an earlier value');
  });

  it('is told with the rate to try while the number stands', async () => {
    const result = await resultAt(0.1, 'diverging', 'rate-too-high', { suggestedRate: 0.003 });
    const [judged] = judgePlaces([result], await placesIn(programAt('1e-1'))).places;
    assert.equal(resultText(judged), 'In the last run, 0.1 diverged from step 40 on.');
    assert.equal(lastRunText(judged), 'last: furious at 0.1 · try 0.003');
  });

  it('is told by epoch where the program prints epochs', async () => {
    const result = await resultAt(0.1, 'nan', 'rate-too-high', { unit: 'epoch' });
    const [judged] = judgePlaces([result], await placesIn(programAt('0.1'))).places;
    assert.equal(resultText(judged), 'In the last run, 0.1 ended in NaN or infinity at epoch 40.');
  });

  it('is told with the rate to try where the curve blames nothing for certain, but not where it is healthy', async () => {
    for (const [symptom, text] of [
      ['plateau', 'last: plateau at 0.1 · try 0.01'],
      ['healthy', 'last: healthy at 0.1'],
    ] as const) {
      const result = await resultAt(0.1, symptom, 'undetermined', { suggestedRate: 0.01 });
      const [judged] = judgePlaces([result], await placesIn(programAt('0.1'))).places;
      assert.equal(lastRunText(judged), text);
    }
  });

  it('is told with the number to write where the program multiplies it', async () => {
    const result = await resultAt(0.1, 'diverging', 'rate-too-high', { suggestedRate: 0.008 });
    const scaled: SiteResult = { ...result, site: { ...result.site, tie: 'scaled', multiple: 8 } };
    const [judged] = judgePlaces([scaled], await placesIn(programAt('0.1'))).places;
    assert.equal(lastRunText(judged), 'last: furious at 0.1 · try 0.001');
  });

  it('is listed as lost where the number is gone', async () => {
    const result = await resultAt(0.1, 'nan', 'rate-too-high');
    const { places, lost } = judgePlaces([result], await placesIn('import torch\n'));
    assert.deepEqual([places, lost], [[], [result]]);
  });

  it('is nothing for another optimizer with the same number', async () => {
    const result = await resultAt(0.1, 'nan', 'rate-too-high');
    const { places } = judgePlaces([result], await placesIn(programAt('0.1').replace('SGD', 'Adam')));
    assert.deepEqual(places, []);
  });
});
