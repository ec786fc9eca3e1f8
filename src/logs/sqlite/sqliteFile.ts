import * as l10n from '@vscode/l10n';
import { Log } from '../log.ts';
import { LogError } from '../logError.ts';
import type { LogDatabase } from '../logStore.ts';
import { Database } from './database.ts';
import type { DatabaseKind } from './databaseKind.ts';
import { MAGIC } from './databasePages.ts';
import { DatabaseRows } from './databaseRows.ts';
import type { Extent } from './databaseRows.ts';
import { KeptRows } from './keptRows.ts';
import { mlflowRuns } from './mlflowRuns.ts';
import { SpanCollector } from './spans.ts';
import { trackioRuns } from './trackioRuns.ts';

const KINDS: readonly DatabaseKind[] = [mlflowRuns, trackioRuns];

/** The SQLite databases of MLflow and trackio. */
export const sqliteFile: LogDatabase = {
  name: 'sqlite',
  recognizes: ({ bytes }) => MAGIC.every((byte, index) => bytes[index] === byte),
  open: (file) =>
    Database.read(file, async (database) => {
      const kind = KINDS.find((candidate) => candidate.recognizes(database));
      if (!kind) throw new LogError(l10n.t('This database has no runs of MLflow or trackio.'));
      const extents = await findExtents(database, kind);
      const newReader = kind.newReaders();
      const runs = await kind.findRuns(database, [...extents.keys()]);
      const names = runs.map(({ name }) => name);
      return runs.flatMap(({ id, name }) => {
        const extent = extents.get(id);
        // Two runs may have the same name, but they have to be told apart.
        const unique = names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${id})`;
        return extent
          ? [new Log(file, kind.format, unique, () => new DatabaseRows(file, newReader(id), kind, extent), id)]
          : [];
      });
    }),
};

/** Where the rows of each run are, and which, so that to read one run is not to read all. */
async function findExtents(
  database: Database,
  { table, runColumn, columns }: DatabaseKind,
): Promise<Map<string, Extent>> {
  const collectors = new Map<string, SpanCollector>();
  const kept = new KeptRows(columns);
  let end = -Infinity;
  for await (const rows of database.rows(table, columns)) {
    if (rows.length === 0) continue;
    const page = { after: rows[0].id - 1, until: rows.at(-1)!.id };
    const runs = new Set<string>();
    for (const row of rows) {
      const run = row.values[runColumn];
      if (typeof run !== 'string') continue;
      runs.add(run);
      kept.add(run, row);
    }
    for (const run of runs) {
      const collector = collectors.get(run) ?? new SpanCollector();
      collectors.set(run, collector);
      collector.add(page);
    }
    end = page.until;
  }
  return new Map([...collectors].map(([run, { spans }]) => [run, { run, kept, change: database.change, spans, end }]));
}
