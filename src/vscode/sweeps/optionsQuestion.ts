import * as vscode from 'vscode';
import { MEASURES } from '../../domain/measure.ts';
import type { Measure } from '../../domain/measure.ts';
import type { SweepAnswers } from '../settings.ts';
import type { Question } from './wizard.ts';

const PRUNE = 'prune';

/** Asks whether hopeless runs may be stopped, and what is measured at each step beside the loss, and says what that costs. */
export function optionsQuestion(): Question<SweepAnswers> {
  return {
    kind: 'checks',
    prompt: vscode.l10n.t('Options (each measurement makes training a few percent slower)'),
    items: [
      {
        name: PRUNE,
        label: vscode.l10n.t('Stop runs early once they can no longer do well'),
        description: vscode.l10n.t('saves about 40% of the time with widely spaced rates'),
      },
      ...MEASURES.map((name) => ({ name, ...measureWords(name) })),
    ],
    value: ({ prune, measures = [] }) => [...(prune ? [PRUNE] : []), ...measures],
    answer: (names, answers) => {
      const measures = MEASURES.filter((measure) => names.includes(measure));
      return { ...answers, prune: names.includes(PRUNE), measures: measures.length > 0 ? measures : undefined };
    },
  };
}

function measureWords(measure: Measure): Pick<vscode.QuickPickItem, 'label' | 'description'> {
  switch (measure) {
    case 'gradient-norm':
      return { label: vscode.l10n.t('Measure the gradient norm'), description: vscode.l10n.t('how steep the loss is') };
    case 'update-ratio':
      return {
        label: vscode.l10n.t('Measure the update ratio'),
        description: vscode.l10n.t('how far each step moves the weights in relation to their size'),
      };
    case 'dead-share':
      return {
        label: vscode.l10n.t('Measure dead ReLU units'),
        description: vscode.l10n.t('share of units that output 0 for a whole batch'),
      };
  }
}
