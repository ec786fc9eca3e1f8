import { outlineTraining } from './outline/outlineTraining.ts';
import { createdObject } from './outline/createdObject.ts';
import type { CreatedObject } from './outline/createdObject.ts';
import type { ProgramReport } from './programReport.ts';
import { readProgram } from './readProgram.ts';
import type { Unit } from './syntax/facts.ts';
import { buildReport } from './rates/buildReport.ts';
import { RateCollector } from './rates/rateCollector.ts';
import { searchKnownCall } from './rates/knownCalls.ts';
import { passedArguments } from './rates/localCalls.ts';
import { searchNamedValue, searchReturnedRates } from './rates/namedRates.ts';
import { calleesOf } from './rates/optimizerCalls.ts';
import type { Program, ProgramKind } from './program/program.ts';
import { searchHandSteps } from './rates/handSteps.ts';
import { searchScheduleTables } from './rates/scheduleTables.ts';
import { CallSearch } from './rates/callSearch.ts';
import { searchUnknownCall } from './rates/unknownCalls.ts';

/** How many functions a rate is followed through, as they pass it to one another. */
const MAX_CALL_DEPTH = 3;

/**
 * Finds the learning rates of a program, in many short steps.
 * @param units in the order of the source
 * @param texts the text of each cell
 * @param isNotebook whether ranges say which cell they are in
 * @param isOfTraining see Program
 */
export function* analyzeProgram(
  kind: ProgramKind,
  units: readonly Unit[],
  texts: readonly string[],
  isNotebook: boolean,
  isOfTraining = false,
): Generator<void, ProgramReport> {
  const { program, source } = yield* readProgram(kind, units, texts, isNotebook, isOfTraining);
  const collector = new RateCollector();
  const created = yield* collectFromCalls(program, collector);
  yield* collectNamedValues(program, collector);
  yield* collectFromUnits(program, collector);
  yield* collectPassedArguments(program, collector);
  const rates = buildReport(collector, program, source);
  yield;
  return { ...rates, outline: yield* outlineTraining(program, created, source) };
}

/** @returns the optimizers and schedulers that are created */
function* collectFromCalls(program: Program, collector: RateCollector): Generator<void, readonly CreatedObject[]> {
  const all: CreatedObject[] = [];
  for (const { calls } of program.symbols) {
    for (const site of calls) {
      searchCall(new CallSearch(program, site, collector));
      const created = createdObject(program, site);
      if (created) all.push(created);
      yield;
    }
  }
  return all;
}

function searchCall(search: CallSearch): void {
  const callees = calleesOf(search.program, search.call, search.site);
  if (callees.length === 0) searchUnknownCall(search);
  for (const callee of callees) searchKnownCall(search, callee);
}

function* collectNamedValues(program: Program, collector: RateCollector): Generator<void, void> {
  for (const value of program.rateNames.flatMap(({ values }) => values)) {
    const rates = searchNamedValue(program, value);
    if (rates) collector.addNamedRates(rates);
    yield;
  }
}

function* collectFromUnits(program: Program, collector: RateCollector): Generator<void, void> {
  for (const { unit } of program.symbols) {
    for (const rates of searchReturnedRates(program, unit)) collector.addRates(rates);
    for (const rates of searchHandSteps(program, unit)) collector.addRates(rates);
    for (const rates of searchScheduleTables(program, unit)) collector.addRates(rates);
    yield;
  }
}

function* collectPassedArguments(program: Program, collector: RateCollector): Generator<void, void> {
  const passed = passedArguments(program);
  for (let round = 0; round < MAX_CALL_DEPTH; round++) {
    for (const argument of passed) {
      const attributions = collector.attributionsOf(argument.callee, argument.parameter);
      for (const { optimizer, framework, isOneOfSeveral, goesElsewhere } of attributions)
        collector.addRates({
          attribution: { optimizer, framework, isOneOfSeveral, goesElsewhere },
          trace: argument.trace,
        });
      if (argument.isNamedLikeRate) collector.addRates({ attribution: {}, trace: argument.trace });
    }
    yield;
  }
}
