import type { CatalogEntry } from '../catalog/catalogEntry.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { lastName } from '../syntax/expression.ts';

/** A call that creates an optimizer, a scheduler or an instance of a settings class. */
export interface CreatedObject {
  readonly call: CallSite;
  /** The last part of its name. */
  readonly name: string;
  /** Its parameters in order. */
  readonly parameters: readonly string[];
  /** Null for a scheduler that isn't in the catalog. */
  readonly entry: CatalogEntry | null;
}

const WARM_UP: readonly string[] = ['num_warmup_steps', 'num_training_steps'];

/** Schedulers that aren't in the catalog because they take no rate: by the last part of their names, their parameters in order. */
const SCHEDULERS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...['linear', 'cosine', 'cosine_with_hard_restarts', 'polynomial_decay'].map(
    (shape) => [`get_${shape}_schedule_with_warmup`, ['optimizer', ...WARM_UP]] as const,
  ),
  ['get_scheduler', ['name', 'optimizer', ...WARM_UP]],
]);

/** What a call creates; null if it creates nothing of these. */
export function createdObject(program: Program, call: CallSite): CreatedObject | null {
  const { callee } = call.call;
  const name = lastName(callee);
  if (name === null || callee.kind !== 'path') return null;
  const entry = program.catalogEntryOf(callee);
  const parameters = entry ? parametersOf(entry) : SCHEDULERS.get(name);
  // Many programs have a `get_scheduler` of their own.
  if (!parameters || (!entry && name === 'get_scheduler' && !isFromTransformers(program.qualifiedNameOf(callee))))
    return null;
  return { call, name: entry?.name ?? name, parameters, entry };
}

function isFromTransformers(name: string): boolean {
  return /^(transformers|diffusers)\./.test(name);
}

function parametersOf(entry: CatalogEntry): readonly string[] {
  switch (entry.kind) {
    case 'scheduler':
      return entry.parameters;
    case 'optimizer':
      return Array.from({ length: (entry.rate.position ?? -1) + 1 }, (_, index) =>
        index === entry.rate.position ? entry.rate.names[0] : `#${index}`,
      );
    default:
      return [];
  }
}
