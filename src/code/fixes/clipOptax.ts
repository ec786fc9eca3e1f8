import * as l10n from '@vscode/l10n';
import { lastName } from '../syntax/expression.ts';
import type { CodeFix } from './codeFix.ts';
import type { OptimizerCall } from './callAt.ts';
import type { ReadProgram } from '../readProgram.ts';

/**
 * Clips before the optimizer in a chain of optax: in that around it, or else in a new one. The state of a chain is a tuple, so programs that
 * read the state are not changed.
 */
export function clipOptax(
  { program, source, texts }: ReadProgram,
  { site, callee }: OptimizerCall,
  norm: string,
): CodeFix | null {
  const module = callee.names.slice(0, -1).join('.');
  if (program.importTargetOf(module) !== 'optax') return { refusal: l10n.t('optax is not imported as a module here.') };
  if (texts.some((text) => /\.hyperparams\b|\bopt\w*_?state\w*\s*\[/.test(text)))
    return { refusal: l10n.t('The program reads the state of the optimizer, which clipping would change.') };
  const clip = `${module}.clip_by_global_norm(${norm})`;
  const { unit, call } = site;
  const insertion = (offset: number, text: string) => ({
    range: source.rangeOf(unit, { start: offset, end: offset }),
    text,
  });
  const around = call.parent.node;
  if (around?.kind === 'call' && lastName(around.callee) === 'chain') {
    const [first] = around.args;
    if (first.spread || first.value.kind !== 'call') return null;
    const head = source.textOf(unit, { start: around.callee.end, end: first.value.start });
    return { changes: [insertion(first.value.start, `${clip},${/\r?\n[ \t]*$/.exec(head)?.[0] ?? ' '}`)] };
  }
  return { changes: [insertion(call.start, `${module}.chain(${clip}, `), insertion(call.end, ')')] };
}
