import path from 'node:path';
import type { Workbench } from './workbench.ts';

/** Opens the experiment in a folder of the workspace, by the dialog. */
export async function openExperiment(workbench: Workbench, name: string): Promise<void> {
  const { page, folder } = workbench;
  await workbench.runCommand('Goldilocks: Open Experiment…');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Browse for a Folder…' }).click();
  // The dialog writes the place that it begins at when it has looked into it, and takes only what it has listed.
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows.filter({ hasText: name }).first().waitFor();
  await page.locator('.quick-input-widget input.input').fill(`${path.join(folder, name)}/`);
  await rows.filter({ hasText: 'runs' }).first().waitFor();
  await page.locator('.quick-input-widget').getByRole('button', { name: 'Open Experiment' }).click();
}
