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
  const loops = countedLoops(read, site);
  if (!loops)
    return {
      refusal: l10n.t('The number of updates could not be read from loops over ranges around a single update.'),
    };
  const total = productOf(loops);
  if (!isKnownAt(read, total, site))
    return { refusal: l10n.t('{0} is not defined yet where the optimizer is created.', total.text) };
  if (shape.kind === 'cosine')
    return replaceRate(read, optimizer, `${module}.cosine_decay_schedule(init_value=`, `, decay_steps=${total.text})`);
  const warmUp = productOf([numberLength(shape.count), ...(shape.unit === 'epoch' ? loops.slice(1) : [])]);
  const lengths = `warmup_steps=${warmUp.text}, decay_steps=${total.text}`;
  return replaceRate(
    read,
    optimizer,
    `${module}.warmup_cosine_decay_schedule(init_value=0.0, peak_value=`,
    `, ${lengths})`,
  );
}

/** How often each loop around the only update runs, from the outermost; null if that is unclear, or without a loop. */
function countedLoops(read: ReadProgram, site: CallSite): readonly WrittenLength[] | null {
  const { program } = read;
  const [update, ...others] = ['apply_updates', 'apply_gradients'].flatMap((name) => program.callsTo(name));
  // With MultiSteps an update is made of several.
  if (!update || others.length > 0 || program.callsTo('MultiSteps').length > 0) return null;
  const counts = (loopsAround(program, update, site) ?? []).map((loop) => iterationsOf(read, loop));
  return counts.length > 0 && counts.every((count) => count !== null) ? counts : null;
}
