import type * as vscode from 'vscode';
import type { ChosenColumns } from '../../logs/columnRoles.ts';

const KEY = 'goldilocks.logColumns';

/** Which columns the user has chosen, kept for the workspace: logs with the same columns are read in the same way. */
export class RememberedColumns {
  constructor(private readonly state: vscode.Memento) {}

  /** @param names of all columns of a log */
  of(names: readonly string[]): ChosenColumns {
    return this.#all[keyOf(names)] ?? {};
  }

  async remember(names: readonly string[], chosen: ChosenColumns): Promise<void> {
    await this.state.update(KEY, { ...this.#all, [keyOf(names)]: chosen });
  }

  /** Whether anything is remembered, so that columns need to be looked at. */
  get isEmpty(): boolean {
    return Object.keys(this.#all).length === 0;
  }

  get #all(): Readonly<Record<string, ChosenColumns>> {
    return this.state.get(KEY, {});
  }
}

function keyOf(names: readonly string[]): string {
  return JSON.stringify([...names].sort());
}
