import * as l10n from '@vscode/l10n';
import type { CodeFix } from './codeFix.ts';
import { addArgument } from './callArguments.ts';
import type { OptimizerCall } from './callAt.ts';
import type { ReadProgram } from '../readProgram.ts';

/**
 * Adds `global_clipnorm` to the call that creates an optimizer of Keras. Unlike `clipnorm`, which is for each variable by itself, it limits
 * the norm of all gradients together, the one that was logged.
 * Source: keras.io, Optimizers, Core Optimizer API
 */
export function clipKeras(read: ReadProgram, { site }: OptimizerCall, norm: string): CodeFix | null {
  if (site.call.args.some(({ name }) => /clip(norm|value)$/.test(name ?? '')))
    return { refusal: l10n.t('Its gradients are clipped already.') };
  const change = addArgument(read, site, `global_clipnorm=${norm}`);
  return change && { changes: [change] };
}
