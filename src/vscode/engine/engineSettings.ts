import path from 'node:path';
import * as vscode from 'vscode';
import { ENGINE_CHOICES } from '../../domain/engineChoice.ts';
import type { EngineChoice } from '../../domain/engineChoice.ts';
import { readSetting } from '../settings.ts';

/**
 * Reads the setting for the engine.
 * @throws SettingError
 */
export function readEngine(): EngineChoice {
  return readSetting('engine', (value) => {
    const choice = ENGINE_CHOICES.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    throw new RangeError(vscode.l10n.t('it must be one of {0}.', ENGINE_CHOICES.join(', ')));
  });
}

/**
 * The absolute path of the folder where TensorFlow is installed; null if none is named. Native code of that folder is run, so
 * the manifest gives the setting the scope `machine`: no workspace can name one.
 * @throws SettingError
 */
export function readTensorflowFolder(): string | null {
  return readSetting('tensorflowPath', (value) => {
    if (value === '') return null;
    if (typeof value === 'string' && path.isAbsolute(value)) return path.normalize(value);
    throw new RangeError(vscode.l10n.t('it must be the absolute path of a folder, or empty.'));
  });
}
