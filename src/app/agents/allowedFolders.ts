import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { formatAll } from '../../domain/format.ts';
import { isWithin } from '../../programs/withinFolder.ts';

/** The folders whose files tools may read. What a model asks for elsewhere is refused, whatever links lead there. */
export class AllowedFolders {
  /**
   * @param folders absolute paths; relative paths are looked for in each, in this order
   * @param others folders that are allowed too, but that no relative path begins in
   */
  constructor(
    private readonly folders: readonly string[],
    private readonly others: readonly string[] = [],
  ) {}

  /**
   * The absolute path of a file or folder that may be read.
   * @param given as the model wrote it
   * @throws RangeError with a sentence if there is none, or it lies elsewhere
   */
  async resolve(given: string): Promise<string> {
    const candidates = path.isAbsolute(given) ? [given] : this.folders.map((folder) => path.resolve(folder, given));
    const found = (await Promise.all(candidates.map(realPathOf))).find((place) => place !== null);
    const names = formatAll(this.folders);
    if (this.folders.length === 0)
      throw new RangeError(
        l10n.t('No folder is open, so no file may be read. Ask the user to open the folder of the project.'),
      );
    if (found === undefined) {
      throw new RangeError(
        l10n.t('There is no {0}. Give its absolute path, or its path relative to {1}.', JSON.stringify(given), names),
      );
    }
    const allowed = (await Promise.all([...this.folders, ...this.others].map(realPathOf))).filter(
      (place) => place !== null,
    );
    if (allowed.some((folder) => isWithin(folder, found))) return found;
    throw new RangeError(
      l10n.t(
        '{0} may not be read, because it lies outside of {1}. Ask the user to open its folder, or to copy it there.',
        JSON.stringify(given),
        names,
      ),
    );
  }
}

/** With links resolved; null if there is nothing, or it cannot be reached. */
function realPathOf(place: string): Promise<string | null> {
  return realpath(place).catch(() => null);
}
