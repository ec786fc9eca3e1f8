import path from 'node:path';
import { Log } from './log.ts';

/**
 * The logs in a folder, of which those that would be called alike are called by the folders that they are in, too: "sgd/run.csv" and
 * "adam/run.csv".
 * @param folder absolute path
 */
export function withDistinctNames(folder: string, logs: readonly Log[]): Log[] {
  const places = new Map<string, Set<string>>();
  for (const { name, file } of logs) places.set(name, (places.get(name) ?? new Set()).add(path.dirname(file)));
  return logs.map((log) => {
    if (places.get(log.name)!.size === 1) return log;
    return new Log(log.file, log.format, nameIn(folder, log), log.openRows, log.key);
  });
}

function nameIn(folder: string, { file, name }: Log): string {
  const parts = path.relative(folder, file).split(path.sep);
  const own = parts.at(-1)!;
  return [...parts.slice(0, -1), name.split('/').at(-1) === own ? own : name].filter(Boolean).join('/');
}
