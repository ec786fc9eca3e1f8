import * as vscode from 'vscode';
import { estimateSeconds } from '../../app/durationEstimate.ts';
import type { TrainingRequest } from '../../app/trainingRequest.ts';
import { PRESETS } from '../../domain/presets.ts';
import type { Preset } from '../../domain/presets.ts';
import { formatRate } from '../../domain/rate.ts';
import { presetChoice } from '../../kinds/sweep/choice.ts';
import { readEngine } from '../engine/engineSettings.ts';
import { askCustomSweep } from './customSweep.ts';
import type { AvailableImages } from './customSweep.ts';

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
          ? vscode.l10n.t('Which network, trained at which learning rates?')
          : vscode.l10n.t('Which network, trained at which learning rates on the images in {0}?', available.folder),
      matchOnDetail: true,
    });
    if (!picked) return undefined;
    if (picked.preset !== null) return { preset: picked.preset };
    const custom = await askCustomSweep(state, available);
    if (custom !== 'back') return custom;
  }
}

function sweepItems(workers: number): SweepItem[] {
  // How long TensorFlow takes depends on how it was built for the machine.
  const isTimeKnown = ['auto', 'wasm'].includes(readEngine());
  const presets = PRESETS.map((preset): SweepItem => {
    const choice = presetChoice(preset);
    return {
      preset,
      label: `$(beaker) ${preset.title}`,
      description: [
        preset.learningRates.map(formatRate).join(', '),
        ...(isTimeKnown ? [roughTime(estimateSeconds(choice, workers))] : []),
      ].join(' · '),
      detail: preset.description,
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

/** An estimate must not look like a measurement. */
function roughTime(seconds: number): string {
  if (seconds < 20) return vscode.l10n.t('a few seconds');
  if (seconds < 90) return vscode.l10n.t('about a minute');
  return vscode.l10n.t('about {0} minutes', Math.round(seconds / 60));
}
