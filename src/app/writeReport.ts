import * as l10n from '@vscode/l10n';
import path from 'node:path';
import type { ExperimentFolder } from '../store/experimentFolder.ts';
import { ExperimentError } from '../store/experimentFolder.ts';
import { writeNamedFile } from '../store/files.ts';
import { renderReport } from './report.ts';
import type { Translation } from './translationsElement.ts';

/**
 * Writes an experiment's report as one HTML file that needs nothing else.
 * @param script text of the script that draws the charts
 * @param file where to; report.html in the experiment's folder by default
 * @param translation what its texts are translated into; English by default
 * @returns the file's path
 * @throws ExperimentError if the file cannot be written
 */
export async function writeReport(
  experiment: ExperimentFolder,
  script: string,
  file = path.join(experiment.folder, 'report.html'),
  translation?: Translation,
): Promise<string> {
  const html = renderReport(await experiment.overview(), script, translation);
  try {
    await writeNamedFile(file, html);
  } catch (error) {
    throw new ExperimentError(l10n.t('The report cannot be written to {0}: {1}.', file, (error as Error).message));
  }
  return file;
}
