import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { RememberedColumns } from '../../../src/vscode/logs/rememberedColumns.ts';

/** What VS Code keeps for a workspace. */
function memento(): vscode.Memento {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: (key: string, other?: unknown) => kept.get(key) ?? other,
    update: async (key: string, value: unknown) => void kept.set(key, value),
  } as vscode.Memento;
}

describe('the columns that the workspace remembers', () => {
  it('are those of logs with the same columns, in whatever order', async () => {
    const state = memento();
    assert.equal(new RememberedColumns(state).isEmpty, true);
    await new RememberedColumns(state).remember(['step', 'objective'], { loss: 'objective' });
    await new RememberedColumns(state).remember(['step', 'a, b'], { loss: 'a, b' });
    const columns = new RememberedColumns(state);
    assert.deepEqual(columns.of(['objective', 'step']), { loss: 'objective' });
    assert.deepEqual(columns.of(['step', 'a', 'b']), {});
    assert.equal(columns.isEmpty, false);
  });
});
