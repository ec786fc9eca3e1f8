import type { ProgramReport } from '../programReport.ts';
import type { SourceRange } from '../rateSite.ts';
import { cellTexts } from '../source.ts';
import type { Source } from '../source.ts';
import { cosineLength } from './cosineLength.ts';
import { isIgnored } from './ignoreComments.ts';
import { integerDivision } from './integerDivision.ts';
import { longWarmUp, settingsLongWarmUp } from './longWarmUp.ts';
import { minimumAboveBase } from './minimumAboveBase.ts';
import { patienceTooLong } from './patienceTooLong.ts';
import { rateFreeOptimizer } from './rateFreeOptimizer.ts';
import { rateNotPositive } from './rateNotPositive.ts';
import { rateTooHigh } from './rateTooHigh.ts';
import { rateTooLow } from './rateTooLow.ts';
import { mentionsTraining } from '../trainingWords.ts';
import { RULE_NAMES } from './rule.ts';
import type { Problem, Rule, RuleName } from './rule.ts';
import { settingsRateNotPositive, settingsRateTooHigh } from './settingsRates.ts';
import { steppedPerBatch } from './steppedPerBatch.ts';
import { steppedPerEpoch } from './steppedPerEpoch.ts';
import { scheduleLength } from './scheduleLength.ts';
import { neverStepped } from './neverStepped.ts';
import { steppedTwice } from './steppedTwice.ts';
import { createdInLoop } from './createdInLoop.ts';
import { schedulerNotRestored } from './schedulerNotRestored.ts';
import { factorOutOfRange } from './factorOutOfRange.ts';
import { lambdaReturnsRate } from './lambdaReturnsRate.ts';
import { plateauMetric } from './plateauMetric.ts';
import { plateauWithSchedule } from './plateauWithSchedule.ts';
import { rateNotANumber } from './rateNotANumber.ts';
import { kerasArgument } from './kerasArgument.ts';
import { optaxSign } from './optaxSign.ts';
import { rateOverridden, settingsRateOverridden } from './rateOverridden.ts';
import { ratesDisagree } from './ratesDisagree.ts';

const RULES: Readonly<Record<RuleName, Rule>> = {
  'rate-too-high': rateTooHigh,
  'rate-too-low': rateTooLow,
  'rate-not-positive': rateNotPositive,
  'integer-division': integerDivision,
  'rate-free-optimizer': rateFreeOptimizer,
  'cosine-length': cosineLength,
  'stepped-per-batch': steppedPerBatch,
  'stepped-per-epoch': steppedPerEpoch,
  'long-warm-up': longWarmUp,
  'patience-too-long': patienceTooLong,
  'minimum-above-base': minimumAboveBase,
  'schedule-length': scheduleLength,
  'never-stepped': neverStepped,
  'stepped-twice': steppedTwice,
  'created-in-loop': createdInLoop,
  'scheduler-not-restored': schedulerNotRestored,
  'factor-out-of-range': factorOutOfRange,
  'lambda-returns-rate': lambdaReturnsRate,
  'plateau-metric': plateauMetric,
  'plateau-with-schedule': plateauWithSchedule,
  'rate-not-a-number': rateNotANumber,
  'keras-argument': kerasArgument,
  'optax-sign': optaxSign,
  'rate-overridden': rateOverridden,
  'rates-disagree': ratesDisagree,
};

/** A settings file alone shows too little for the others. */
const SETTINGS_RULES: Readonly<Partial<Record<RuleName, Rule>>> = {
  'rate-too-high': settingsRateTooHigh,
  'rate-not-positive': settingsRateNotPositive,
  'rate-not-a-number': rateNotANumber,
  'rate-overridden': settingsRateOverridden,
  'long-warm-up': settingsLongWarmUp,
};

const SETTINGS_LANGUAGE = /^(yaml|dockercompose|jsonc?|toml)$/;

/** A problem and the rule that found it. */
export interface FoundProblem extends Problem {
  readonly rule: RuleName;
}

/** A program without any of these has no optimizer and no schedule; most files of a model's layers have none. */
const OPTIMIZER_WORDS =
  /optim|(?<![a-z])l\w?r|l\w?r(?![a-z])|learning.?rate|sgd|adam|rmsprop|adagrad|optax|\.train\b|warm_?up|schedul|plateau|decay|prodigy|TrainingArguments/i;

/** Whether a source can have problems, so that it is worth searching for rates: it is about training. */
export function mayHaveProblems(source: Source): boolean {
  const text = cellTexts(source).join('\n');
  return mentionsTraining(text) && OPTIMIZER_WORDS.test(text);
}

/**
 * Checks the rates and schedulers of a source with all rules, and leaves out problems that a comment in their line ignores.
 * @param source what the report was made from
 */
export function checkRates(report: ProgramReport, source: Source): FoundProblem[] {
  const steps = checkInSteps(report, source);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does what `checkRates` does, one step for each rule. */
export function* checkInSteps(report: ProgramReport, source: Source): Generator<void, FoundProblem[]> {
  if (report.outline.isTest || !mayHaveProblems(source)) return [];
  const cells = cellTexts(source);
  const rules = 'language' in source && SETTINGS_LANGUAGE.test(source.language) ? SETTINGS_RULES : RULES;
  // Split on demand: few rules look at lines, and only if they suspect a problem.
  const lines: (readonly string[] | undefined)[] = [];
  const lineAt = ({ cell = 0, line }: SourceRange) =>
    (lines[cell] ??= cells[cell]?.split(/\r\n|\n|\r/) ?? [])[line - 1] ?? '';
  const text = cells.join('\n');
  const problems: FoundProblem[] = [];
  for (const rule of RULE_NAMES) {
    yield;
    for (const problem of rules[rule]?.({ report, text, lineAt }) ?? []) problems.push({ rule, ...problem });
  }
  return problems.filter(
    (problem, index) =>
      !isIgnored(problem.rule, lineAt(problem.range)) &&
      problems.findIndex((other) => isSame(other, problem)) === index,
  );
}

/** Whether two problems say the same of the same place, as of a step of several schedulers. */
function isSame({ range: a, ...first }: FoundProblem, { range: b, ...second }: FoundProblem): boolean {
  return first.message === second.message && a.cell === b.cell && a.line === b.line && a.column === b.column;
}
