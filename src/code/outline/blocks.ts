import { lastName } from '../syntax/expression.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Block } from '../syntax/facts.ts';
import type { Context } from '../program/context.ts';
import type { SettingReader } from './settingReader.ts';
import type { BlockOutline, Setting } from './trainingOutline.ts';

/** Iterate over their first argument, for example with a progress bar. */
const WRAPPERS = /^(tqdm|notebook_tqdm|enumerate|track|progress_bar|master_bar|list|iter)$/;

const EPOCH = /epoch|^ep$|^eps$/i;
const BATCHES = /loader|dataset|batches|(^|_)dl\b|train_?(data|set|ing_data|ds|iter)\b|_iter(ator)?\b|batch_?iter/i;

/** What a loop over batches calls them, whatever it iterates over. */
const BATCH = /^(batch(es)?|\w+_batch|batch_(x|y|data)|xb|inputs?|imgs?|images?|samples?)$/i;

/** What it calls a part of them, beside another: alone they may be anything, as in the loop `for x in phases:`. */
const PART = /^(data|x)$/i;

/** Conditions that may change with every iteration. */
const CHANGING_CONDITION = /%|[<>]=?|\b(epoch|step|iter|idx|batch|count|global_step|iteration|phase|i|it|t)(_\w+)?\b/i;

/** A condition on the part of an epoch, as in the loop `for phase in ["train", "val"]:`. */
const PHASE = /^\s*\w*(phase|split|stage|mode)\w*\s*==\s*['"]\w+['"]\s*$/i;

/** The blocks around a piece of code in its function, outermost first, without conditions that never change. */
export function outlineBlocks(context: Context, reader: SettingReader): BlockOutline[] {
  const outlines: BlockOutline[] = [];
  let isInPhase = false;
  for (let current = context.block ?? null; current; current = current.outer) {
    // Of the phases of an epoch only the one in the condition runs the code.
    if (current.kind === 'if' && PHASE.test(current.conditions)) isInPhase = true;
    else if (!(isInPhase && isOverTexts(current))) {
      const outline = outlineOf(current, context, reader);
      const span = current.iterable ?? { start: current.start, end: current.start };
      if (outline) outlines.unshift({ ...outline, ...reader.source.rangeOf(context.unit, span) });
    }
  }
  return outlines;
}

function isOverTexts({ iterable }: Block): boolean {
  return iterable?.kind === 'list' && iterable.items.length > 0 && iterable.items.every(({ kind }) => kind === 'text');
}

type OutlinedBlock = Pick<BlockOutline, 'kind' | 'count' | 'continues' | 'condition'>;

function outlineOf(block: Block, context: Context, reader: SettingReader): OutlinedBlock | null {
  const { kind, iterable, targets, conditions } = block;
  const outline: OutlinedBlock = { kind: 'loop', count: null, continues: false, condition: '' };
  if (kind === 'if')
    return CHANGING_CONDITION.test(conditions) ? { ...outline, kind: 'condition', condition: conditions } : null;
  if (kind === 'while' || !iterable) return outline;
  const { text } = reader.read(iterable, context);
  if (targets.some((target) => EPOCH.test(target)) || /range\([^)]{0,100}epoch/i.test(text))
    return { ...outline, kind: 'epochs', count: countOf(iterable, context, reader), continues: isContinued(iterable) };
  const isBatch = (target: string) => BATCH.test(target) || (targets.length > 1 && PART.test(target));
  const isOverBatches = BATCHES.test(text) || (!isRange(iterable) && isInLoop(block.outer) && targets.some(isBatch));
  return { ...outline, kind: isOverBatches ? 'batches' : 'loop' };
}

/** Whether a block is a loop or lies in one. */
export function isInLoop(block: Block | null): boolean {
  return block !== null && (block.kind !== 'if' || isInLoop(block.outer));
}

/** Whether it is a range, also one within a progress bar: it counts something, whatever the loop calls that. */
function isRange(over: Expression): boolean {
  if (over.kind !== 'call') return false;
  const name = lastName(over.callee) ?? '';
  return /^(range|trange)$/.test(name) || (WRAPPERS.test(name) && over.args.length > 0 && isRange(over.args[0].value));
}

/** Whether a range starts with a number that isn't written: `range(start, epochs)`. */
function isContinued(over: Expression): boolean {
  if (over.kind !== 'call') return false;
  const [first, second] = over.args;
  if (WRAPPERS.test(lastName(over.callee) ?? '')) return first !== undefined && isContinued(first.value);
  return second?.name === null && first.value.kind !== 'number';
}

/** The number of iterations of `range(n)`, `range(0, n)`, `range(1, n + 1)` and `trange(n)`; null if unknown. */
function countOf(over: Expression, context: Context, reader: SettingReader): Setting | null {
  const end = countedTo(over, context, reader);
  if (end) return reader.read(end, context);
  const [first, second] = rangeArguments(over);
  const [from, to] = [first, second].map((limit) => limit && reader.read(limit, context));
  return from && to && from.value !== null && to.value !== null ? { ...to, value: to.value - from.value } : null;
}

/** What a range counts its iterations with: n of `range(n)`, `range(0, n)`, `range(1, n + 1)` and `trange(n)`; null for other ranges. */
export function countedTo(over: Expression, context: Context, reader: SettingReader): Expression | null {
  const [first, second] = rangeArguments(over);
  if (!first || !second) return first ?? null;
  const start = reader.read(first, context).value;
  if (start === 0) return second;
  // range(1, n + 1)
  const isShifted =
    second.kind === 'operation' &&
    second.operator === '+' &&
    start !== null &&
    reader.read(second.right, context).value === start;
  return isShifted ? second.left : null;
}

/** One or two arguments of a range, also of one within a progress bar; none for anything else. */
function rangeArguments(over: Expression): readonly Expression[] {
  if (over.kind !== 'call') return [];
  const [first, second] = over.args;
  const name = lastName(over.callee) ?? '';
  if (WRAPPERS.test(name) && first) return rangeArguments(first.value);
  if (!/^(range|trange)$/.test(name) || over.args.length > 2 || over.args.some(({ spread }) => spread)) return [];
  return [first, second].flatMap((argument, index) =>
    argument && (index === 0 || argument.name === null) ? argument.value : [],
  );
}
