import assert from 'node:assert/strict';
import type { TextDocument } from 'vscode';
import type { ExperimentLibrary } from '../../../../src/app/experimentLibrary.ts';
import type { MeasuredRate } from '../../../../src/app/sites/measuredRates.ts';
import type { KeyedPlace } from '../../../../src/app/sites/siteKey.ts';
import type { ReadProgram } from '../../../../src/code/readProgram.ts';
import { writeRate } from '../../../../src/code/writeRate.ts';
import type { Finding, Remedy } from '../../../../src/domain/finding.ts';
import { NO_FACTS } from '../../../../src/domain/runFacts.ts';
import type { StepUnit } from '../../../../src/domain/runFacts.ts';
import type { CodeDocument } from '../../../../src/vscode/rates/codeDocument.ts';
import type { RunProblem } from '../../../../src/vscode/rateProblems/runProblems.ts';
import { withoutVscode } from '../../l10n/vscodeStandIn.ts';

const PLACE = { kind: 'rate', text: '0.1', value: 0.1, optimizer: 'SGD', range: {}, site: {} } as unknown as KeyedPlace;

interface Given {
  readonly finding?: Partial<Finding>;
  readonly multiple?: number;
  readonly measured?: Partial<MeasuredRate>;
  readonly unit?: StepUnit;
}

function problemWith({ finding, multiple, measured, unit = 'step' }: Given, place = PLACE): RunProblem {
  return {
    place,
    finding: { symptom: 'spike', suggestedRate: null, factor: null, remedies: [], ...finding },
    result: {
      folder: '',
      run: { variant: '', index: 0, facts: { ...NO_FACTS, unit } },
      site: { tie: 'only', ...(multiple !== undefined && { multiple }) },
      findings: [],
    },
    measured: measured ?? null,
  } as unknown as RunProblem;
}

describe('the quick fixes of a run that went wrong', () => {
  let modules: {
    readonly runFixes: (typeof import('../../../../src/vscode/rateProblems/runFixes.ts'))['runFixes'];
    readonly suggestedFix: (typeof import('../../../../src/vscode/rateProblems/runFixes.ts'))['suggestedFix'];
    readonly remedyFixes: (typeof import('../../../../src/vscode/rateProblems/remedyFixes.ts'))['remedyFixes'];
  };
  before(async () => {
    modules = await withoutVscode(async () => ({
      ...(await import('../../../../src/vscode/rateProblems/runFixes.ts')),
      ...(await import('../../../../src/vscode/rateProblems/remedyFixes.ts')),
    }));
  });

  /** The title of the first fix in a program with this text. */
  function titleIn(text: string, place: KeyedPlace, given: Given): string {
    const document = { uri: {}, languageId: 'python', getText: () => text } as TextDocument;
    return modules.runFixes(problemWith(given, place), document, writeRate, {} as ExperimentLibrary, [])[0].title;
  }

  /** The title of the first fix, which changes the rate. */
  function rateTitle(given: Given): string {
    return titleIn('', PLACE, given);
  }

  /** The title of the fix that makes a remedy, in a warm-up that does or doesn't end in a cosine. */
  function remedyTitle(remedy: Remedy, given: Given = {}, endsInCosine = false): string {
    const fix = { changes: [], endsInCosine };
    const makers = {
      addSchedule: () => fix,
      clipGradients: () => fix,
      switchToAdam: () => fix,
      trainLonger: () => fix,
    };
    const problem = problemWith({ ...given, finding: { remedies: [remedy] } });
    return modules.remedyFixes(problem, {} as CodeDocument, {} as ReadProgram, makers)[0].title;
  }

  it('say which rate they write, and where the program multiplies the number, both', () => {
    const finding = { suggestedRate: 0.01 };
    assert.equal(rateTitle({ finding }), 'Change the rate to 0.01');
    assert.equal(rateTitle({ finding, multiple: 8 }), 'Change the number to 0.0013 (a rate of 0.01)');
    const scaled: Partial<Finding> = { remedies: [{ kind: 'scale-rate', factor: 0.1 }] };
    // Where the rate is unknown, the number may be the factor of a schedule.
    assert.equal(rateTitle({ finding: scaled }), 'Change the number to 0.01');
    assert.equal(rateTitle({ finding: scaled, multiple: 8 }), 'Change the number to 0.01 (a rate of 0.08)');
  });

  it('leave the rate of trees, and a number that may be no rate', () => {
    const unclear = { ...PLACE, optimizer: null };
    const asked: readonly Given[] = [
      { finding: { suggestedRate: 2 } },
      { finding: { remedies: [{ kind: 'scale-rate', factor: 10 }] } },
    ];
    const smaller: Given = { finding: { remedies: [{ kind: 'scale-rate', factor: 0.1 }] } };
    assert.equal(titleIn('import torch', unclear, smaller), 'Show the run that went wrong');
    assert.equal(titleIn('import torch', PLACE, smaller), 'Change the number to 0.01');
    // How much higher a number can be is only known where it is the rate for certain.
    assert.equal(titleIn('import torch', PLACE, asked[1]), 'Show the run that went wrong');
    for (const given of asked) {
      for (const library of ['lightgbm', 'xgboost', 'catboost', 'sklearn.ensemble._gb.GradientBoostingClassifier'])
        assert.equal(titleIn(`import ${library}`, PLACE, given), 'Show the run that went wrong', library);
    }
  });

  it('offer what the last run suggests where its curve blames nothing for certain', () => {
    const titleFor = (text: string, finding: Partial<Finding>): string | undefined => {
      const document = { uri: {}, languageId: 'python', getText: () => text } as TextDocument;
      const { result } = problemWith({});
      const found = { ...result, findings: [{ symptom: 'plateau', cause: 'undetermined', ...finding } as Finding] };
      return modules.suggestedFix(found, PLACE, document, writeRate)?.title;
    };
    assert.equal(titleFor('', { suggestedRate: 0.01 }), 'Change to 0.01, suggested by the last run');
    assert.equal(titleFor('', { suggestedRate: null }), undefined);
    assert.equal(titleFor('', { symptom: 'healthy', suggestedRate: 0.01 }), undefined);
    assert.equal(titleFor('import lightgbm', { suggestedRate: 0.01 }), undefined);
  });

  it('say what has suggested a rate', () => {
    const [rate, finding] = [0.01, { suggestedRate: 0.003 }];
    assert.equal(
      rateTitle({ finding, measured: { rate, by: 'runs' } }),
      'Change the rate to 0.01, suggested by runs of this program',
    );
    assert.equal(
      rateTitle({ finding, measured: { rate, by: 'range-test' } }),
      'Change the rate to 0.01, suggested by a range test of this program',
    );
  });

  it('name the rate of another optimizer, and where the program multiplies the number, both', () => {
    const remedy = { kind: 'switch-optimizer', name: 'Adam', rate: 0.008 } as Remedy;
    assert.equal(remedyTitle(remedy), 'Use Adam with a rate of 0.008');
    assert.equal(remedyTitle(remedy, { multiple: 8 }), 'Use Adam with 0.001 here (a rate of 0.008)');
  });

  it('name the length of a warm-up', () => {
    for (const [steps, unit, endsInCosine, title] of [
      [1, 'step', false, 'Add a warm-up of one step'],
      [1, 'epoch', false, 'Add a warm-up of one epoch'],
      [1, 'epoch', true, 'Add a warm-up of one epoch and a cosine schedule'],
      [1, 'step', true, 'Add a warm-up of one step and a cosine schedule'],
      [2, 'epoch', false, 'Add a warm-up of 2 epochs'],
      [50, 'step', true, 'Add a warm-up of 50 steps and a cosine schedule'],
    ] as const)
      assert.equal(remedyTitle({ kind: 'warm-up', steps }, { unit }, endsInCosine), title);
  });
});
