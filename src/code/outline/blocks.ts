import { lastName } from '../syntax/expression.ts';
import type { SourceText } from '../sourceText.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Block, Scope, Unit } from '../syntax/facts.ts';
import type { SettingReader } from './settingReader.ts';
import type { BlockOutline, Setting } from './trainingOutline.ts';

/** Iterate over their first argument, for example with a progress bar. */
const WRAPPERS = /^(tqdm|notebook_tqdm|enumerate|track|progress_bar|master_bar|list|iter)$/;

const EPOCH = /epoch|^ep$|^eps$/i;
const BATCHES = /loader|dataset|batches|(^|_)dl\b|train_?(data|set|ing_data|ds|iter)\b|_iter(ator)?\b|batch_?iter/i;

/** Conditions that may change with every iteration. */
const CHANGING_CONDITION = /%|[<>]=?|\b(epoch|step|iter|idx|batch|count|global_step|iteration|phase|i|it|t)(_\w+)?\b/i;

/** The blocks around a piece of code in its function, outermost first, without conditions that never change. */
export function outlineBlocks(
  block: Block | null,
  scope: Scope | null,
  unit: Unit,
  reader: SettingReader,
  source: SourceText,
): BlockOutline[] {
  const outlines: BlockOutline[] = [];
  for (let current = block; current; current = current.outer) {
    const outline = outlineOf(current, scope, unit, reader);
    if (outline)
      outlines.unshift({
        ...outline,
        ...source.rangeOf(unit, current.iterable ?? { start: current.start, end: current.start }),
      });
  }
  return outlines;
}

function outlineOf(
  { kind, iterable, targets, conditions }: Block,
  scope: Scope | null,
  unit: Unit,
  reader: SettingReader,
): Pick<BlockOutline, 'kind' | 'count'> | null {
  if (kind === 'if') return CHANGING_CONDITION.test(conditions) ? { kind: 'condition', count: null } : null;
  if (kind === 'while' || !iterable) return { kind: 'loop', count: null };
  const { text } = reader.read(iterable, { scope, unit });
  if (targets.some((target) => EPOCH.test(target)) || /range\([^)]{0,100}epoch/i.test(text))
    return { kind: 'epochs', count: countOf(iterable, scope, unit, reader) };
  return { kind: BATCHES.test(text) ? 'batches' : 'loop', count: null };
}

/** The number of iterations of `range(n)`, `range(0, n)`, `range(1, n + 1)` and `trange(n)`; null if unknown. */
function countOf(over: Expression, scope: Scope | null, unit: Unit, reader: SettingReader): Setting | null {
  if (over.kind !== 'call') return null;
  const [first, second, ...more] = over.args.map(({ value }) => value);
  const name = lastName(over.callee) ?? '';
  if (WRAPPERS.test(name) && first) return countOf(first, scope, unit, reader);
  if (!/^(range|trange)$/.test(name) || !first || more.length > 0 || over.args.some(({ spread }) => spread))
    return null;
  const context = { scope, unit };
  const isRange = second !== undefined && over.args[1].name === null;
  if (!isRange) return reader.read(first, context);
  const start = reader.read(first, context).value;
  if (start === 0) return reader.read(second, context);
  // range(1, n + 1)
  const isShifted =
    second.kind === 'operation' &&
    second.operator === '+' &&
    start !== null &&
    reader.read(second.right, context).value === start;
  if (isShifted) return reader.read(second.left, context);
  const end = reader.read(second, context);
  return start === null || end.value === null ? null : { ...end, value: end.value - start };
}
