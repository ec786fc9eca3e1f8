import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { formDefaults } from '../../../../src/vscode/newExperiment/formDefaults.ts';
import type { FormSettings } from '../../../../src/vscode/newExperiment/formDefaults.ts';
import { FormMemory } from '../../../../src/vscode/newExperiment/formMemory.ts';

const SETTINGS: FormSettings = {
  sweep: {
    ...{ rates: [0.1], ratesText: '0.1', optimizer: 'adam', prune: true },
    ...{ batchSize: 64, epochs: 3, trainImages: 10_000, testImages: 2000, seeds: 1 },
  },
  engine: 'auto',
};

/** As VS Code keeps values: as JSON. */
function memento(): vscode.Memento {
  const values = new Map<string, string>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string): T | undefined => {
      const text = values.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    update: async (key: string, value: unknown) => {
      if (value === undefined) values.delete(key);
      else values.set(key, JSON.stringify(value));
    },
  };
}

describe('the memory of forms', () => {
  it('begins with a sweep and the defaults', () => {
    const memory = new FormMemory(memento());
    assert.equal(memory.kind, 'sweep');
    assert.deepEqual(memory.valuesOf('layers', SETTINGS), formDefaults('layers', '', SETTINGS));
  });

  it('keeps what stood in each form, finished or not, until the defaults are restored', async () => {
    const state = memento();
    const values = { ...formDefaults('sweep', 'riding-the-curve', SETTINGS), rates: '0,1' };
    await new FormMemory(state).remember('sweep', values, SETTINGS);
    await new FormMemory(state).rememberKind('optimizers');
    const memory = new FormMemory(state);
    assert.equal(memory.kind, 'optimizers');
    assert.deepEqual(memory.valuesOf('sweep', SETTINGS), values);
    assert.deepEqual(memory.valuesOf('optimizers', SETTINGS), formDefaults('optimizers', '', SETTINGS));
    await memory.forget('sweep');
    assert.deepEqual(memory.valuesOf('sweep', SETTINGS), formDefaults('sweep', '', SETTINGS));
  });

  it('forgets values when the settings that they started from have changed', async () => {
    const memory = new FormMemory(memento());
    await memory.remember('sweep', { ...formDefaults('sweep', '', SETTINGS), epochs: '9' }, SETTINGS);
    const changed: FormSettings = { ...SETTINGS, sweep: { ...SETTINGS.sweep, batchSize: 16 } };
    const { epochs, batchSize } = memory.valuesOf('sweep', changed);
    assert.deepEqual({ epochs, batchSize }, { epochs: '3', batchSize: '16' });
  });
});
