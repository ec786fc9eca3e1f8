import * as vscode from 'vscode';
import type { ComparedKind } from '../../app/comparison.ts';
import { readCount } from '../../app/trainingRequest.ts';
import { DEFAULT_OPTIMIZERS, formatOptimizer, OPTIMIZER_NAMES } from '../../domain/optimizer.ts';
import { formatRate } from '../../domain/rate.ts';
import { parseRate } from '../../domain/rateList.ts';
import { EQUAL_BUDGETS } from '../../kinds/batchSizes/choice.ts';
import { countQuestion, optimizerHint } from '../sweeps/customSweep.ts';
import type { AvailableImages } from '../sweeps/customSweep.ts';
import type { Question } from '../sweeps/wizard.ts';
import type { CompareAnswers } from './compareAnswers.ts';
import { scheduleItems } from './scheduleItems.ts';

type CompareQuestion = Question<CompareAnswers>;

/** The questions of a comparison, what is compared first. */
export function compareQuestions(kind: ComparedKind, available: AvailableImages): CompareQuestion[] {
  return [
    ...ownQuestions(kind),
    countQuestion('epochs', vscode.l10n.t('Epochs: passes over the training images')),
    countQuestion('trainImages', vscode.l10n.t('Number of training images'), available.trainImages),
    countQuestion(
      'seeds',
      vscode.l10n.t('Seeds: number of times that everything is trained, each with different initial weights'),
    ),
  ];
}

function ownQuestions(kind: ComparedKind): CompareQuestion[] {
  switch (kind) {
    case 'schedules':
      return [
        {
          kind: 'checks',
          prompt: vscode.l10n.t('Schedules to compare: at least two'),
          items: scheduleItems(),
          value: ({ names }) => names,
          answer: (names, answers) => ({ ...answers, names }),
        },
        optimizerQuestion(),
        rateQuestion(),
      ];
    case 'optimizers':
      return [
        {
          kind: 'checks',
          prompt: vscode.l10n.t('Optimizers to compare: at least two'),
          items: optimizerItems(),
          value: ({ names }) => names,
          answer: (names, answers) => ({ ...answers, names }),
        },
      ];
    case 'batch-sizes':
      return [batchSizesQuestion(), equalQuestion(), optimizerQuestion()];
  }
}

function optimizerItems(): (vscode.QuickPickItem & { readonly name: string })[] {
  return OPTIMIZER_NAMES.map((name) => ({
    name,
    label: formatOptimizer(DEFAULT_OPTIMIZERS[name]),
    description: optimizerHint(name),
  }));
}

function optimizerQuestion(): CompareQuestion {
  return {
    kind: 'pick',
    prompt: vscode.l10n.t('Optimizer'),
    items: optimizerItems(),
    value: ({ optimizer }) => optimizer,
    answer: (name, answers) => ({ ...answers, optimizer: OPTIMIZER_NAMES.find((known) => known === name)! }),
  };
}

function rateQuestion(): CompareQuestion {
  return {
    kind: 'text',
    prompt: vscode.l10n.t('Learning rate that the schedules scale; leave empty for the default'),
    placeholder: vscode.l10n.t('a rate such as {0}', '0.01'),
    value: ({ rate }) => (rate === null ? '' : formatRate(rate)),
    answer: (text, answers) => ({ ...answers, rate: text.trim() === '' ? null : parseRate(text.trim()) }),
  };
}

function batchSizesQuestion(): CompareQuestion {
  return {
    kind: 'text',
    prompt: vscode.l10n.t('Batch sizes to compare: at least two'),
    placeholder: '16, 32, 64, 128',
    value: ({ names }) => names.join(', '),
    answer: (text, answers) => {
      const names = text.split(/[\s,]+/).filter(Boolean);
      for (const name of names) readCount('batchSize', name);
      if (names.length < 2) throw new RangeError(vscode.l10n.t('A comparison needs at least two batch sizes.'));
      return { ...answers, names };
    },
  };
}

function equalQuestion(): CompareQuestion {
  const words = {
    images: { label: vscode.l10n.t('As many images'), description: vscode.l10n.t('small batches take more steps') },
    steps: { label: vscode.l10n.t('As many steps'), description: vscode.l10n.t('small batches see fewer images') },
  };
  return {
    kind: 'pick',
    prompt: vscode.l10n.t('What all batch sizes train with'),
    items: EQUAL_BUDGETS.map((name) => ({ name, ...words[name] })),
    value: ({ equal }) => equal,
    answer: (name, answers) => ({ ...answers, equal: name === 'steps' ? 'steps' : 'images' }),
  };
}
