import * as vscode from 'vscode';
import type { ComparedKind } from '../../app/comparison.ts';
import { formatCount } from '../../domain/format.ts';
import { SLOW_FAST_FURIOUS } from '../../domain/presets.ts';
import { ratesAround } from '../../kinds/optimizers/choice.ts';
import { doubledRates } from '../../kinds/batchSizes/choice.ts';
import type { AvailableImages } from '../sweeps/customSweep.ts';
import { roughTime } from '../sweeps/roughTime.ts';
import { Wizard } from '../sweeps/wizard.ts';
import { BUDGETS, defaultAnswers } from './compareAnswers.ts';
import type { CompareAnswers } from './compareAnswers.ts';
import { compareQuestions } from './compareQuestions.ts';

interface CompareItem extends vscode.QuickPickItem {
  /** Null for a custom comparison. */
  readonly answers: CompareAnswers | null;
}

/**
 * Asks what to compare: the default of a kind, short or long, or a comparison of one's own, which starts from the last answers.
 * @param workers runs at the same time, which decides how long it takes
 * @returns undefined when the user gave up
 */
export async function askComparison(
  kind: ComparedKind,
  state: vscode.Memento,
  workers: number,
  available: AvailableImages,
): Promise<CompareAnswers | undefined> {
  for (;;) {
    const picked = await vscode.window.showQuickPick(items(kind, workers, available), {
      title: titleOf(kind),
      placeHolder: vscode.l10n.t('Select how long to train the compact CNN'),
      matchOnDetail: true,
    });
    if (!picked) return undefined;
    if (picked.answers) return picked.answers;
    const custom = await askCustom(kind, state, workers, available);
    if (custom !== 'back') return custom;
  }
}

async function askCustom(
  kind: ComparedKind,
  state: vscode.Memento,
  workers: number,
  available: AvailableImages,
): Promise<CompareAnswers | 'back' | undefined> {
  const key = `goldilocks.compare.${kind}`;
  const wizard = new Wizard(
    (answers: CompareAnswers) => [titleOf(kind), ...amountsOf(kind, answers, workers)].join(' · '),
    compareQuestions(kind, available),
    vscode.l10n.t('Run with the Current Values'),
  );
  const answers = await wizard.ask({ ...defaultAnswers(kind), ...state.get<Partial<CompareAnswers>>(key) });
  if (answers && answers !== 'back') await state.update(key, answers);
  return answers;
}

export function titleOf(kind: ComparedKind): string {
  switch (kind) {
    case 'schedules':
      return vscode.l10n.t('Compare Schedules');
    case 'optimizers':
      return vscode.l10n.t('Compare Optimizers');
    case 'batch-sizes':
      return vscode.l10n.t('Compare Batch Sizes');
  }
}

function items(kind: ComparedKind, workers: number, available: AvailableImages): CompareItem[] {
  const presets = BUDGETS.map((budget, index): CompareItem => {
    const trainImages = Math.min(budget.trainImages, available.trainImages);
    const answers = {
      ...defaultAnswers(kind, { ...budget, trainImages }),
      testImages: Math.min(defaultAnswers(kind).testImages, available.testImages),
    };
    return {
      answers,
      label: `$(beaker) ${index === 0 ? vscode.l10n.t('Short') : vscode.l10n.t('Long')}`,
      description: amountsOf(kind, answers, workers).join(' · '),
      detail: vscode.l10n.t(
        '{0}; {1} images, {2} epochs',
        answers.names.map((name) => name.replaceAll(',', ' ')).join(', '),
        formatCount(trainImages),
        budget.epochs,
      ),
    };
  });
  return [
    ...presets,
    {
      answers: null,
      label: `$(settings) ${vscode.l10n.t('Custom…')}`,
      detail: vscode.l10n.t('What you choose to compare, with your own epochs, images and seeds.'),
    },
  ];
}

/** How many runs it has and about how long they take. */
function amountsOf(kind: ComparedKind, answers: CompareAnswers, workers: number): string[] {
  const { names, seeds, epochs, trainImages, testImages } = answers;
  const rates = ratesEach(kind);
  const runs = names.length * rates * seeds;
  const time = roughTime(
    {
      network: SLOW_FAST_FURIOUS.network,
      dataset: { train: trainImages, test: testImages },
      learningRates: Array.from({ length: names.length * rates }, () => 1),
      seeds,
      epochs,
    },
    workers,
  );
  return [
    runs === 1 ? vscode.l10n.t('1 run') : vscode.l10n.t('{0} runs', formatCount(runs)),
    ...(time === null ? [] : [time]),
  ];
}

/** At how many rates each of what is compared is trained. */
function ratesEach(kind: ComparedKind): number {
  const { optimizer } = SLOW_FAST_FURIOUS;
  switch (kind) {
    case 'schedules':
      return 1;
    case 'optimizers':
      return ratesAround(optimizer).length;
    case 'batch-sizes':
      return doubledRates(optimizer).length;
  }
}
