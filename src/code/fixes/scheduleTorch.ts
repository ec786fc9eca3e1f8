import * as l10n from '@vscode/l10n';
import type { CallSite } from '../program/namedValue.ts';
import type { ReadProgram } from '../readProgram.ts';
import type { Shape } from './scheduleShape.ts';
import type { OptimizerCall } from './callAt.ts';
import type { CodeFix, Refusal, TextChange } from './codeFix.ts';
import { usablePath } from './importedPath.ts';
import { linesAfter, lineAtEndOf } from './insertedLines.ts';
import { isAttribute, LIBRARIES_THAT_STEP, optimizerNameOf, steppedAs } from './torchSteps.ts';
import type { NamedOptimizer } from './torchSteps.ts';
import { loopsAround, loopsInClass } from './trainingLoops.ts';
import { iterationsOf, knownBehind, numberLength } from './writtenLength.ts';
import type { WrittenLength } from './writtenLength.ts';

/** The classes of PyTorch. */
export const TORCH_CLASSES: Readonly<Record<Shape['kind'], string>> = {
  cosine: 'CosineAnnealingLR',
  'warm-up': 'LinearLR',
};

/** Arguments for a warm-up that begins with a hundredth of the rate. PyTorch's default, a third, hardly is one. */
export function warmUpSettings(count: number): string {
  return `start_factor=0.01, total_iters=${count}`;
}

/** The calls that step a schedule, and how many of them the training makes as far as the schedule depends on it. */
interface Stepping {
  readonly changes: readonly TextChange[];
  readonly count: WrittenLength;
}

/**
 * Creates a scheduler of PyTorch beside the optimizer. A warm-up over steps is stepped after each step of the optimizer, everything else at the
 * end of the outermost loop of the training, usually that over the epochs.
 * Source: PyTorch documentation, torch.optim, How to adjust learning rate
 */
export function scheduleTorch(read: ReadProgram, { site, callee }: OptimizerCall, shape: Shape): CodeFix {
  const { program } = read;
  if (program.importsFrom(LIBRARIES_THAT_STEP))
    return { refusal: l10n.t('The library that trains the model steps schedules in its own way.') };
  const optimizer = optimizerNameOf(program, site);
  if (optimizer === null) return { refusal: l10n.t('The optimizer is not assigned to a simple variable.') };
  const name = schedulerNameFor(optimizer);
  const mention = name.replace(/^self(?=\.)/, '');
  if (program.symbols.some(({ unit }) => unit.facts.mentions.has(mention)))
    return { refusal: l10n.t('The name {0} is already used in this file.', name) };
  const scheduler = usablePath(read, `torch.optim.lr_scheduler.${TORCH_CLASSES[shape.kind]}`, callee.names[0]);
  if (!scheduler) return { refusal: l10n.t('torch is not imported as a module here.') };
  const named = { optimizer, site };
  const steps = program.callsTo('step').filter((step) => steppedAs(program, step, named) !== null);
  if (steps.length === 0) return { refusal: l10n.t('optimizer.step() is not called in this file.') };
  const stepping =
    shape.kind === 'warm-up' && shape.unit === 'step'
      ? withEachStep(read, steps, named, `${name}.step()`)
      : byOutermostLoop(read, steps, named, `${name}.step()`);
  if ('refusal' in stepping) return stepping;
  const settings = shape.kind === 'warm-up' ? warmUpSettings(shape.count) : `T_max=${stepping.count.text}`;
  const behind = knownBehind(read, stepping.count, site);
  if (!behind)
    return { refusal: l10n.t('{0} is not defined yet where the optimizer is created.', stepping.count.text) };
  const creation = linesAfter(read, behind, `${name} = ${scheduler.path}(${optimizer}, ${settings})`);
  if (!creation) return { refusal: l10n.t('Other code follows where the schedule would be created.') };
  return { changes: [...scheduler.imports, creation, ...stepping.changes] };
}

/** `scheduler_G` for `optimizer_G`, `self.scheduler` for `self.opt`. */
function schedulerNameFor(optimizer: string): string {
  const [, self, name] = /^(self\.)?(.*)$/.exec(optimizer)!;
  const own = name.replace(/(?<![a-z])(optimizer|optim|opt)(?![a-z])/i, 'scheduler');
  return `${self ?? ''}${own === name ? 'scheduler' : own}`;
}

function withEachStep(
  read: ReadProgram,
  steps: readonly CallSite[],
  optimizer: NamedOptimizer,
  statement: string,
): Stepping | Refusal {
  const { scope } = optimizer.site;
  const changes: TextChange[] = [];
  for (const step of steps) {
    const { call, unit, block } = step;
    // In a function of the module the scheduler is known if it is one of the module, too.
    if (scope !== null && step.scope !== scope && steppedAs(read.program, step, optimizer) !== 'attribute')
      return {
        refusal: l10n.t(
          'The optimizer is created in a different function from the one that calls step(), so the scheduler is out of scope there.',
        ),
      };
    if (block?.kind === 'if' && block.conditions.includes('%'))
      return { refusal: l10n.t('The optimizer is not stepped with each batch.') };
    const change = linesAfter(read, { unit, start: call.start, end: call.end }, statement);
    if (!change || call.parent.node)
      return { refusal: l10n.t('A step of the optimizer shares its line with other code.') };
    changes.push(change);
  }
  return { changes, count: numberLength(1) };
}

function byOutermostLoop(
  read: ReadProgram,
  steps: readonly CallSite[],
  { optimizer, site }: NamedOptimizer,
  statement: string,
): Stepping | Refusal {
  const { program } = read;
  const isOfObject = isAttribute(optimizer);
  const outermost = steps.map((step) => {
    const isElsewhere = isOfObject && step.scope !== site.scope;
    return (isElsewhere ? loopsInClass(program, step) : loopsAround(program, step, site))?.at(0);
  });
  const [first, ...others] = outermost;
  const count = first ? iterationsOf(read, first) : null;
  if (!first || !count || others.some((other) => other?.loop !== first.loop))
    return { refusal: l10n.t('The number of epochs could not be read from a single loop over a range.') };
  // Functions know the scheduler if it is one of the module.
  if (site.scope !== null && first.call.scope !== site.scope && !isOfObject)
    return { refusal: l10n.t('The training loop is in another function, where the scheduler would be out of scope.') };
  const change = lineAtEndOf(read, first.call.unit, first.loop, statement);
  if (!change) return { refusal: l10n.t('The training loop shares its lines with other code.') };
  return { changes: [change], count };
}
