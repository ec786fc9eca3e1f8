import type { Scope, Unit } from '../syntax/facts.ts';
import type { NamedFindings } from './namedRates.ts';
import type { DefaultDraft, Findings, OwnedRates, ScheduleDraft } from './callSearch.ts';
import { SiteBook } from './siteDrafts.ts';
import type { Owner } from './siteDrafts.ts';

const NONE: readonly Owner[] = [];

/** What was found all over a program, put together in the order in which it counts. */
export class Gathering {
  readonly book = new SiteBook();
  readonly defaults: DefaultDraft[] = [];
  readonly schedules: ScheduleDraft[] = [];
  /** Names of all optimizers that are created in the program. */
  readonly optimizers = new Set<string>();
  /** The same by where they are created. */
  readonly createdIn = new Map<Unit, Set<string>>();
  /** Whether one of them is not one of several that the code chooses among. */
  isCertain = false;
  /** Whether the rate of one of them is not written where it is created. */
  awaitsRate = false;
  /** Names of rates, and the optimizers that take them. */
  readonly #takers = new Map<string, Set<string>>();
  /** Whom the parameters of functions belong to that are used as a rate. */
  readonly #parameters = new Map<Scope, Map<string, Owner[]>>();

  addFindings(unit: Unit, { rates, defaults, schedules, optimizers, isCertain, takers, awaitsRate }: Findings): void {
    for (const owned of rates) this.addRates(owned);
    for (const one of defaults) this.#addDefault(one);
    this.schedules.push(...schedules);
    for (const name of optimizers) {
      this.optimizers.add(name);
      this.createdIn.set(unit, (this.createdIn.get(unit) ?? new Set()).add(name));
    }
    this.isCertain ||= isCertain;
    for (const { name, optimizer } of takers)
      this.#takers.set(name, (this.#takers.get(name) ?? new Set()).add(optimizer));
    this.awaitsRate ||= awaitsRate;
  }

  addNamed(named: NamedFindings): void {
    this.addRates(named);
    const { definer, isOfClass, trace, owner } = named;
    if (definer === null) return;
    for (const number of trace.numbers) {
      const draft = this.book.record(number, owner);
      if (isOfClass || draft.optimizers.size === 0) draft.definedBy = definer;
    }
  }

  addRates({ owner, trace }: OwnedRates): void {
    for (const number of trace.numbers) this.book.record(number, owner);
    for (const { scope, name } of trace.parameters) this.#addOwner(scope, name, owner);
  }

  /** The only optimizer that takes a rate of this name; null if none does, or several do. */
  takerOf(name: string): string | null {
    const takers = this.#takers.get(name);
    return takers?.size === 1 ? [...takers][0] : null;
  }

  /** The list goes on growing while rates are added. */
  ownersOf(scope: Scope, parameter: string): readonly Owner[] {
    return this.#parameters.get(scope)?.get(parameter) ?? NONE;
  }

  /** A text that several calls take for their optimizer names it once. */
  #addDefault(one: DefaultDraft): void {
    if (!this.defaults.some(({ unit, start }) => unit === one.unit && start === one.start)) this.defaults.push(one);
  }

  #addOwner(scope: Scope, name: string, owner: Owner): void {
    const parameters = this.#parameters.get(scope) ?? new Map<string, Owner[]>();
    this.#parameters.set(scope, parameters);
    const owners = parameters.get(name) ?? [];
    parameters.set(name, owners);
    if (!owners.some(({ optimizer, framework }) => optimizer === owner.optimizer && framework === owner.framework))
      owners.push(owner);
  }
}
