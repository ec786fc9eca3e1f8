import { isInLoop } from '../outline/blocks.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { Program } from '../program/program.ts';
import { enclosingClass } from '../syntax/facts.ts';
import type { Block } from '../syntax/facts.ts';
import { localCallsTo } from './torchSteps.ts';

/** How many functions up from a call its loops are looked for. */
const MAX_DEPTH = 3;

/** A loop, and a call in its function. */
export interface PlacedLoop {
  readonly loop: Block;
  readonly call: CallSite;
}

/**
 * The loops that repeat a call after an object was created, outermost first: those in its function, those around the only call of that
 * function, and so on; null if the code that creates the object does not lead there, or on several ways.
 */
export function loopsAround(
  program: Program,
  call: CallSite,
  created: CallSite,
  depth = MAX_DEPTH,
): readonly PlacedLoop[] | null {
  const isSameCode = call.scope === created.scope;
  const loops: PlacedLoop[] = [];
  let block = call.block;
  for (; block && !(isSameCode && block === created.block); block = block.outer)
    if (block.kind !== 'if') loops.unshift({ loop: block, call });
  if (isSameCode) return block === created.block ? loops : null;
  if (call.scope?.kind !== 'function' || depth === 0) return null;
  const [caller, ...others] = localCallsTo(program, call.scope);
  const around = caller && others.length === 0 ? loopsAround(program, caller, created, depth - 1) : null;
  return around && [...around, ...loops];
}

/**
 * The loops that repeat a call in a method, outermost first: those in the method, and those around the only call of it within the class; null
 * if there are several such calls, or if a loop elsewhere repeats the method.
 */
export function loopsInClass(program: Program, call: CallSite, depth = MAX_DEPTH): readonly PlacedLoop[] | null {
  const loops: PlacedLoop[] = [];
  for (let block = call.block; block; block = block.outer)
    if (block.kind !== 'if') loops.unshift({ loop: block, call });
  const own = enclosingClass(call.scope);
  const callers = call.scope ? program.callsTo(call.scope.name) : [];
  const inClass = callers.filter(({ scope }) => own !== null && enclosingClass(scope) === own);
  if (inClass.length === 0) return callers.some(({ block }) => isInLoop(block)) ? null : loops;
  const around = callers.length === 1 && depth > 0 ? loopsInClass(program, inClass[0], depth - 1) : null;
  return around && [...around, ...loops];
}
