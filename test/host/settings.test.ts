import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readDatasetFolder, readDefaults, readWorkers, SettingError } from '../../src/vscode/settings.ts';

const { Global } = vscode.ConfigurationTarget;

describe('settings', () => {
  const changed = new Set<string>();
  const set = async (name: string, value: unknown): Promise<void> => {
    changed.add(name);
    await vscode.workspace.getConfiguration('goldilocks').update(name, value, Global);
  };
  afterEach(async () => {
    for (const name of changed) await vscode.workspace.getConfiguration('goldilocks').update(name, undefined, Global);
    changed.clear();
  });

  it('have defaults that can be used', () => {
    assert.equal(readWorkers(), 0);
    assert.equal(readDatasetFolder(), null);
    assert.deepEqual(readDefaults(), {
      rates: [0.0001, 0.0003162, 0.001, 0.003162, 0.01, 0.03162, 0.1],
      ratesText: '1e-4..1e-1 x 7',
      optimizer: 'adam',
      batchSize: 64,
      epochs: 3,
      trainImages: 10_000,
      testImages: 2000,
      seeds: 1,
      prune: true,
    });
  });

  it('say in a sentence what is wrong, and which one', async () => {
    const refused = async (name: string, value: unknown, read: () => unknown, message: RegExp): Promise<void> => {
      await set(name, value);
      assert.throws(
        read,
        (error) =>
          error instanceof SettingError && error.setting === `goldilocks.${name}` && message.test(error.message),
      );
      await set(name, undefined);
    };
    await refused(
      'workers',
      12,
      readWorkers,
      /goldilocks\.workers cannot be used: it must be a whole number from 0 to 8/,
    );
    await refused('dataset', 'images', readDatasetFolder, /absolute path/);
    await refused('defaults.rates', '0,01', readDefaults, /decimal comma/);
    await refused('defaults.optimizer', 'newton', readDefaults, /optimizer must be/);
    await refused('defaults.epochs', 1.5, readDefaults, /number of epochs must be a whole number/);
  });
});
