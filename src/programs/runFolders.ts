import { rmSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { deleteFile, editFile } from './copiedFile.ts';
import { copyFolder, deleteCopy, listFolder, writtenFiles } from './folderCopy.ts';
import type { Launch } from './launch.ts';
import { isWithin } from './withinFolder.ts';

/** Where the runs of a program take place: in its folder, or each in a fresh copy of it, so that none finds what another has saved. */
export class RunFolders {
  readonly #written = new Set<string>();

  /**
   * @param folder absolute path
   * @param ownFolders absolute paths of folders in it that Goldilocks itself writes into
   * @param mark see deleteMarkedCopies
   */
  constructor(
    readonly folder: string,
    readonly areCopies: boolean,
    private readonly ownFolders: readonly string[] = [],
    private readonly mark = '',
  ) {}

  /** Paths, from the folder, of the files that the runs have written, in the order of their names. */
  get written(): readonly string[] {
    return [...this.#written].sort();
  }

  /**
   * Lends a run its folder. A copy is deleted afterwards, also if this process ends meanwhile.
   * @param work gets the absolute paths of the folder, and of what was copied with it: the folder itself, or the repository that it is in
   * @param launch what is replaced in files of the copy before the work begins, the folder itself is never edited; and a log, which no
   *   earlier run has left in the copy
   * @throws Error if the folder cannot be copied, an edit cannot be made, and what the work throws
   */
  async use<T>(
    work: (folder: string, root: string) => Promise<T>,
    { edits = [], logFile }: Pick<Launch, 'edits' | 'logFile'> = {},
  ): Promise<T> {
    if (!this.areCopies) {
      if (edits.length > 0)
        throw new Error(
          l10n.t('A settings file is only edited in a copy of the folder. Let the runs take place in a copy.'),
        );
      return this.#observe(this.folder, this.folder, work);
    }
    const copy = await copyFolder(this.folder, this.mark);
    const remove = (): void => rmSync(copy.temporary, { recursive: true, force: true });
    process.once('exit', remove);
    try {
      const copyOf = (file: string): string => path.join(copy.folder, path.relative(this.folder, file));
      for (const edit of edits) await editFile(copy.folder, { ...edit, file: copyOf(edit.file) });
      if (logFile !== undefined) await deleteFile(copy.root, copyOf(path.resolve(this.folder, logFile)));
      return await this.#observe(copy.folder, copy.root, work);
    } finally {
      process.off('exit', remove);
      await deleteCopy(copy);
    }
  }

  /** Does the work in a folder, and notes which files of the `root` that holds it were written. */
  async #observe<T>(folder: string, root: string, work: (folder: string, root: string) => Promise<T>): Promise<T> {
    const before = await listFolder(root);
    try {
      return await work(folder, root);
    } finally {
      const after = before && (await listFolder(root));
      const written = after ? writtenFiles(before, after) : [];
      for (const name of written.map((each) => path.relative(folder, path.join(root, each))))
        if (!this.ownFolders.some((own) => isWithin(own, path.join(this.folder, name)))) this.#written.add(name);
    }
  }
}
