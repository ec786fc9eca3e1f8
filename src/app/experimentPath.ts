import path from 'node:path';

/** Absolute path for a new experiment of a storage folder. Names of folders begin with the time, so that they sort by it. */
export function newExperimentPath(storage: string, name: string): string {
  const time = new Date().toISOString().replaceAll(':', '-').replace('.', '-');
  return path.join(storage, `${time}${folderSuffix(name)}`);
}

/** The end of a folder's name that tells the name of the experiment in it. */
export function folderSuffix(name: string): string {
  return `-${name.replaceAll(/[^\w-]+/g, '-')}`;
}
