import * as vscode from 'vscode';
import { MEASURES } from '../../domain/measure.ts';
import type { Measure } from '../../domain/measure.ts';
import type { SweepAnswers } from '../settings.ts';
import type { Question } from './wizard.ts';

/** Asks what is measured at each step beside the loss, and says what that costs. */
export function measureQuestion(): Question<SweepAnswers> {
  return {
    kind: 'checks',
    prompt: vscode.l10n.t('Also measure (each makes training a few percent slower)'),
    items: MEASURES.map((name) => ({ name, ...measureWords(name) })),
    value: ({ measures = [] }) => measures,
    answer: (names, answers) => {
      const measures = MEASURES.filter((measure) => names.includes(measure));
      return { ...answers, measures: measures.length > 0 ? measures : undefined };
    },
  };
}

function measureWords(measure: Measure): Pick<vscode.QuickPickItem, 'label' | 'description'> {
  switch (measure) {
    case 'gradient-norm':
      return { label: vscode.l10n.t('Gradient norm'), description: vscode.l10n.t('how steep the loss is') };
    case 'update-ratio':
      return {
        label: vscode.l10n.t('Update ratio'),
        description: vscode.l10n.t('how far each step moves the weights in relation to their size'),
      };
    case 'dead-share':
      return {
        label: vscode.l10n.t('Dead ReLU units'),
        description: vscode.l10n.t('share of units that output 0 for a whole batch'),
      };
  }
}
