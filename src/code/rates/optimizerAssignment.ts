import { optimizerInName } from '../catalog/optimizerNames.ts';
import { onlyOf } from '../program/lists.ts';
import type { Unit } from '../syntax/facts.ts';
import type { RateCollector } from './rateCollector.ts';
import { configuredOptimizer } from './nearbyOptimizer.ts';
import type { Program } from '../program/program.ts';
import { setsRates } from './rateSetting.ts';
import type { SiteDraft } from './siteDraft.ts';

/** Assigns optimizers to the rates of a program. */
export class OptimizerAssignment {
  /** The optimizer of the whole program, or those that it chooses among; empty if that is unclear. */
  readonly programOptimizers: readonly string[];
  /** The optimizer that the program's options and settings name. */
  readonly #configured: string | null;
  /** Whether the program sets the rates of its optimizers after their creation. */
  readonly #setsRates: boolean;
  readonly #nearby: readonly string[];
  readonly #createdByCell = new Map<number, readonly string[]>();

  constructor(
    private readonly collected: RateCollector,
    program: Program,
  ) {
    this.#configured = configuredOptimizer(program);
    this.#setsRates = setsRates(program);
    this.#nearby = distinct(collected.drafts.flatMap(nearbyOptimizersOf));
    for (const [{ cell }, names] of collected.optimizersByUnit)
      this.#createdByCell.set(cell, distinct([...(this.#createdByCell.get(cell) ?? []), ...names]));
    this.programOptimizers = this.#findProgramOptimizers();
  }

  /**
   * The optimizers that a rate belongs to: those that it is passed to, or else those that are named near it or in its own name, or else
   * those of the program. More than one if the program chooses among them at run time.
   */
  optimizersOf(draft: SiteDraft): readonly string[] {
    const { definingOptimizer, attributions } = draft;
    if (definingOptimizer !== null) return [definingOptimizer];
    const nearby = nearbyOptimizersOf(draft);
    const optimizers = [...new Set(attributions.flatMap(({ optimizer }) => optimizer ?? []))];
    if (optimizers.length > 0) {
      const narrowed = this.#narrow(optimizers, onlyOf(nearby) ?? this.#configured);
      // If all of them run with this rate, it belongs to the first.
      return attributions.some(({ isOneOfSeveral }) => isOneOfSeveral) ? narrowed : narrowed.slice(0, 1);
    }
    if (attributions.some(({ goesElsewhere }) => goesElsewhere)) return [];
    const named = this.#fromName(draft.name);
    // `lbfgs_lr` beside `optimizer="adam"`
    if (nearby.length > 0 && !(named && nearby.every((name) => !includesName(name, named[0]))))
      return this.#narrow(nearby);
    return named ?? this.#fallback(draft);
  }

  #findProgramOptimizers(): readonly string[] {
    const { optimizers, hasDefiniteOptimizer } = this.collected;
    const created = distinct([...optimizers]);
    if (created.length > 0)
      return hasDefiniteOptimizer && created.length > 1 ? toList(this.#selected(created)) : this.#narrow(created);
    return this.#nearby.length === 1 ? this.#nearby : toList(this.#configured);
  }

  /** The optimizer in the name of a rate (`sgd_lr`), spelled as elsewhere in the program. */
  #fromName(name: string | null): readonly string[] | null {
    const inName = name === null ? null : optimizerInName(name);
    if (inName === null) return null;
    return [
      [...this.collected.optimizers, ...this.#nearby].find((known) => known.toLowerCase() === inName.toLowerCase()) ??
        inName,
    ];
  }

  #fallback({ attributions, role, part, name, unit }: SiteDraft): readonly string[] {
    if (attributions.some(({ isForOneClass }) => isForOneClass)) return [];
    const isSetting = role === 'config' || role === 'argument-default';
    // A constant or a parameter group would have been traced to the optimizer already.
    const consumer = name !== null && isSetting ? this.collected.consumerOf(name) : null;
    if (consumer !== null) return [consumer];
    const likely = this.programOptimizers.length > 0 ? this.programOptimizers : this.#createdNear(unit);
    // An optimizer with a literal rate takes none that is written elsewhere, unless the program sets it later.
    const isPassedToObject = attributions.every((use) => use.isPassedToObject);
    const isOwnRate = isPassedToObject || (part === 'base' && (isSetting || (role === 'constant' && !this.#setsRates)));
    return isOwnRate ? likely.filter((optimizer) => this.#isOpen(optimizer)) : likely;
  }

  #isOpen(optimizer: string): boolean {
    const { optimizers, openOptimizers } = this.collected;
    return !optimizers.has(optimizer) || openOptimizers.has(optimizer);
  }

  /** The only optimizer created in the same unit, or else in the same cell, the next or the one before. */
  #createdNear(unit: Unit): readonly string[] {
    const inUnit = distinct([...(this.collected.optimizersByUnit.get(unit) ?? [])]);
    if (inUnit.length === 1) return inUnit;
    const nearest = [unit.cell, unit.cell + 1, unit.cell - 1]
      .map((cell) => this.#createdByCell.get(cell))
      .find((names) => names !== undefined);
    return nearest?.length === 1 ? nearest : [];
  }

  /** The optimizer that the settings select, or that all others are variants of (AdamW8bit of AdamW); all of them if there is none. */
  #narrow(names: readonly string[], configured = this.#configured): readonly string[] {
    const one =
      this.#selected(names, configured) ?? names.find((name) => names.every((other) => includesName(other, name)));
    return one === undefined ? distinct(names) : [one];
  }

  #selected(names: readonly string[], configured = this.#configured): string | null {
    return names.find((name) => name.toLowerCase() === configured?.toLowerCase()) ?? null;
  }
}

function nearbyOptimizersOf({ attributions }: SiteDraft): readonly string[] {
  return [...new Set(attributions.flatMap(({ nearbyOptimizer }) => nearbyOptimizer ?? []))];
}

/** Whether one is the other or a variant of it, as AdamW8bit of AdamW. */
function includesName(name: string, part: string): boolean {
  return name.toLowerCase().includes(part.toLowerCase());
}

/** Ignores case: Keras accepts "sgd" for SGD. */
function distinct(names: readonly string[]): readonly string[] {
  return names.filter(
    (name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index,
  );
}

function toList(name: string | null): readonly string[] {
  return name === null ? [] : [name];
}
