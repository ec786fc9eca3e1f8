import * as l10n from '@vscode/l10n';
import type { ReadProgram } from '../readProgram.ts';
import type { Shape } from './scheduleShape.ts';
import { addArgument } from './callArguments.ts';
import type { SettingsCall } from './callAt.ts';
import type { CodeFix } from './codeFix.ts';

/**
 * Sets the schedule or the warm-up in the arguments of a Trainer of Transformers, which steps it with each update.
 * Source: Transformers documentation, TrainingArguments
 */
export function scheduleHuggingFace(read: ReadProgram, { site }: SettingsCall, shape: Shape): CodeFix | null {
  const has = (pattern: RegExp) => site.call.args.some(({ name }) => pattern.test(name ?? ''));
  const isGiven = ['Trainer', 'Seq2SeqTrainer', 'SFTTrainer'].some((trainer) =>
    read.program.callsTo(trainer).some(({ call }) => call.args.some(({ name }) => name === 'optimizers')),
  );
  if (isGiven) return { refusal: l10n.t('The Trainer is passed its own optimizers.') };
  if (shape.kind === 'cosine') {
    if (has(/^lr_scheduler/)) return { refusal: l10n.t('There is a schedule already.') };
    const change = addArgument(read, site, 'lr_scheduler_type="cosine"');
    return change && { changes: [change] };
  }
  if (has(/^warmup_/)) return { refusal: l10n.t('There is a warm-up already.') };
  if (shape.unit !== 'step') return { refusal: l10n.t('It is not known how many steps an epoch has.') };
  const change = addArgument(read, site, `warmup_steps=${shape.count}`);
  return change && { changes: [change] };
}
