import * as l10n from '@vscode/l10n';
import type { SchedulerOutline } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem, Replacement } from './rule.ts';

/** Words of metrics that a training raises, and of those that it lowers. */
const HIGHER_IS_BETTER =
  /^(acc|accs|accuracy|accuracies|f1|auc|auroc|roc|map|ap|iou|miou|dice|psnr|ssim|bleu|recall|precision|r2|top1|top5|kappa|mcc)$/;
const LOWER_IS_BETTER = /^(loss|losses|mse|mae|rmse|err|error|errors|ppl|perplexity|nll|wer|cer|fid|bce)$/;

type Mode = 'min' | 'max';

/** Reports a ReduceLROnPlateau that gets no metric, or that waits for the wrong end of it. */
export function plateauMetric({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers
    .filter(({ name }) => name === 'ReduceLROnPlateau')
    .flatMap((scheduler) => (scheduler.framework === 'keras' ? inKeras(scheduler) : inTorch(scheduler)));
}

function inTorch(scheduler: SchedulerOutline): readonly Problem[] {
  const { steps, settings, interval } = scheduler;
  const withoutMetric = steps.filter(({ argument }) => argument === null);
  if (withoutMetric.length > 0)
    return withoutMetric.map((step) => ({
      range: step,
      severity: 'warning',
      message: l10n.t('ReduceLROnPlateau needs the metric that it watches. Pass it: step(validation_loss).'),
      related: [{ range: scheduler, message: l10n.t('{0} is created here', scheduler.name) }],
      fix: null,
    }));
  const metrics = interval?.monitor ? [interval.monitor] : steps.map(({ argument }) => argument?.text ?? '');
  const modes = new Set(metrics.map(modeOf));
  const [wanted] = modes;
  const mode = settings.mode ? settings.mode.content : 'min';
  if (modes.size !== 1 || !wanted || !mode || mode === wanted) return [];
  const { optimizer } = settings;
  const addition: Replacement | null =
    optimizer && !settings.mode ? { range: optimizer, text: `${optimizer.text}, mode="${wanted}"` } : null;
  return [wrongMode(scheduler, metrics[0], wanted, addition)];
}

/** Older versions of Keras find the mode by themselves only for metrics with "acc" in their names. */
function inKeras(scheduler: SchedulerOutline): readonly Problem[] {
  const { monitor, mode } = scheduler.settings;
  const metric = monitor?.content ?? null;
  const wanted = metric === null ? null : modeOf(metric);
  const written = mode?.content ?? (mode ? null : 'auto');
  if (metric === null || wanted === null || written === null) return [];
  const actual = written === 'auto' ? (metric.includes('acc') ? 'max' : 'min') : written;
  if (actual === wanted) return [];
  return [written === 'auto' ? unsureMode(scheduler, metric, wanted) : wrongMode(scheduler, metric, wanted, null)];
}

/** What newer versions of Keras know by themselves. */
function unsureMode(scheduler: SchedulerOutline, metric: string, wanted: Mode): Problem {
  const { monitor, mode } = scheduler.settings;
  return {
    range: mode ?? scheduler,
    severity: 'information',
    message: l10n.t('Older versions of Keras choose the wrong mode for {0}. Set mode to "{1}".', metric, wanted),
    related: [],
    fix: mode
      ? { range: mode, text: `"${wanted}"` }
      : monitor
        ? { range: monitor, text: `${monitor.text}, mode="${wanted}"` }
        : null,
  };
}

function wrongMode(scheduler: SchedulerOutline, metric: string, wanted: Mode, addition: Replacement | null): Problem {
  const { mode } = scheduler.settings;
  return {
    range: mode ?? scheduler,
    severity: 'warning',
    message:
      wanted === 'max'
        ? l10n.t('A higher {0} is better, but ReduceLROnPlateau waits for a lower one. Set mode to "max".', metric)
        : l10n.t('A lower {0} is better, but ReduceLROnPlateau waits for a higher one. Set mode to "min".', metric),
    related: [],
    fix: mode && mode.content !== null && /^['"]/.test(mode.text) ? { range: mode, text: `"${wanted}"` } : addition,
  };
}

/** A name, an attribute or an entry, also as a number: `val_acc`, `metrics["val_acc"]`, `loss.item()`. */
const NAME = /^[\w.]{1,60}(\[['"]\w{1,60}['"]\])?(\.item\(\))?$/;

/** Words of metrics that turn another around: the negative of a loss, or by how much it has fallen. */
const TURNED = /(^|[^a-z])(neg|negative|minus|inv)([^a-z]|$)|improve|gain|reduction/i;

/** The mode for a metric of this name; null if the name doesn't tell, or is part of a calculation. */
function modeOf(text: string): Mode | null {
  if (!NAME.test(text) || TURNED.test(text)) return null;
  const parts = text.replace(/\.item\(\)$/, '').split(/[.['"\]]/);
  const name = parts.filter((part) => part !== '').at(-1) ?? '';
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_');
  const isHigher = words.some((word) => HIGHER_IS_BETTER.test(word));
  const isLower = words.some((word) => LOWER_IS_BETTER.test(word));
  return isHigher === isLower ? null : isHigher ? 'max' : 'min';
}
