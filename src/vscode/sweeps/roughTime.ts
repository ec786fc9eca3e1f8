import * as vscode from 'vscode';
import { estimateSeconds } from '../../app/durationEstimate.ts';
import type { TrainedChoice } from '../../app/durationEstimate.ts';
import type { EngineChoice } from '../../domain/engineChoice.ts';
import { readEngine } from '../engine/engineSettings.ts';

/**
 * About how long a sweep takes, in words: an estimate must not look like a measurement.
 * @param workers runs at the same time
 * @returns null if the engine may be TensorFlow, whose speed depends on how it was built for the machine
 * @throws SettingError if the engine cannot be used
 */
export function roughTime(choice: TrainedChoice, workers: number): string | null {
  return roughDuration(estimateSeconds(choice, workers), readEngine());
}

/**
 * As roughTime.
 * @param seconds as they were estimated for the built-in engine
 */
export function roughDuration(seconds: number, engine: EngineChoice): string | null {
  if (!['auto', 'wasm'].includes(engine)) return null;
  if (seconds < 20) return vscode.l10n.t('a few seconds');
  if (seconds < 90) return vscode.l10n.t('about a minute');
  if (seconds < 5400) return vscode.l10n.t('about {0} minutes', Math.round(seconds / 60));
  return vscode.l10n.t('about {0} hours', Math.round(seconds / 3600));
}
