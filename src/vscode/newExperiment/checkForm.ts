import { chooseTraining } from '../../app/trainingRequest.ts';
import type { EngineChoice } from '../../domain/engineChoice.ts';
import { formatRate } from '../../domain/rate.ts';
import type { RunSpec } from '../../domain/run.ts';
import { requireExtras } from '../../domain/runExtras.ts';
import { planExperiment } from '../../kinds/kinds.ts';
import { ratesAround } from '../../kinds/optimizers/choice.ts';
import { doubledRates } from '../../kinds/batchSizes/choice.ts';
import { DEFAULT_LAYERS } from '../../kinds/layers/choice.ts';
import { rangeTestChoice, requireRange } from '../../kinds/rangeTest/choice.ts';
import { defaultRate } from '../../kinds/schedules/defaultRate.ts';
import type { SweepChoice } from '../../kinds/sweep/choice.ts';
import type { FieldName, FormCurve, FormKind, FormValues } from '../../protocol/newExperiment.ts';
import { UnsupportedError } from '../../training/engine.ts';
import { engineConfig, requireSupported } from '../../training/engines.ts';
import type { AvailableImages } from '../sweeps/customSweep.ts';
import { describePlan } from './describePlan.ts';
import { drawCurves } from './formCurves.ts';
import { chooseExperiment } from './formExperiment.ts';
import type { FormExperiment } from './formExperiment.ts';
import { readForm } from './readForm.ts';
import type { FormAnswers, FormErrors } from './readForm.ts';

/** What a form amounts to. */
export interface CheckedForm {
  readonly errors: FormErrors;
  readonly problem: string | null;
  readonly placeholders: FormValues;
  readonly curves: readonly FormCurve[];
  /** Null while something is wrong. */
  readonly ready: ReadyForm | null;
}

/** A form that can be started. */
export interface ReadyForm {
  readonly experiment: FormExperiment;
  readonly engine: EngineChoice;
  /** Whether what a range test suggests is trained for real. */
  readonly confirm: boolean;
  readonly runs: readonly RunSpec[];
  /** What is trained, and how much of it. */
  readonly subject: string;
  readonly amounts: readonly string[];
  readonly command: string | null;
}

/**
 * Checks a form, and plans what it asks for.
 * @throws DatasetError if the images cannot be used
 */
export async function checkForm(
  kind: FormKind,
  values: FormValues,
  available: AvailableImages,
  mnistFolder: string,
): Promise<CheckedForm> {
  const { answers, errors } = readForm(kind, values, available);
  const nothing = { problem: null, placeholders: {}, curves: [], ready: null };
  if (Object.keys(errors).length > 0) return { ...nothing, errors };
  const dataset = available.folder ?? undefined;
  const training = await chooseTraining({ dataset, ...answers.request }, mnistFolder);
  const experiment = await chooseExperiment(answers, training, { dataset, mnistFolder });
  const placeholders = placeholdersOf(training, experiment);
  const { curves, error: curveError } = drawCurves(experiment);
  const together = { ...errorsTogether(experiment, answers), ...(curveError && { [curveField(kind)]: curveError }) };
  if (Object.keys(together).length > 0) return { ...nothing, errors: together, placeholders };
  return { errors: {}, placeholders, curves, ...plan(experiment, answers) };
}

/** What is wrong with a field only beside others. */
function errorsTogether({ kind, choice }: FormExperiment, { engine }: FormAnswers): FormErrors {
  const errors: FormErrors = {};
  const check = (field: FieldName, require: () => void): void => {
    try {
      require();
    } catch (error) {
      if (!(error instanceof RangeError) && !(error instanceof UnsupportedError)) throw error;
      errors[field] = error.message;
    }
  };
  if (kind === 'range-test') check('to', () => requireRange(choice));
  const { groupRates } = choice;
  if (groupRates) check('layerRates', () => requireExtras(choice.network, { groupRates }));
  for (const name of ['wasm', 'tensorflow'] as const)
    if (engine === name || engine === 'both') check('engine', () => requireSupported(name, engineConfig(choice)));
  return errors;
}

function curveField(kind: FormKind): FieldName {
  return kind === 'schedules' ? 'schedules' : 'scheduleOptions';
}

function placeholdersOf(training: SweepChoice, { kind, choice }: FormExperiment): FormValues {
  switch (kind) {
    case 'range-test': {
      const { from, to } = rangeTestChoice(training);
      return { from: formatRate(from), to: formatRate(to) };
    }
    case 'schedules':
      return { rate: formatRate(defaultRate(training)) };
    case 'layers':
      return { rate: formatRate(DEFAULT_LAYERS.learningRate) };
    case 'optimizers':
      return choice.optimizers.length > 0 ? { rates: rangeText(ratesAround(choice.optimizers[0].optimizer)) } : {};
    case 'batch-sizes':
      return { rates: rangeText(doubledRates(choice.optimizer)) };
    case 'sweep':
      return {};
  }
}

/** "1e-5 … 0.1": rates that are tried where none are typed. */
function rangeText(rates: readonly number[]): string {
  return `${formatRate(rates[0])} … ${formatRate(rates[rates.length - 1])}`;
}

function plan(experiment: FormExperiment, { engine, confirm }: FormAnswers): Pick<CheckedForm, 'problem' | 'ready'> {
  try {
    const planned = planExperiment(experiment.kind, experiment.choice);
    const { subject, amounts, command } = describePlan(experiment.kind, experiment.choice, planned);
    const ready = {
      ...{ experiment, engine, confirm, subject, amounts },
      runs: planned.runs.flatMap(({ spec }) => (spec ? [spec] : [])),
      command: command !== null && confirm ? `${command} --confirm` : command,
    };
    return { problem: null, ready };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { problem: error.message, ready: null };
  }
}
