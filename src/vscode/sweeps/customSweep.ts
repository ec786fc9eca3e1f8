import * as vscode from 'vscode';
import { COUNTS, readCount, readField } from '../../app/trainingRequest.ts';
import type { CountName, TrainingRequest } from '../../app/trainingRequest.ts';
import { formatCount } from '../../domain/format.ts';
import { DEFAULT_OPTIMIZERS, formatOptimizer, OPTIMIZER_NAMES } from '../../domain/optimizer.ts';
import type { OptimizerName } from '../../domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../domain/presets.ts';
import { formatRange } from '../../domain/rateExpectation.ts';
import { usualRates } from '../../domain/usualRates.ts';
import { readDefaults } from '../settings.ts';
import type { SweepAnswers } from '../settings.ts';
import { optionsQuestion } from './optionsQuestion.ts';
import { roughTime } from './roughTime.ts';
import { scheduleQuestion } from './scheduleQuestion.ts';
import { Wizard } from './wizard.ts';
import type { Question } from './wizard.ts';

/** Key of the last answers in the global state. They are stored with the settings at that time, and ignored when those have changed. */
const STATE_KEY = 'goldilocks.customSweep';

/** Which images there are to choose from. */
export interface AvailableImages {
  /** Null for MNIST. */
  readonly folder: string | null;
  readonly trainImages: number;
  readonly testImages: number;
}

interface Remembered {
  readonly answers: SweepAnswers;
  readonly defaults: SweepAnswers;
}

/**
 * Asks for a custom sweep, starting from the last answers. Every step tells how many runs it has and about how long they take.
 * @param workers runs at the same time
 * @returns 'back' when the user wants to choose again, undefined when they gave up
 * @throws SettingError if a default cannot be used
 */
export async function askCustomSweep(
  state: vscode.Memento,
  workers: number,
  available: AvailableImages,
): Promise<TrainingRequest | 'back' | undefined> {
  const defaults = readDefaults();
  const last = state.get<Remembered>(STATE_KEY);
  const start =
    last && JSON.stringify(last.defaults) === JSON.stringify(defaults) ? { ...defaults, ...last.answers } : defaults;
  const wizard = new Wizard(
    (answers: SweepAnswers) => title(answers, workers),
    questions(available),
    vscode.l10n.t('Run with the Current Values'),
  );
  const answers = await wizard.ask(start);
  if (!answers || answers === 'back') return answers;
  await state.update(STATE_KEY, { answers, defaults } satisfies Remembered);
  const { ratesText: _, optimizer, ...rest } = answers;
  return { ...rest, optimizer: DEFAULT_OPTIMIZERS[optimizer] };
}

function title({ rates, seeds, epochs, trainImages, testImages }: SweepAnswers, workers: number): string {
  const runs = rates.length * seeds;
  const count = runs === 1 ? vscode.l10n.t('1 run') : vscode.l10n.t('{0} runs', formatCount(runs));
  const time = roughTime(
    {
      network: SLOW_FAST_FURIOUS.network,
      dataset: { train: trainImages, test: testImages },
      learningRates: rates,
      seeds,
      epochs,
    },
    workers,
  );
  return [vscode.l10n.t('Custom LR Sweep'), count, ...(time === null ? [] : [time])].join(' · ');
}

function questions(available: AvailableImages): Question<SweepAnswers>[] {
  return [
    {
      kind: 'text',
      prompt: vscode.l10n.t(
        'Learning rates: a list such as {0}, or a range on a log scale such as {1}',
        '0.1, 0.01',
        '1e-4..1e-1 x 7',
      ),
      placeholder: vscode.l10n.t('rates, or a range'),
      value: ({ ratesText }) => ratesText,
      answer: (text, answers) => ({ ...answers, rates: readField('rates', text), ratesText: text.trim() }),
    },
    {
      kind: 'pick',
      prompt: vscode.l10n.t('Optimizer'),
      items: OPTIMIZER_NAMES.map((name) => ({
        name,
        label: formatOptimizer(DEFAULT_OPTIMIZERS[name]),
        description: optimizerHint(name),
      })),
      value: ({ optimizer }) => optimizer,
      answer: (name, answers) => ({ ...answers, optimizer: readField('optimizer', name).name }),
    },
    scheduleQuestion(),
    countQuestion('batchSize', vscode.l10n.t('Batch size: images per step')),
    countQuestion('epochs', vscode.l10n.t('Epochs: passes over the training images')),
    countQuestion('trainImages', vscode.l10n.t('Number of training images'), available.trainImages),
    countQuestion(
      'testImages',
      vscode.l10n.t('Number of test images used to measure accuracy after each epoch; 0 for none'),
      available.testImages,
    ),
    countQuestion('seeds', vscode.l10n.t('Seeds: number of runs per rate, each with different initial weights')),
    optionsQuestion(),
  ];
}

/**
 * Asks for a whole number.
 * @param max a lower limit than that of the field
 */
export function countQuestion<A extends Readonly<Record<CountName, number>>>(
  field: CountName,
  prompt: string,
  max: number = COUNTS[field].max,
): Question<A> {
  const { min } = COUNTS[field];
  return {
    kind: 'text',
    prompt,
    placeholder: vscode.l10n.t('a whole number from {0} to {1}', min, max),
    value: (answers) => String(answers[field]),
    answer: (text, answers) => ({ ...answers, [field]: readCount(field, text, max) }),
  };
}

/** The rates that hovers call usual, too. */
export function optimizerHint(name: OptimizerName): string {
  const usual = usualRates({ optimizer: name, framework: 'other' });
  return usual ? vscode.l10n.t('usual rates: {0}', formatRange(usual)) : '';
}
