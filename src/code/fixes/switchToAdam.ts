import * as l10n from '@vscode/l10n';
import type { Program } from '../program/program.ts';
import type { RateSite } from '../rateSite.ts';
import type { ReadProgram } from '../readProgram.ts';
import type { Argument, PathExpression } from '../syntax/expression.ts';
import { writeRate } from '../writeRate.ts';
import type { CodeFix, TextChange } from './codeFix.ts';
import { removeArguments } from './callArguments.ts';
import { callAt } from './callAt.ts';
import { usablePath } from './importedPath.ts';

const SGD = /^(torch\.optim|((tensorflow|tf)\.)?keras\.optimizers(\.legacy)?)\.SGD$/;

/** Arguments of SGD that Adam lacks. */
const DROPPED = ['momentum', 'nesterov', 'dampening'];

/** Those that both take, in PyTorch and in Keras. Sources: their documentation of SGD and Adam. */
const SHARED = new Set([
  ...['params', 'lr', 'weight_decay', 'maximize', 'foreach', 'differentiable', 'fused'],
  ...['learning_rate', 'name', 'clipnorm', 'clipvalue', 'global_clipnorm', 'use_ema', 'ema_momentum'],
  ...['ema_overwrite_frequency', 'loss_scale_factor', 'gradient_accumulation_steps'],
]);

/**
 * Makes an SGD of PyTorch or Keras an Adam of the same module, with another rate, which is written where the old one is.
 * @returns null for other optimizers
 */
export function switchToAdam(read: ReadProgram, rate: RateSite, adamRate: number): CodeFix | null {
  const { program, source, texts } = read;
  const optimizer = program.kind === 'python' ? callAt(read, rate, 'optimizer') : null;
  if (!optimizer || !SGD.test(writtenTarget(program, optimizer.callee))) return null;
  const { site, callee } = optimizer;
  const name = { start: callee.end - 'SGD'.length, end: callee.end };
  if (source.textOf(site.unit, name) !== 'SGD') return null;
  const imports = callee.names.length === 1 ? importOfAdam(read) : [];
  if (!imports) return { refusal: l10n.t('Adam is not imported here.') };
  if (rate.part !== 'base' || rate.optimizer !== 'SGD' || rate.others.length > 0 || rate.usedAt.length > 1)
    return { refusal: l10n.t('The number is not the rate of this optimizer alone.') };
  if (hasOverridingSchedule(program)) return { refusal: l10n.t('A schedule sets another rate than this number.') };
  if (texts.some((text) => /\[\s*["']momentum["']\s*\]/.test(text)))
    return { refusal: l10n.t('The program reads or sets the momentum, which Adam lacks.') };
  const { args } = site.call;
  const positions = optimizer.entry.framework === 'torch' ? 2 : 1;
  const isForeign = ({ name: key, spread }: Argument, index: number) =>
    spread || (key === null ? index >= positions : !SHARED.has(key) && !DROPPED.includes(key));
  if (args.some(isForeign) || (positions === 2 && args[0]?.value.kind === 'list'))
    return { refusal: l10n.t('SGD gets arguments that may mean something else to Adam.') };
  const dropped = args.flatMap(({ name: key }, index) => (key !== null && DROPPED.includes(key) ? [index] : []));
  const removed = removeArguments(read, site, dropped);
  if (!removed) return null;
  return {
    changes: [
      ...imports,
      { range: source.rangeOf(site.unit, name), text: 'Adam' },
      { range: rate, text: writeRate(adamRate, rate.text) },
      ...removed,
    ],
  };
}

/** The dotted name of what a path means, by the import that it begins with: not all modules with an SGD have an Adam. */
function writtenTarget(program: Program, { names: [first, ...rest] }: PathExpression): string {
  return [program.importTargetOf(first) ?? first, ...rest].join('.');
}

/** What imports Adam from the module of SGD: in place of SGD where nothing else uses that; null if it can't be told where to. */
function importOfAdam(read: ReadProgram): readonly TextChange[] | null {
  const { program, source, texts } = read;
  const target = program.importTargetOf('SGD')?.replace(/SGD$/, 'Adam');
  if (target === undefined || program.importTargetOf('Adam') === target) return target === undefined ? null : [];
  const uses = texts.reduce((count, text) => count + (text.match(/\bSGD\b/g)?.length ?? 0), 0);
  const unit = program.symbols
    .map((symbols) => symbols.unit)
    .find(({ facts }) => facts.imports.some(({ local }) => local === 'SGD'));
  const at = unit ? /\bSGD\b/.exec(texts[unit.cell].slice(unit.offset))?.index : undefined;
  if (uses !== 2 || !unit || at === undefined || unit.facts.scopes.length > 0)
    return usablePath(read, target, 'SGD')?.imports ?? null;
  return [{ range: source.rangeOf(unit, { start: at, end: at + 'SGD'.length }), text: 'Adam' }];
}

function hasOverridingSchedule(program: Program): boolean {
  return program.symbols.some(({ calls }) =>
    calls.some(({ call: { callee } }) => {
      const entry = callee.kind === 'path' ? program.catalogEntryOf(callee) : null;
      return entry?.kind === 'scheduler' && entry.effect === 'overrides';
    }),
  );
}
