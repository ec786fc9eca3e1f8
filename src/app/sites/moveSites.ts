import { ExperimentFolder } from '../../store/experimentFolder.ts';
import type { SiteKey } from '../../domain/runSite.ts';
import type { ExperimentLibrary } from '../experimentLibrary.ts';

/** Where a file is after a move; null if it was not moved. */
export type FileMove = (file: Pick<SiteKey, 'folder' | 'path'>) => Pick<SiteKey, 'folder' | 'path'> | null;

/**
 * Writes into the runs of programs whose files were moved where these are now. Those of a run that is followed are written when it has
 * ended.
 * @throws ExperimentError if an experiment can't be written
 */
export async function moveSites(library: ExperimentLibrary, moved: FileMove): Promise<void> {
  const entries = await library.list();
  const concerned = entries.filter(({ overview }) => overview?.runs.some(({ site }) => site && moved(site.key)));
  await Promise.all(
    concerned.map(async ({ folder }) => {
      await library.activeIn(folder)?.ended.catch(() => undefined);
      const experiment = await ExperimentFolder.open(folder);
      const records = await experiment.runs();
      for (const [index, record] of records.entries()) {
        const file = record.site && moved(record.site.key);
        if (!record.site || !file) continue;
        const key = { ...record.site.key, ...file };
        await experiment.updateRun(index, { ...record, site: { ...record.site, key } });
      }
    }),
  );
}
