import type { SchedulerEntry } from '../catalog/catalogEntry.ts';
import type { Framework } from '../rateSite.ts';
import type { Span } from '../syntax/expression.ts';
import type { Scope, Unit } from '../syntax/facts.ts';
import { onlyOf } from '../program/lists.ts';
import { positionOf } from '../program/sourceOrder.ts';
import type { RateTrace, TracedNumber } from './rateTrace.ts';
import type { Attribution, SiteDraft } from './siteDraft.ts';

/** An optimizer that runs at the framework's default rate. */
export interface DefaultDraft extends Span {
  readonly unit: Unit;
  readonly value: number;
  readonly framework: Framework;
  readonly optimizer: string | null;
  /** The parameter that has the default. */
  readonly name: string;
}

/** A scheduler that the code creates. */
export interface ScheduleDraft extends Span {
  readonly unit: Unit;
  readonly entry: SchedulerEntry;
  readonly optimizer: string | null;
  readonly settings: Readonly<Record<string, number>>;
}

/** Rates, and whose they are. */
export interface AttributedRates {
  readonly attribution: Attribution;
  readonly trace: RateTrace;
}

/** Rates that are given to a name. */
export interface NamedRates extends AttributedRates {
  /** The optimizer whose definition contains them; null if none does. */
  readonly definingOptimizer: string | null;
  /** Whether that is a class, whose rates belong to it whatever else takes them. */
  readonly isDefinedByClass: boolean;
}

const NO_ATTRIBUTIONS: readonly Attribution[] = [];

/** Collects the findings of all searches in a program. Where they disagree, the first one counts. */
export class RateCollector {
  readonly defaults: DefaultDraft[] = [];
  readonly schedules: ScheduleDraft[] = [];
  /** The names of all optimizers that the program creates. */
  readonly optimizers = new Set<string>();
  /** The same, by the unit that creates them. */
  readonly optimizersByUnit = new Map<Unit, Set<string>>();
  /** Whether at least one of them is created unconditionally. */
  hasDefiniteOptimizer = false;
  /** Those that are created without a literal rate at least once. */
  readonly openOptimizers = new Set<string>();
  /** By position. */
  readonly #drafts = new Map<number, SiteDraft>();
  /** By the name of a rate: the optimizers that take it. */
  readonly #consumers = new Map<string, Set<string>>();
  /** Function parameters that are used as a rate, and whose rate it is. */
  readonly #parameterAttributions = new Map<Scope, Map<string, Attribution[]>>();

  /** All rates found so far, one draft for each number. */
  get drafts(): SiteDraft[] {
    return [...this.#drafts.values()];
  }

  /**
   * Records that a unit creates an optimizer.
   * @param isDefinite whether it does so unconditionally
   */
  addOptimizer(name: string, unit: Unit, isDefinite: boolean): void {
    this.optimizers.add(name);
    this.optimizersByUnit.set(unit, (this.optimizersByUnit.get(unit) ?? new Set()).add(name));
    this.hasDefiniteOptimizer ||= isDefinite;
  }

  /** Records that an optimizer takes the value of a name as its rate. */
  addConsumer(name: string, optimizer: string): void {
    this.#consumers.set(name, (this.#consumers.get(name) ?? new Set()).add(optimizer));
  }

  /** Records a default once, though several calls may use the same optimizer string. */
  addDefault(draft: DefaultDraft): void {
    if (!this.defaults.some(({ unit, start }) => unit === draft.unit && start === draft.start))
      this.defaults.push(draft);
  }

  addNamedRates(named: NamedRates): void {
    this.addRates(named);
    const { definingOptimizer, isDefinedByClass, trace, attribution } = named;
    if (definingOptimizer === null) return;
    for (const number of trace.numbers) {
      const draft = this.#record(number, attribution);
      const isTaken = draft.attributions.some(({ optimizer }) => typeof optimizer === 'string');
      if (isDefinedByClass || !isTaken) draft.definingOptimizer = definingOptimizer;
    }
  }

  addRates({ attribution, trace }: AttributedRates): void {
    for (const number of trace.numbers) this.#record(number, attribution);
    for (const { scope, name } of trace.parameters) this.#addParameterAttribution(scope, name, attribution);
  }

  /** The only optimizer that takes the rate of this name; null if there is none, or more than one. */
  consumerOf(name: string): string | null {
    return onlyOf(this.#consumers.get(name) ?? []);
  }

  /** Whose rate a parameter is. The list grows as rates are added. */
  attributionsOf(scope: Scope, parameter: string): readonly Attribution[] {
    return this.#parameterAttributions.get(scope)?.get(parameter) ?? NO_ATTRIBUTIONS;
  }

  #record(number: TracedNumber, attribution: Attribution): SiteDraft {
    const position = positionOf(number.unit, number.start);
    const draft: SiteDraft = this.#drafts.get(position) ?? {
      ...number,
      definingOptimizer: null,
      attributions: [],
      uses: new Map(),
    };
    this.#drafts.set(position, draft);
    draft.attributions.push(attribution);
    draft.name ??= number.name;
    for (const [at, use] of number.uses) draft.uses.set(at, use);
    return draft;
  }

  #addParameterAttribution(scope: Scope, name: string, attribution: Attribution): void {
    const parameters = this.#parameterAttributions.get(scope) ?? new Map<string, Attribution[]>();
    this.#parameterAttributions.set(scope, parameters);
    const attributions = parameters.get(name) ?? [];
    parameters.set(name, attributions);
    if (
      !attributions.some(
        ({ optimizer, framework, goesElsewhere }) =>
          optimizer === attribution.optimizer &&
          framework === attribution.framework &&
          goesElsewhere === attribution.goesElsewhere,
      )
    )
      attributions.push(attribution);
  }
}
