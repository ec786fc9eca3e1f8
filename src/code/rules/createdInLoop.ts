import * as l10n from '@vscode/l10n';
import type { CreatedOutline, OptimizerOutline, SchedulerOutline } from '../outline/trainingOutline.ts';
import type { SourceRange } from '../rateSite.ts';
import type { RuleContext, Problem } from './rule.ts';
import { lengthsOf } from './schedulerUse.ts';

/** Reports an optimizer or scheduler that each epoch creates anew, so that it forgets what it has done before. */
export function createdInLoop({ report: { outline } }: RuleContext): readonly Problem[] {
  const optimizers = outline.optimizers.filter((optimizer) => isRecreatedPerEpoch(optimizer) && losesState(optimizer));
  const schedulers = outline.schedulers.filter(
    (scheduler) =>
      isRecreatedPerEpoch(scheduler) &&
      scheduler.optimizer !== null &&
      !optimizers.includes(scheduler.optimizer) &&
      !(scheduler.optimizer.hasNewModel && isRecreatedPerEpoch(scheduler.optimizer)) &&
      spansEpochs(scheduler),
  );
  return [
    ...optimizers.map((optimizer) =>
      problemOf(
        optimizer,
        optimizer.hasNewRates
          ? l10n.t(
              'A new {0} is created in each epoch, so its state, such as momentum, is lost. Create it once, before the loop, and in each epoch set group["lr"] for each group in its param_groups.',
              optimizer.name,
            )
          : l10n.t(
              'A new {0} is created in each epoch, so its state, such as momentum, is lost. Create it once, before the loop.',
              optimizer.name,
            ),
      ),
    ),
    ...outline.recompiles
      .filter(({ optimizer }) => !optimizer || hasState(optimizer))
      .map((call) =>
        problemOf(
          call,
          call.optimizer?.hasNewRates
            ? l10n.t(
                'The model is compiled anew in each epoch, so the state of its optimizer, such as momentum, is lost. Compile it once, before the loop, and in each epoch set model.optimizer.learning_rate.',
              )
            : l10n.t(
                'The model is compiled anew in each epoch, so the state of its optimizer, such as momentum, is lost. Compile it once, before the loop.',
              ),
        ),
      ),
    ...schedulers.map((scheduler) =>
      problemOf(
        scheduler,
        l10n.t(
          'A new {0} is created in each epoch, so its count starts at 0 again and again. Create it once, before the loop.',
          scheduler.name,
        ),
      ),
    ),
  ];
}

function problemOf(created: Pick<CreatedOutline, 'blocks' | keyof SourceRange>, message: string): Problem {
  const loop = created.blocks.at(-1)!;
  return {
    range: created,
    severity: 'warning',
    message,
    related: [{ range: loop, message: l10n.t('the loop over the epochs') }],
    fix: null,
  };
}

/** Whether it is created in a loop over a number of epochs, and stepped in the same one. */
function isRecreatedPerEpoch({ blocks, isConditional, steps }: CreatedOutline): boolean {
  const loop = blocks.at(-1);
  return (
    loop?.kind === 'epochs' &&
    !isConditional &&
    loop.count !== null &&
    steps.length > 0 &&
    steps.every(
      (step) =>
        step.blocks.filter(({ kind }) => kind === 'epochs').length === 1 &&
        step.blocks.some(({ line }) => line === loop.line),
    )
  );
}

/** Whether an optimizer is meant to go on: its model is older. */
function losesState(optimizer: OptimizerOutline): boolean {
  return optimizer.framework === 'torch' && hasState(optimizer) && !optimizer.hasNewModel;
}

function hasState({ name, settings }: OptimizerOutline): boolean {
  const { momentum } = settings;
  return name !== 'SGD' || (momentum !== undefined && momentum.value !== 0);
}

/** Whether a schedule is for more than one epoch: it is stepped once an epoch, or its length counts all of them. */
function spansEpochs(scheduler: SchedulerOutline): boolean {
  return (
    scheduler.steps.every(({ blocks }) => blocks.at(-1)?.kind === 'epochs') ||
    lengthsOf(scheduler).some(
      ({ length }) => length !== null && length.unit !== 'number' && !(length.unit === 'batches' && length.factor <= 1),
    )
  );
}
