import { existsSync } from 'node:fs';
import path from 'node:path';
import { readJson, writeJson } from '../store/files.ts';

/** In the storage folder, beside its experiments. */
const FILE = 'logs.json';
/** Places that are remembered, the newest first. */
const MAX_PLACES = 200;

/** Logs that were read, and the experiment that they were read into. */
interface ReadPlace {
  /** Absolute path. */
  readonly place: string;
  /** See stampOfPlace. */
  readonly stamp: string;
  /** Name of the experiment's folder. */
  readonly experiment: string;
}

/** Remembers in a storage folder what was read into which experiment, so that logs that have not changed need not even be opened. */
export class ReadLogs {
  readonly #file: string;

  constructor(private readonly storage: string) {
    this.#file = path.join(storage, FILE);
  }

  /** The folder of the experiment that a place was read into; null if it has changed since, or the experiment is gone. */
  async experimentOf(place: string, stamp: string): Promise<string | null> {
    const known = (await this.#places()).find((read) => read.place === place && read.stamp === stamp);
    const folder = known && path.join(this.storage, path.basename(known.experiment));
    return folder !== undefined && existsSync(path.join(folder, 'experiment.json')) ? folder : null;
  }

  /** Where this fails, the logs are only opened again next time. */
  async add(place: string, stamp: string, folder: string): Promise<void> {
    const others = (await this.#places()).filter((read) => read.place !== place);
    const read: ReadPlace = { place, stamp, experiment: path.basename(folder) };
    await writeJson(this.#file, [read, ...others].slice(0, MAX_PLACES)).catch(() => undefined);
  }

  /** None if there is no such file, or it is damaged. */
  async #places(): Promise<readonly ReadPlace[]> {
    const found = await readJson(this.#file).catch(() => null);
    return Array.isArray(found) ? found.filter(isReadPlace) : [];
  }
}

function isReadPlace(value: unknown): value is ReadPlace {
  const { place, stamp, experiment } = { ...(value as Partial<ReadPlace> | null) };
  return [place, stamp, experiment].every((text) => typeof text === 'string');
}
