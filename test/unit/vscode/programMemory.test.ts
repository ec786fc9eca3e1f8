import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { ProgramMemory } from '../../../src/vscode/programs/programMemory.ts';

const file = { fsPath: '/work/train.py' } as vscode.Uri;

describe('the memory of programs', () => {
  function newMemory(): ProgramMemory {
    const state = new Map<string, unknown>();
    return new ProgramMemory({
      get: (key: string, otherwise: unknown) => state.get(key) ?? otherwise,
      update: async (key: string, value: unknown) => void state.set(key, value),
    } as unknown as vscode.Memento);
  }

  it('keeps how long a run took while its arguments stay the same', async () => {
    const memory = newMemory();
    const training = { steps: 900, startSeconds: 3 };
    await memory.rememberArguments(file, '--epochs 3');
    await memory.rememberRun(file, { arguments: '--epochs 3', seconds: 40, training });
    await memory.rememberArguments(file, '--epochs 3');
    assert.deepEqual(memory.of(file), { arguments: '--epochs 3', seconds: 40, training });
    await memory.rememberArguments(file, '--epochs 30');
    assert.deepEqual(memory.of(file), { arguments: '--epochs 30', seconds: null });
  });

  it('does not take the time of a run for that with arguments which changed while it ran', async () => {
    const memory = newMemory();
    await memory.rememberArguments(file, '--epochs 30');
    await memory.rememberRun(file, { arguments: '', seconds: 40 });
    assert.deepEqual(memory.of(file), { arguments: '--epochs 30', seconds: null });
  });
});
