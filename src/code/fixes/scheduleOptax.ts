import * as l10n from '@vscode/l10n';
import type { CallSite } from '../program/namedValue.ts';
import type { ReadProgram } from '../readProgram.ts';
import type { Shape } from './scheduleShape.ts';
import type { OptimizerCall } from './callAt.ts';
import type { CodeFix } from './codeFix.ts';
import { replaceRate } from './scheduleArgument.ts';
import { loopsAround } from './trainingLoops.ts';
import { iterationsOf, isKnownAt, numberLength, productOf } from './writtenLength.ts';
import type { WrittenLength } from './writtenLength.ts';

/**
 * Makes a schedule of optax the rate of its optimizer, which counts the updates itself.
 * Source: optax documentation, Optimizer Schedules
 */
export function scheduleOptax(read: ReadProgram, optimizer: OptimizerCall, shape: Shape): CodeFix {
  const { site, callee } = optimizer;
  const module = callee.names.slice(0, -1).join('.');
  if (read.program.importTargetOf(module) !== 'optax')
    return { refusal: l10n.t('optax is not imported as a module here.') };
  if (shape.kind === 'warm-up' && shape.unit === 'step' && isOneStepEach(read))
    return warmUpOver(read, optimizer, module, numberLength(shape.count));
  const loops = countedLoops(read, site);
  if (!loops)
    return {
      refusal: l10n.t('The number of updates could not be read from loops over ranges around a single update.'),
    };
  const total = productOf(loops);
  if (!isKnownAt(read, total, site))
    return { refusal: l10n.t('{0} is not defined yet where the optimizer is created.', total.text) };
  if (shape.kind === 'cosine')
    return replaceRate(
      read,
      optimizer,
      (rate) => `${module}.cosine_decay_schedule(init_value=${rate}, decay_steps=${total.text})`,
    );
  return warmUpOver(read, optimizer, module, productOf([numberLength(shape.count), ...loops.slice(1)]));
}

/** The rate climbs from 0 and then stays. */
function warmUpOver(read: ReadProgram, optimizer: OptimizerCall, module: string, steps: WrittenLength): CodeFix {
  return replaceRate(
    read,
    optimizer,
    (rate) => `${module}.linear_schedule(init_value=0.0, end_value=${rate}, transition_steps=${steps.text})`,
  );
}

/** How often each loop around the only update runs, from the outermost; null if that is unclear, or without a loop. */
function countedLoops(read: ReadProgram, site: CallSite): readonly WrittenLength[] | null {
  const { program } = read;
  const [update, ...others] = ['apply_updates', 'apply_gradients'].flatMap((name) => program.callsTo(name));
  if (!update || others.length > 0 || !isOneStepEach(read)) return null;
  const counts = (loopsAround(program, update, site) ?? []).map((loop) => iterationsOf(read, loop));
  return counts.length > 0 && counts.every((count) => count !== null) ? counts : null;
}

/** Whether each step of the training is an update of the optimizer: with MultiSteps several make one. */
function isOneStepEach({ program }: ReadProgram): boolean {
  return program.callsTo('MultiSteps').length === 0;
}
