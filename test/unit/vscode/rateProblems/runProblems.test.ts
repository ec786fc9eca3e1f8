import assert from 'node:assert/strict';
import type { MeasuredRate } from '../../../../src/app/sites/measuredRates.ts';
import type { SiteResult } from '../../../../src/app/sites/siteResults.ts';
import type { KeyedPlace } from '../../../../src/app/sites/siteKey.ts';
import { Detector } from '../../../../src/domain/diagnosis/detector.ts';
import { NO_FACTS } from '../../../../src/domain/runFacts.ts';
import { withoutVscode } from '../../l10n/vscodeStandIn.ts';

const PLACE = { kind: 'rate', text: '0.1' } as KeyedPlace;
const LINE = 'optimizer = SGD(model.parameters(), lr=0.1)';
const EXPLODED = { findings: [{ symptom: 'exploding', cause: 'rate-too-high' }] } as unknown as SiteResult;

/** A detector that has seen a loss explode. */
function exploded(rate: number): Detector {
  const detector = new Detector({ ...NO_FACTS, rate, optimizer: 'SGD', total: 1000 });
  for (let step = 0; step < 100; step++) detector.addSamples([{ step, loss: 2 + 2 ** (step - 40) }]);
  return detector;
}

describe('the problem of a run at a number', () => {
  let runProblemOf: (typeof import('../../../../src/vscode/rateProblems/runProblems.ts'))['runProblemOf'];
  let runProblemMessage: (typeof import('../../../../src/vscode/rateProblems/runProblems.ts'))['runProblemMessage'];
  before(async () => {
    ({ runProblemOf, runProblemMessage } = await withoutVscode(
      () => import('../../../../src/vscode/rateProblems/runProblems.ts'),
    ));
  });

  const symptomIn = (line: string): string | undefined =>
    runProblemOf({ place: PLACE, current: EXPLODED, earlier: null, measured: null }, line)?.finding.symptom;

  it('is that of the newest run with the number', () => {
    assert.equal(symptomIn(LINE), 'exploding');
    assert.equal(runProblemOf({ place: PLACE, current: null, earlier: EXPLODED, measured: null }, LINE), null);
  });

  it('stays while an exploded loss turns into NaN', () => {
    const detector = new Detector({ ...NO_FACTS, rate: 1, optimizer: 'SGD', total: 1000 });
    const problems = Array.from({ length: 300 }, (_, step) => {
      detector.addSamples([{ step, loss: step < 100 ? 2 + 2 ** (step - 40) : NaN }]);
      const current = { ...EXPLODED, findings: detector.findings };
      return runProblemOf({ place: PLACE, current, earlier: null, measured: null }, LINE)?.finding.symptom;
    });
    const [first] = problems.filter((symptom) => symptom !== undefined);
    assert.equal(first, 'exploding');
    assert.ok(!problems.slice(problems.indexOf(first)).includes(undefined));
  });

  it('says by how much the program multiplies the number', () => {
    const [finding] = exploded(0.8).findings;
    const result = { run: { facts: { ...NO_FACTS, rate: 0.8 } }, site: { tie: 'scaled', multiple: 8 } };
    const message = runProblemMessage({
      place: PLACE,
      finding,
      result: result as unknown as SiteResult,
      measured: null,
    });
    assert.match(message, / Try 0\.\d+.* The program multiplies this number by 8: the rate was 0\.8\.$/);
  });

  it('says what the finding advises where it is the measured rate itself that went wrong', () => {
    const measured = (rate: number): MeasuredRate => {
      return { folder: '', args: '', by: 'runs', rate, low: rate, high: rate, edge: null, steps: null };
    };
    const run = { facts: { ...NO_FACTS, rate: 0.8 } };
    const current = { run, site: {}, findings: exploded(0.8).findings } as unknown as SiteResult;
    const messageWith = (rate: number): string => {
      const place = { ...PLACE, value: 0.8 };
      return runProblemMessage(runProblemOf({ place, current, earlier: null, measured: measured(rate) }, LINE)!);
    };
    assert.match(messageWith(0.1), /Measured on this program: 0\.1 works best\.$/);
    assert.match(messageWith(0.8), / Try 0\.\d+/);
    assert.doesNotMatch(messageWith(0.8), /Measured/);
  });

  it('is ignored where a comment says so, as the quick fix writes it', () => {
    assert.equal(symptomIn(`${LINE}  # goldilocks: ignore[exploding]`), undefined);
    assert.equal(symptomIn(`${LINE}  # goldilocks: ignore`), undefined);
    assert.equal(symptomIn(`${LINE}  # goldilocks: ignore[rate-too-high]`), 'exploding');
  });
});
