import assert from 'node:assert/strict';
import { keepPictureOfFailure } from './failure.ts';
import { Workbench } from './workbench.ts';

describe('a user in a folder that is not trusted', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ isTrustOn: true });
  });
  keepPictureOfFailure(() => workbench);
  after(() => workbench?.close());

  it('has the extension in Restricted Mode', async () => {
    await workbench.page.locator('.part.statusbar').getByText('Restricted Mode').waitFor();
    await workbench.runCommand('Goldilocks: Show Log');
    await workbench.outputShows('Goldilocks');
    assert.deepEqual(workbench.watch.extensionErrors, []);
  });
});
