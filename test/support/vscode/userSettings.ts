import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;

/** A workbench without what moves, asks, advertises or goes online by itself, so that only the extension is seen. */
const QUIET: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'editor.accessibilitySupport': 'off',
};

/** With trust on, a folder is opened in Restricted Mode without a question; otherwise everything is trusted. */
function trustSettings(isTrustOn: boolean): Settings {
  return { 'security.workspace.trust.enabled': isTrustOn, 'security.workspace.trust.startupPrompt': 'never' };
}

/**
 * Writes the user's settings below a user data folder, for the next start of VS Code. The server takes settings of a machine's scope
 * from a file of its own, which the desktop does not look at.
 */
export async function writeUserSettings(userData: string, isTrustOn: boolean, settings: Settings): Promise<void> {
  const ours = Object.fromEntries(Object.entries(settings).filter(([name]) => name.startsWith('goldilocks.')));
  await write(path.join(userData, 'Machine', 'settings.json'), ours);
  await write(path.join(userData, 'User', 'settings.json'), { ...QUIET, ...trustSettings(isTrustOn), ...settings });
}

async function write(file: string, settings: Settings): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(settings, null, 2));
}
