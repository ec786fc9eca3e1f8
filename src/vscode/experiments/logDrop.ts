import * as vscode from 'vscode';
import type { TreeNode } from './treeNodes.ts';

/** What VS Code's explorer and most file managers say is dragged: URIs, one a line. */
const URIS = 'text/uri-list';
/** What some file managers drag instead. */
const FILES = 'files';

/** Opens training logs that are dropped on the Experiments view, from the explorer or from outside. */
export class LogDrop implements vscode.TreeDragAndDropController<TreeNode> {
  readonly dropMimeTypes = [URIS, FILES];
  readonly dragMimeTypes = [];

  /** @param open opens them, and tells the user what cannot be opened */
  constructor(private readonly open: (places: readonly vscode.Uri[]) => Promise<void>) {}

  async handleDrop(_target: TreeNode | undefined, dropped: vscode.DataTransfer): Promise<void> {
    const uris = (await dropped.get(URIS)?.asString()) ?? '';
    // A line that begins with # is a comment (RFC 2483).
    const lines = uris.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
    const files = [...dropped].flatMap(([, item]) => item.asFile()?.uri ?? []);
    await this.open(lines.length > 0 ? lines.map((line) => vscode.Uri.parse(line)) : files);
  }
}
