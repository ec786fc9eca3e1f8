import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import type { CatalogEntry } from '../catalog/catalogEntry.ts';
import { lastName } from '../syntax/expression.ts';

/** A call that creates a scheduler or an instance of a settings class. */
export interface CreatedScheduler {
  readonly call: CallSite;
  /** The last part of the scheduler's name. */
  readonly name: string;
  /** Its parameters in order. */
  readonly parameters: readonly string[];
}

/** Schedulers that aren't in the catalog because they take no rate: by the last part of their names, their parameters in order. */
const WARM_UPS: Readonly<Record<string, readonly string[] | undefined>> = Object.fromEntries(
  ['linear', 'cosine', 'cosine_with_hard_restarts', 'polynomial_decay'].map((shape) => [
    `get_${shape}_schedule_with_warmup`,
    ['optimizer', 'num_warmup_steps', 'num_training_steps'],
  ]),
);

/** The scheduler that a call creates; null if it creates none. */
export function createdScheduler(program: Program, call: CallSite): CreatedScheduler | null {
  const { callee } = call.call;
  const name = lastName(callee);
  if (name === null || callee.kind !== 'path') return null;
  const parameters = parametersOf(program.catalogEntryOf(callee)) ?? WARM_UPS[name];
  return parameters ? { call, name, parameters } : null;
}

function parametersOf(entry: CatalogEntry | null): readonly string[] | null {
  if (entry?.kind === 'settings') return [];
  return entry?.kind === 'scheduler' ? entry.parameters : null;
}
