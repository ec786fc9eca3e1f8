import type * as vscode from 'vscode';
import type { OpenedFolders } from '../../app/experimentLibrary.ts';

const KEY = 'goldilocks.openedFolders';

/** The folders that were opened from elsewhere, kept for the workspace. */
export class WorkspaceFolders implements OpenedFolders {
  constructor(private readonly state: vscode.Memento) {}

  get folders(): readonly string[] {
    return this.state.get<readonly string[]>(KEY, []);
  }

  async replace(folders: readonly string[]): Promise<void> {
    await this.state.update(KEY, folders);
  }
}
