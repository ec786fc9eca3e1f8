import { dvcliveFolder } from './dvcliveFolder.ts';
import { mlflowFolder } from './mlflowFolder.ts';
import { sqliteFile } from './sqlite/sqliteFile.ts';
import { notebook } from './notebook.ts';
import { trackioInbox } from './trackioInbox.ts';
import { eventFolder } from './tensorboard/eventFolder.ts';
import type { LogDatabase, LogFolder } from './logStore.ts';

/** Files that hold several runs. */
export const LOG_DATABASES: readonly LogDatabase[] = [notebook, sqliteFile];

/** Formats that spread a run over several files. */
export const LOG_FOLDERS: readonly LogFolder[] = [eventFolder, mlflowFolder, dvcliveFolder, trackioInbox];
