import { outlineTraining } from './outline/outlineTraining.ts';
import { createdScheduler } from './outline/createdScheduler.ts';
import type { CreatedScheduler } from './outline/createdScheduler.ts';
import { Places } from './sourceText.ts';
import type { ProgramReport } from './programReport.ts';
import type { Unit } from './syntax/facts.ts';
import { finish } from './rates/buildReport.ts';
import { Gathering } from './rates/rateCollector.ts';
import { searchKnownCall } from './rates/knownCalls.ts';
import { LocalCalls } from './rates/localCalls.ts';
import { MemoOf } from './program/dependencyTracking.ts';
import { searchNamedValue, searchReturnedRates } from './rates/namedRates.ts';
import type { NamedFindings } from './rates/namedRates.ts';
import type { NamedValue, PlacedCall } from './program/namedValue.ts';
import { calleesOf } from './rates/optimizerCalls.ts';
import { inOrder } from './program/sourceOrder.ts';
import { Program } from './program/program.ts';
import type { ProgramKind } from './program/program.ts';
import { searchScheduleSettings } from './rates/scheduleSettings.ts';
import { Search } from './rates/callSearch.ts';
import type { Findings, OwnedRates } from './rates/callSearch.ts';
import type { Statement } from './program/unitSymbols.ts';
import { NOBODY } from './rates/siteDrafts.ts';
import { searchUnknownCall } from './rates/unknownCalls.ts';

/** Local calls can pass a rate on through this many functions. */
const ROUNDS = 3;

/** What is found at a call. */
interface CallFindings {
  readonly rates: Findings;
  readonly scheduler: CreatedScheduler | null;
}

/**
 * Finds the rates of a program by what its statements say, version after version. What was found in a place is kept for as long as
 * all that the search there asked for has the same answers; only the putting together is done each time.
 */
export class Analysis {
  readonly #program: Program;
  readonly #calls: MemoOf<PlacedCall, CallFindings | null>;
  readonly #callsIn: MemoOf<Statement, readonly CallFindings[]>;
  readonly #named: MemoOf<NamedValue, NamedFindings | null>;
  readonly #returned: MemoOf<Unit, readonly OwnedRates[]>;
  readonly #scheduled: MemoOf<Unit, readonly OwnedRates[]>;
  readonly #local: LocalCalls;

  constructor(readonly kind: ProgramKind) {
    const program = new Program(kind);
    this.#program = program;
    this.#calls = new MemoOf(program.versions, (call) => searchCall(program, call));
    this.#callsIn = new MemoOf<Statement, readonly CallFindings[]>(program.versions, ({ calls }) =>
      calls.flatMap((call) => this.#calls.partOf(call) ?? []),
    );
    this.#named = new MemoOf(program.versions, (value) => searchNamedValue(program, value));
    this.#returned = new MemoOf(program.versions, (unit) => searchReturnedRates(program, unit));
    this.#scheduled = new MemoOf(program.versions, (unit) => searchScheduleSettings(program, unit));
    this.#local = new LocalCalls(program);
  }

  /** Whether it is time to begin anew. */
  get isWorn(): boolean {
    return this.#program.isWorn;
  }

  /**
   * The rates of the newest version, in many short steps.
   * @param texts of all cells
   * @param marked whether places say which cell they are in
   */
  *analyze(units: readonly Unit[], texts: readonly string[], marked: boolean): Generator<void, ProgramReport> {
    yield* this.#program.update(units, texts);
    const found = new Gathering();
    const schedulers = yield* this.#gatherCalls(found);
    yield* this.#gatherNamed(found);
    yield* this.#gatherByUnit(found, units);
    yield* this.#gatherPassed(found);
    const places = new Places(texts, marked);
    const rates = finish(found, this.#program, places);
    yield;
    return { ...rates, outline: outlineTraining(this.#program, schedulers, places) };
  }

  /** @returns the schedulers that are created */
  *#gatherCalls(found: Gathering): Generator<void, readonly CreatedScheduler[]> {
    const schedulers: CreatedScheduler[] = [];
    for (const statement of this.#program.statements) {
      // A new one is searched call by call; of one that is known most often nothing has changed.
      if (!this.#callsIn.knows(statement)) {
        for (const call of statement.calls) {
          this.#calls.of(call);
          yield;
        }
      }
      for (const { rates, scheduler } of this.#callsIn.of(statement)) {
        found.addFindings(statement.unit, rates);
        if (scheduler) schedulers.push(scheduler);
      }
      yield;
    }
    return schedulers;
  }

  *#gatherNamed(found: Gathering): Generator<void, void> {
    for (const value of ratesByName(this.#program)) {
      const named = this.#named.of(value);
      if (named) found.addNamed(named);
      yield;
    }
  }

  *#gatherByUnit(found: Gathering, units: readonly Unit[]): Generator<void, void> {
    for (const unit of units) {
      const { returns, dicts } = unit.facts;
      if (returns.length > 0) for (const owned of this.#returned.of(unit)) found.addRates(owned);
      if (dicts.length > 0) for (const owned of this.#scheduled.of(unit)) found.addRates(owned);
      yield;
    }
  }

  *#gatherPassed(found: Gathering): Generator<void, void> {
    const { passed } = this.#local;
    for (let round = 0; round < ROUNDS; round++) {
      for (const argument of passed) {
        const owners = found.ownersOf(argument.called, argument.parameter);
        for (const { optimizer, framework, chosen } of owners)
          found.addRates({ owner: { optimizer, framework, chosen, nearby: null }, trace: this.#local.trace(argument) });
        if (argument.isNamed) found.addRates({ owner: NOBODY, trace: this.#local.trace(argument) });
      }
      yield;
    }
  }
}

function searchCall(program: Program, placed: PlacedCall): CallFindings | null {
  const { call } = placed;
  const search = new Search(program);
  const callees = calleesOf(program, call, placed);
  if (callees.length === 0) searchUnknownCall(search, call, placed);
  for (const callee of callees) searchKnownCall(search, call, placed, callee);
  const scheduler = createdScheduler(program, placed);
  return search.isEmpty && !scheduler ? null : { rates: search, scheduler };
}

/** All values of names of rates: name by name, in the order in which the names are first given one. */
function ratesByName(program: Program): readonly NamedValue[] {
  const lists = program.rateNames.map(({ values }) => values).filter((values) => values.length > 0);
  return lists
    .sort(
      ([a], [b]) =>
        inOrder(a, b) || program.statementOf(a.unit).values.indexOf(a) - program.statementOf(b.unit).values.indexOf(b),
    )
    .flat();
}
