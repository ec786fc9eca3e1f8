import * as l10n from '@vscode/l10n';
import { argumentFor } from '../program/arguments.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { Expression } from '../syntax/expression.ts';
import type { CodeFix, TextChange } from './codeFix.ts';
import { importedPath } from './importedPath.ts';
import { linesBefore } from './insertedLines.ts';
import type { OptimizerCall } from './callAt.ts';
import type { ReadProgram } from '../readProgram.ts';
import { LIBRARIES_THAT_STEP, modelAtStep, optimizerNameOf, steppedAs } from './torchSteps.ts';

/**
 * Clips the gradients on a line of its own directly before each `optimizer.step()` of PyTorch. Those that a GradScaler has scaled are
 * unscaled first.
 * Sources: PyTorch documentation, torch.nn.utils.clip_grad_norm_ and Automatic Mixed Precision examples, Gradient clipping
 */
export function clipTorch(read: ReadProgram, { site }: OptimizerCall, norm: string): CodeFix {
  const { program } = read;
  if (program.importsFrom(LIBRARIES_THAT_STEP))
    return { refusal: l10n.t('The library that trains the model clips gradients in its own way.') };
  const model = modelOf(site);
  const optimizer = model !== null ? optimizerNameOf(program, site) : null;
  if (model === null || optimizer === null)
    return { refusal: l10n.t('The optimizer is not made from the parameters of one model, both with plain names.') };
  const path = importedPath(program, 'torch.nn.utils.clip_grad_norm_');
  if (path === null) return { refusal: l10n.t('torch is not imported as a module here.') };
  // A GradScaler unscales the gradients of one optimizer, and raises an error the second time.
  const isUnscaled = program.callsTo('unscale_').some((call) => steppedAs(program, call, { optimizer, site }) !== null);
  const changes: TextChange[] = [];
  for (const step of program.callsTo('step')) {
    const found = modelAtStep(program, step, { optimizer, model, site });
    if (found === 'other') continue;
    if (found === 'unclear') return { refusal: l10n.t('Not every step of the optimizer tells which model it trains.') };
    // A GradScaler gets the optimizer.
    const isScaled = step.call.args.length > 0;
    if (isScaled && program.callsTo('GradScaler').length === 0)
      return { refusal: l10n.t('optimizer.step() is called with a closure.') };
    const part = { unit: step.unit, start: step.call.start, end: step.call.end };
    const unscale = isScaled && !isUnscaled ? [unscaling(read, step)] : [];
    const change = linesBefore(read, part, ...unscale, `${path}(${found.model}.parameters(), max_norm=${norm})`);
    if (!change || step.call.parent.node)
      return { refusal: l10n.t('A step of the optimizer shares its line with other code.') };
    changes.push(change);
  }
  return changes.length > 0 ? { changes } : { refusal: l10n.t('No step of the optimizer is in this file.') };
}

/** `scaler.unscale_(optimizer)` for `scaler.step(optimizer)`. */
function unscaling({ source }: ReadProgram, { call, unit }: CallSite): string {
  return source.textOf(unit, call).replace(/\.step\b/, '.unscale_');
}

/** `model`, `self.model` or `self` of `SGD(model.parameters())`; null for anything else. */
function modelOf({ call }: CallSite): string | null {
  const parameters: Expression | undefined = argumentFor(call, { names: ['params'], position: 0 })?.value;
  if (parameters?.kind !== 'call' || parameters.args.length > 0 || parameters.callee.kind !== 'path') return null;
  const model = /^((?:self\.)?\w+)\.parameters$/.exec(parameters.callee.names.join('.'));
  return model && model[1];
}
