import * as l10n from '@vscode/l10n';
import type { Program } from '../program/program.ts';
import type { RateSite } from '../rateSite.ts';
import type { ReadProgram } from '../readProgram.ts';
import type { Argument, PathExpression } from '../syntax/expression.ts';
import { writeRate } from '../writeRate.ts';
import type { CodeFix } from './codeFix.ts';
import { removeArgument } from './callArguments.ts';
import { callAt } from './callAt.ts';

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
  if (callee.names.length === 1 && program.importTargetOf('Adam') !== adamBeside(program))
    return { refusal: l10n.t('Adam is not imported here.') };
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
  const removed = args.flatMap(({ name: key }, index) =>
    key !== null && DROPPED.includes(key) ? [removeArgument(read, site, index)] : [],
  );
  if (!removed.every((change) => change !== null)) return null;
  return {
    changes: [
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

function adamBeside(program: Program): string | undefined {
  return program.importTargetOf('SGD')?.replace(/SGD$/, 'Adam');
}

function hasOverridingSchedule(program: Program): boolean {
  return program.symbols.some(({ calls }) =>
    calls.some(({ call: { callee } }) => {
      const entry = callee.kind === 'path' ? program.catalogEntryOf(callee) : null;
      return entry?.kind === 'scheduler' && entry.effect === 'overrides';
    }),
  );
}
