import * as l10n from '@vscode/l10n';
import type { ReadProgram } from '../readProgram.ts';
import type { Shape } from './scheduleShape.ts';
import type { OptimizerCall } from './callAt.ts';
import type { CodeFix, TextChange } from './codeFix.ts';
import { usablePath } from './importedPath.ts';
import { linesAfter } from './insertedLines.ts';
import { TORCH_CLASSES, warmUpSettings } from './scheduleTorch.ts';
import { optimizerNameOf } from './torchSteps.ts';

/**
 * Lets `configure_optimizers` of Lightning return a scheduler, which Lightning steps after each batch, or after each epoch.
 * Sources: Lightning documentation, LightningModule.configure_optimizers and Trainer.estimated_stepping_batches
 */
export function scheduleLightning(read: ReadProgram, { site, callee }: OptimizerCall, shape: Shape): CodeFix {
  const { program, source, texts } = read;
  const { call, unit, scope } = site;
  if (texts.some((text) => /\bautomatic_optimization\b/.test(text)))
    return { refusal: l10n.t('The module uses manual optimization.') };
  const scheduler = usablePath(read, `torch.optim.lr_scheduler.${TORCH_CLASSES[shape.kind]}`, callee.names[0]);
  if (!scheduler) return { refusal: l10n.t('torch is not imported as a module here.') };
  const settings =
    shape.kind === 'cosine' ? 'T_max=self.trainer.estimated_stepping_batches' : warmUpSettings(shape.count);
  const interval = shape.kind === 'cosine' ? 'step' : shape.unit;
  const name = optimizerNameOf(program, site) ?? 'optimizer';
  const creation = `scheduler = ${scheduler.path}(${name}, ${settings})`;
  const result = `{"optimizer": ${name}, "lr_scheduler": {"scheduler": scheduler, "interval": "${interval}"}}`;

  const [returned, ...others] = unit.facts.returns.filter((one) => one.scope === scope).map(({ value }) => value);
  const changes: (TextChange | null)[] = [];
  if (returned === call) {
    const [keyword] = /return[ \t]+$/.exec(source.textOf(unit, { start: 0, end: call.start })) ?? [''];
    changes.push(linesAfter(read, { unit, start: call.start, end: call.end }, creation, `return ${result}`));
    changes.push({
      range: source.rangeOf(unit, { start: call.start - keyword.length, end: call.start }),
      text: `${name} = `,
    });
  } else if (returned?.kind === 'path' && returned.names.join('.') === optimizerNameOf(program, site)) {
    changes.push(linesAfter(read, { unit, start: call.start, end: call.end }, creation));
    changes.push({ range: source.rangeOf(unit, returned), text: result });
  }
  return others.length === 0 && changes.length > 0 && changes.every((change) => change !== null)
    ? { changes: [...scheduler.imports, ...changes] }
    : {
        refusal: l10n.t(
          'configure_optimizers returns more than this optimizer, or its return shares a line with other code.',
        ),
      };
}
