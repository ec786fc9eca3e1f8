import { outlineTraining } from './outline/outlineTraining.ts';
import { createdObject } from './outline/createdObject.ts';
import type { CreatedObject } from './outline/createdObject.ts';
import { SourceText } from './sourceText.ts';
import type { ProgramReport } from './programReport.ts';
import type { Unit } from './syntax/facts.ts';
import { buildReport } from './rates/buildReport.ts';
import { RateCollector } from './rates/rateCollector.ts';
import { searchKnownCall } from './rates/knownCalls.ts';
import { LocalCalls } from './rates/localCalls.ts';
import { MemoMap } from './program/dependencyTracking.ts';
import { searchNamedValue, searchReturnedRates } from './rates/namedRates.ts';
import type { NamedRates } from './rates/namedRates.ts';
import type { NamedValue, CallSite } from './program/namedValue.ts';
import { calleesOf } from './rates/optimizerCalls.ts';
import { compareValues } from './program/sourceOrder.ts';
import { Program } from './program/program.ts';
import type { ProgramKind } from './program/program.ts';
import { searchHandSteps } from './rates/handSteps.ts';
import { searchScheduleSettings } from './rates/scheduleSettings.ts';
import { searchScheduleTables } from './rates/scheduleTables.ts';
import { CallSearch } from './rates/callSearch.ts';
import type { CallFindings, AttributedRates } from './rates/callSearch.ts';
import type { UnitSymbols } from './program/unitSymbols.ts';
import { UNATTRIBUTED } from './rates/siteDrafts.ts';
import { searchUnknownCall } from './rates/unknownCalls.ts';

/** How many functions a rate is followed through, as they pass it to one another. */
const MAX_CALL_DEPTH = 3;

/** What was found in a call. */
interface AnalyzedCall {
  readonly rates: CallFindings;
  readonly created: CreatedObject | null;
}

/**
 * Finds the learning rates of a program, version after version. The findings in one place are reused until something that they
 * depend on changes; only the report is built each time.
 */
export class ProgramAnalysis {
  readonly #program: Program;
  readonly #analyzedCalls: MemoMap<CallSite, AnalyzedCall | null>;
  readonly #callsByUnit: MemoMap<UnitSymbols, readonly AnalyzedCall[]>;
  readonly #namedRates: MemoMap<NamedValue, NamedRates | null>;
  readonly #returnedRates: MemoMap<Unit, readonly AttributedRates[]>;
  readonly #scheduledRates: MemoMap<Unit, readonly AttributedRates[]>;
  readonly #handSteps: MemoMap<Unit, readonly AttributedRates[]>;
  readonly #localCalls: LocalCalls;

  constructor(readonly kind: ProgramKind) {
    const program = new Program(kind);
    this.#program = program;
    this.#analyzedCalls = new MemoMap(program.tracker, (call) => searchCall(program, call));
    this.#callsByUnit = new MemoMap<UnitSymbols, readonly AnalyzedCall[]>(program.tracker, ({ calls }) =>
      calls.flatMap((call) => this.#analyzedCalls.getInline(call) ?? []),
    );
    this.#namedRates = new MemoMap(program.tracker, (value) => searchNamedValue(program, value));
    this.#returnedRates = new MemoMap(program.tracker, (unit) => searchReturnedRates(program, unit));
    this.#scheduledRates = new MemoMap<Unit, readonly AttributedRates[]>(program.tracker, (unit) => [
      ...searchScheduleSettings(program, unit),
      ...searchScheduleTables(program, unit),
    ]);
    this.#handSteps = new MemoMap(program.tracker, (unit) => searchHandSteps(program, unit));
    this.#localCalls = new LocalCalls(program);
  }

  /** See `Program.needsRebuild`. */
  get needsRebuild(): boolean {
    return this.#program.needsRebuild;
  }

  /**
   * Analyzes the newest version, in many short steps.
   * @param texts the text of each cell
   * @param isNotebook whether ranges say which cell they are in
   */
  *analyze(units: readonly Unit[], texts: readonly string[], isNotebook: boolean): Generator<void, ProgramReport> {
    yield* this.#program.update(units, texts);
    const collector = new RateCollector();
    const created = yield* this.#collectFromCalls(collector);
    yield* this.#collectNamedValues(collector);
    yield* this.#collectFromUnits(collector, units);
    yield* this.#collectPassedArguments(collector);
    const source = new SourceText(texts, isNotebook);
    const rates = buildReport(collector, this.#program, source);
    yield;
    return { ...rates, outline: outlineTraining(this.#program, created, source) };
  }

  /** @returns the optimizers and schedulers that are created */
  *#collectFromCalls(collector: RateCollector): Generator<void, readonly CreatedObject[]> {
    const all: CreatedObject[] = [];
    for (const symbols of this.#program.symbols) {
      // New units are searched call by call, to keep the steps short. In known ones usually nothing has changed.
      if (!this.#callsByUnit.has(symbols)) {
        for (const call of symbols.calls) {
          this.#analyzedCalls.get(call);
          yield;
        }
      }
      for (const { rates, created } of this.#callsByUnit.get(symbols)) {
        collector.addFindings(symbols.unit, rates);
        if (created) all.push(created);
      }
      yield;
    }
    return all;
  }

  *#collectNamedValues(collector: RateCollector): Generator<void, void> {
    for (const value of valuesByRateName(this.#program)) {
      const rates = this.#namedRates.get(value);
      if (rates) collector.addNamedRates(rates);
      yield;
    }
  }

  *#collectFromUnits(collector: RateCollector, units: readonly Unit[]): Generator<void, void> {
    for (const unit of units) {
      if (unit.facts.returns.length > 0) for (const rates of this.#returnedRates.get(unit)) collector.addRates(rates);
      for (const rates of this.#handSteps.get(unit)) collector.addRates(rates);
      for (const rates of this.#scheduledRates.get(unit)) collector.addRates(rates);
      yield;
    }
  }

  *#collectPassedArguments(collector: RateCollector): Generator<void, void> {
    const { passedArguments } = this.#localCalls;
    for (let round = 0; round < MAX_CALL_DEPTH; round++) {
      for (const argument of passedArguments) {
        const attributions = collector.attributionsOf(argument.callee, argument.parameter);
        for (const { optimizer, framework, isOneOfSeveral, goesElsewhere } of attributions)
          collector.addRates({
            attribution: { optimizer, framework, isOneOfSeveral, goesElsewhere, nearbyOptimizer: null },
            trace: this.#localCalls.trace(argument),
          });
        if (argument.isNamedLikeRate)
          collector.addRates({ attribution: UNATTRIBUTED, trace: this.#localCalls.trace(argument) });
      }
      yield;
    }
  }
}

function searchCall(program: Program, site: CallSite): AnalyzedCall | null {
  const { call } = site;
  const search = new CallSearch(program);
  const callees = calleesOf(program, call, site);
  if (callees.length === 0) searchUnknownCall(search, call, site);
  for (const callee of callees) searchKnownCall(search, call, site, callee);
  const created = createdObject(program, site);
  return search.isEmpty && !created ? null : { rates: search, created };
}

/** The values of all names of rates: name by name, sorted by the first value of each. */
function valuesByRateName(program: Program): readonly NamedValue[] {
  const lists = program.rateNames.map(({ values }) => values).filter((values) => values.length > 0);
  return lists
    .sort(
      ([a], [b]) =>
        compareValues(a, b) ||
        program.symbolsOf(a.unit).values.indexOf(a) - program.symbolsOf(b.unit).values.indexOf(b),
    )
    .flat();
}
