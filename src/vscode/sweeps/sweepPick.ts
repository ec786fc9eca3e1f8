import * as vscode from 'vscode';
import type { TrainingRequest } from '../../app/trainingRequest.ts';
import { PRESETS } from '../../domain/presets.ts';
import type { Preset } from '../../domain/presets.ts';
import { formatRate } from '../../domain/rate.ts';
import { presetChoice } from '../../kinds/sweep/choice.ts';
import { askCustomSweep } from './customSweep.ts';
import type { AvailableImages } from './customSweep.ts';
import { roughTime } from './roughTime.ts';

interface SweepItem extends vscode.QuickPickItem {
  /** Null for a custom sweep. */
  readonly preset: Preset | null;
}

/**
 * Asks which sweep to run: a preset, or a custom one.
 * @param workers runs at the same time, which decides how long a sweep takes
 * @returns undefined when the user gave up
 * @throws SettingError if the engine, or a default of a custom sweep, cannot be used
 */
export async function askSweep(
  state: vscode.Memento,
  workers: number,
  available: AvailableImages,
): Promise<TrainingRequest | undefined> {
  for (;;) {
    const picked = await vscode.window.showQuickPick(sweepItems(workers), {
      title: vscode.l10n.t('Run LR Sweep'),
      placeHolder:
        available.folder === null
          ? vscode.l10n.t('Select a network and learning rates')
          : vscode.l10n.t('Select a network and learning rates for the images in {0}', available.folder),
      matchOnDetail: true,
    });
    if (!picked) return undefined;
    if (picked.preset !== null) return { preset: picked.preset };
    const custom = await askCustomSweep(state, workers, available);
    if (custom !== 'back') return custom;
  }
}

function sweepItems(workers: number): SweepItem[] {
  const presets = PRESETS.map((preset): SweepItem => {
    const time = roughTime(presetChoice(preset), workers);
    return {
      preset,
      label: `$(beaker) ${preset.title}`,
      description: [preset.learningRates.map(formatRate).join(', '), ...(time === null ? [] : [time])].join(' · '),
      detail: vscode.l10n.t('{0} From “{1}”.', preset.description, preset.article),
    };
  });
  return [
    ...presets,
    {
      preset: null,
      label: `$(settings) ${vscode.l10n.t('Custom…')}`,
      detail: vscode.l10n.t('Your own rates, optimizer, batch size, epochs, images and seeds, for the compact CNN.'),
    },
  ];
}
