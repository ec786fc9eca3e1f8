import { lastName } from '../syntax/expression.ts';
import type { Places } from '../sourceText.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Block, Scope, Unit } from '../syntax/facts.ts';
import type { SettingReader } from './settingReader.ts';
import type { BlockOutline, Setting } from './trainingOutline.ts';

/** Go through what they are given, and show how far they are. */
const TRANSPARENT = /^(tqdm|notebook_tqdm|enumerate|track|progress_bar|master_bar|list|iter)$/;

const EPOCH = /epoch|^ep$|^eps$/i;
const BATCHES = /loader|dataset|batches|(^|_)dl\b|train_?(data|set|ing_data|ds|iter)\b|_iter(ator)?\b|batch_?iter/i;

/** Conditions that come true only in some rounds. */
const CHANGING = /%|[<>]=?|\b(epoch|step|iter|idx|batch|count|global_step|iteration|phase|i|it|t)(_\w+)?\b/i;

/** What lies around a piece of code in its function, outermost first; conditions that stay the same all along are left out. */
export function outlineBlocks(
  block: Block | null,
  scope: Scope | null,
  unit: Unit,
  reader: SettingReader,
  places: Places,
): BlockOutline[] {
  const outlines: BlockOutline[] = [];
  for (let current = block; current; current = current.outer) {
    const outline = outlineOf(current, scope, unit, reader);
    if (outline)
      outlines.unshift({
        ...outline,
        ...places.of(unit, current.over ?? { start: current.start, end: current.start }),
      });
  }
  return outlines;
}

function outlineOf(
  { kind, over, targets, conditions }: Block,
  scope: Scope | null,
  unit: Unit,
  reader: SettingReader,
): Pick<BlockOutline, 'kind' | 'count'> | null {
  if (kind === 'if') return CHANGING.test(conditions) ? { kind: 'condition', count: null } : null;
  if (kind === 'while' || !over) return { kind: 'loop', count: null };
  const { text } = reader.read(over, { scope, unit });
  if (targets.some((target) => EPOCH.test(target)) || /range\([^)]*epoch/i.test(text))
    return { kind: 'epochs', count: countOf(over, scope, unit, reader) };
  return { kind: BATCHES.test(text) ? 'batches' : 'loop', count: null };
}

/** How many rounds `range(n)`, `range(0, n)`, `range(1, n + 1)` and `trange(n)` make, where it is to be seen. */
function countOf(over: Expression, scope: Scope | null, unit: Unit, reader: SettingReader): Setting | null {
  if (over.kind !== 'call') return null;
  const [first, second, ...more] = over.args.map(({ value }) => value);
  const name = lastName(over.callee) ?? '';
  if (TRANSPARENT.test(name) && first) return countOf(first, scope, unit, reader);
  if (!/^(range|trange)$/.test(name) || !first || more.length > 0 || over.args.some(({ spread }) => spread))
    return null;
  const where = { scope, unit };
  const isRange = second !== undefined && over.args[1].name === null;
  if (!isRange) return reader.read(first, where);
  const start = reader.read(first, where).value;
  if (start === 0) return reader.read(second, where);
  // range(1, n + 1)
  const isShifted =
    second.kind === 'operation' &&
    second.operator === '+' &&
    start !== null &&
    reader.read(second.right, where).value === start;
  if (isShifted) return reader.read(second.left, where);
  const end = reader.read(second, where);
  return start === null || end.value === null ? null : { ...end, value: end.value - start };
}
