import * as l10n from '@vscode/l10n';
import type { CallSite } from '../program/namedValue.ts';
import type { ReadProgram } from '../readProgram.ts';
import type { Shape } from './scheduleShape.ts';
import type { OptimizerCall } from './callAt.ts';
import type { CodeFix, TextChange } from './codeFix.ts';
import { usableCeil, usablePath } from './importedPath.ts';
import type { UsablePath } from './importedPath.ts';
import { replaceRate } from './scheduleArgument.ts';
import { isKnownAt, numberLength, productOf, writtenLength } from './writtenLength.ts';
import type { WrittenLength } from './writtenLength.ts';

/** Of `fit`. Source: keras.io, Model training APIs */
const DEFAULT_BATCH_SIZE = 32;

/** How long a `fit` trains. */
interface FitLength {
  readonly epochs: WrittenLength;
  /** Batches of an epoch. */
  readonly batches: WrittenLength;
  /** Imports that the lengths need. */
  readonly imports: readonly TextChange[];
}

/**
 * Makes a CosineDecay the rate of an optimizer of Keras, which counts the steps itself. Its decay begins when its warm-up ends.
 * Source: keras.io, CosineDecay
 */
export function scheduleKeras(read: ReadProgram, optimizer: OptimizerCall, shape: Shape): CodeFix {
  const { site } = optimizer;
  const schedule = cosineDecay(read, optimizer);
  if (!schedule) return { refusal: l10n.t('keras is not imported at the top of the file.') };
  const fit = fitLength(read, site);
  if ('refusal' in fit) return fit;
  const total = productOf([fit.epochs, fit.batches]);
  if (!isKnownAt(read, total, site))
    return { refusal: l10n.t('{0} is not defined yet where the optimizer is created.', total.text) };
  const lengths = shape.kind === 'warm-up' ? warmUpLengths(fit, shape) : null;
  if (lengths && 'refusal' in lengths) return lengths;
  const replaced = replaceRate(read, optimizer, (rate) =>
    lengths
      ? `${schedule.path}(0.0, decay_steps=${lengths.decay}, warmup_target=${rate}, warmup_steps=${lengths.warmUp})`
      : `${schedule.path}(${rate}, decay_steps=${total.text})`,
  );
  if ('refusal' in replaced) return replaced;
  return { changes: [...schedule.imports, ...fit.imports, ...replaced.changes], endsInCosine: lengths !== null };
}

function cosineDecay(read: ReadProgram, { callee: { names } }: OptimizerCall): UsablePath | null {
  const module = names.slice(0, -1).filter((name) => !/^(legacy|experimental)$/.test(name));
  if (module.length > 0) return { path: [...module, 'schedules', 'CosineDecay'].join('.'), imports: [] };
  const target = read.program.importTargetOf(names[0]);
  return target
    ? usablePath(read, `${target.slice(0, target.lastIndexOf('.'))}.schedules.CosineDecay`, names[0])
    : null;
}

/** The epochs and batches of the only call of `fit`. */
function fitLength(read: ReadProgram, created: CallSite): FitLength | { readonly refusal: string } {
  const unknown = { refusal: l10n.t('The training length could not be read from a single call of fit.') };
  const [fit, ...others] = read.program.callsTo('fit');
  if (!fit || others.length > 0) return unknown;
  const { args } = fit.call;
  const passed = (name: string) => args.find((argument) => argument.name === name)?.value;
  const lengthOf = (name: string) => {
    const value = passed(name);
    return value ? writtenLength(read, value, fit) : null;
  };
  const epochs = lengthOf('epochs');
  if (!epochs || args.some(({ spread }) => spread)) return unknown;
  if (passed('steps_per_epoch')) {
    const batches = lengthOf('steps_per_epoch');
    return batches ? { epochs, batches, imports: [] } : unknown;
  }
  const [inputs, labels] = ['x', 'y'].map(
    (name, index) => passed(name) ?? (args[index]?.name === null ? args[index].value : undefined),
  );
  const size = passed('batch_size') ? lengthOf('batch_size') : numberLength(DEFAULT_BATCH_SIZE);
  // Without labels it is a data set, whose length may be unknown; with a share for validation it is longer than what is trained on.
  if (inputs?.kind !== 'path' || !labels || passed('validation_split') || !size)
    return { refusal: l10n.t("The number of batches per epoch can't be read from this file.") };
  const ceil = usableCeil(read, importedBeside(created));
  const count = writtenLength(read, inputs, fit);
  return ceil && count
    ? {
        epochs,
        batches: {
          text: `${ceil.path}(len(${count.text}) / ${size.text})`,
          value: null,
          names: [...count.names, ...size.names],
        },
        imports: ceil.imports,
      }
    : unknown;
}

function importedBeside({ call: { callee } }: CallSite): string {
  return callee.kind === 'path' ? callee.names[0] : '';
}

/** The steps of a warm-up, and those after it. */
function warmUpLengths(
  { epochs, batches }: FitLength,
  { count, unit }: Extract<Shape, { kind: 'warm-up' }>,
): { readonly warmUp: string; readonly decay: string } | { readonly refusal: string } {
  const total = productOf([epochs, batches]);
  const length = unit === 'epoch' ? epochs : total;
  if (length.value !== null && length.value <= count)
    return { refusal: l10n.t('The training is not longer than the warm-up.') };
  if (unit === 'epoch') {
    const rest = epochs.value === null ? `(${epochs.text} - ${count})` : String(epochs.value - count);
    const decay =
      batches.value !== null && epochs.value !== null
        ? String(Number(rest) * batches.value)
        : `${rest} * ${batches.text}`;
    return { warmUp: productOf([numberLength(count), batches]).text, decay };
  }
  return {
    warmUp: String(count),
    decay: total.value === null ? `${total.text} - ${count}` : String(total.value - count),
  };
}
