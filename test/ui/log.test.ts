import assert from 'node:assert/strict';
import { keepPictureOfFailure } from './failure.ts';
import { THEMES } from './theme.ts';
import { Workbench } from './workbench.ts';

describe('a user who installed the package', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open();
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  it('opens the log from the palette', async () => {
    await workbench.runCommand('Goldilocks: Show Log');
    await workbench.outputShows('Goldilocks');
  });

  it('finds the same after a reload', async () => {
    await workbench.reload();
    await workbench.runCommand('Goldilocks: Show Log');
    await workbench.outputShows('Goldilocks');
  });

  it('sees the workbench in every kind of theme', async () => {
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`log-${theme}`);
    }
  });

  it('is not followed: nothing is asked of another host, and the extension causes no error', () => {
    assert.deepEqual(workbench.watch.foreignRequests, []);
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
