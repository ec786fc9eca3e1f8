import * as vscode from 'vscode';
import { COUNTS, parseCount, readRates } from '../../app/sweepRequest.ts';
import type { CountName, SweepRequest } from '../../app/sweepRequest.ts';
import { DEFAULT_OPTIMIZERS, displayOptimizer, OPTIMIZER_NAMES } from '../../domain/optimizer.ts';
import type { OptimizerName } from '../../domain/optimizer.ts';
import { requireOptimizer } from '../../domain/optimizerText.ts';
import { formatRate } from '../../domain/rate.ts';
import { displaySchedule } from '../../domain/schedule.ts';
import { parseSchedule, SCHEDULE_NAMES } from '../../domain/scheduleText.ts';
import { readDefaults } from '../settings.ts';
import type { CustomAnswers } from '../settings.ts';
import { Wizard } from './wizard.ts';
import type { Aside, Question } from './wizard.ts';

/** Where the last answers are kept, with the settings that they were given over: when those change, they count anew. */
const MEMORY = 'goldilocks.customSweep';

/** Which images there are to choose from. */
export interface AvailableImages {
  /** Null for MNIST. */
  readonly folder: string | null;
  readonly trainImages: number;
  readonly testImages: number;
}

const CONSTANT = 'constant';

/** The schedules to choose from, all as they are without options, and the two that are mostly warmed up; the command line has more. */
const SCHEDULES: readonly string[] = SCHEDULE_NAMES.flatMap((name) => (name === 'cosine' || name === 'linear' ? [name, `${name},warmup=5%`] : [name]));

interface Remembered {
  readonly answers: CustomAnswers;
  readonly defaults: CustomAnswers;
}

/**
 * Asks for a sweep of the user's own, starting from the last answers.
 * @returns 'back' when the user wants to choose again, undefined when they gave up
 * @throws SettingError if a default cannot be used
 */
export async function askCustomSweep(memory: vscode.Memento, available: AvailableImages): Promise<SweepRequest | 'back' | undefined> {
  const defaults = readDefaults();
  const last = memory.get<Remembered>(MEMORY);
  const start = last && JSON.stringify(last.defaults) === JSON.stringify(defaults) ? { ...defaults, ...last.answers } : defaults;
  const wizard = new Wizard(title, questions(available), vscode.l10n.t('Run With the Remaining Answers as They Are'), scheduleQuestion());
  const answers = await wizard.ask(start);
  // A schedule that no step shows must not come back unasked.
  if (answers && answers !== 'back') await memory.update(MEMORY, { answers: { ...answers, schedule: undefined }, defaults } satisfies Remembered);
  return answers;
}

function title({ schedule }: CustomAnswers): string {
  if (schedule === undefined) return vscode.l10n.t('Custom LR Sweep');
  return vscode.l10n.t('Custom LR Sweep, schedule {0}', displaySchedule(parseSchedule(schedule)));
}

/** Few vary the rate in a sweep of rates, so the seven questions do without it. */
function scheduleQuestion(): Aside<CustomAnswers> {
  return {
    icon: 'graph-line',
    label: vscode.l10n.t('Schedule: How the Rate Changes During a Run'),
    question: {
      kind: 'pick',
      prompt: vscode.l10n.t('Schedule: how the rate changes from step to step'),
      items: SCHEDULES.map((name) => ({ name, label: displaySchedule(parseSchedule(name)), description: name })),
      value: ({ schedule }) => schedule ?? CONSTANT,
      answer: (name, answers) => ({ ...answers, schedule: name === CONSTANT ? undefined : name }),
    },
  };
}

function questions(available: AvailableImages): Question<CustomAnswers>[] {
  return [
    {
      kind: 'text',
      prompt: vscode.l10n.t('Learning rates: a list such as {0}, or a range on a log scale such as {1}', '0.1, 0.01', '1e-4..1e-1 x 7'),
      placeholder: vscode.l10n.t('rates, or a range'),
      value: ({ rates }) => rates,
      answer: (text, answers) => (readRates(text), { ...answers, rates: text.trim() }),
    },
    {
      kind: 'pick',
      prompt: vscode.l10n.t('Optimizer'),
      items: OPTIMIZER_NAMES.map((name) => ({ name, label: displayOptimizer(DEFAULT_OPTIMIZERS[name]), description: optimizerHint(name) })),
      value: ({ optimizer }) => optimizer,
      answer: (name, answers) => ({ ...answers, optimizer: requireOptimizer(name) }),
    },
    countQuestion('batchSize', vscode.l10n.t('Batch size: images in each step')),
    countQuestion('epochs', vscode.l10n.t('Epochs: passes over the training images')),
    countQuestion('trainImages', vscode.l10n.t('Training images: the first so many of the data set'), available.trainImages),
    countQuestion('testImages', vscode.l10n.t('Test images: the first so many, for the accuracy after each epoch; 0 for none'), available.testImages),
    countQuestion('seeds', vscode.l10n.t('Seeds: how often each rate is trained, each time from other initial weights')),
  ];
}

function countQuestion(what: CountName, prompt: string, most: number = COUNTS[what].most): Question<CustomAnswers> {
  const { least } = COUNTS[what];
  return {
    kind: 'text',
    prompt,
    placeholder: vscode.l10n.t('a whole number from {0} to {1}', least, most),
    value: (answers) => String(answers[what]),
    answer: (text, answers) => ({ ...answers, [what]: parseCount(what, text, most) }),
  };
}

/** Where to look for the rate; the defaults are those of PyTorch 2.13, Lion's range is its paper's (Chen et al. 2023, section 5). */
function optimizerHint(name: OptimizerName): string {
  const pytorchDefault = (rate: number): string => vscode.l10n.t('PyTorch starts at the rate {0}', formatRate(rate));
  switch (name) {
    case 'sgd':
      return vscode.l10n.t('usual rates from 0.01 to 0.1');
    case 'momentum':
    case 'nesterov':
      return vscode.l10n.t('usual rates from 0.001 to 0.1');
    case 'adam':
    case 'adamw':
      return vscode.l10n.t('usual rates from 1e-4 to 0.01');
    case 'rmsprop':
    case 'adagrad':
      return pytorchDefault(0.01);
    case 'adadelta':
      return pytorchDefault(1);
    case 'adamax':
    case 'nadam':
      return pytorchDefault(0.002);
    case 'radam':
      return pytorchDefault(0.001);
    case 'lion':
      return vscode.l10n.t('rates 3 to 10 times lower than for AdamW');
  }
}
