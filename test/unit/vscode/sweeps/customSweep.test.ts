import assert from 'node:assert/strict';
import { OPTIMIZER_NAMES } from '../../../../src/domain/optimizer.ts';
import { formatRange } from '../../../../src/domain/rateExpectation.ts';
import { explained } from '../../app/rates/explained.ts';
import { withoutVscode } from '../../l10n/vscodeStandIn.ts';

describe('the questions of a custom sweep', () => {
  it('call the same rates of an optimizer usual as hovers do', async () => {
    const { optimizerHint } = await withoutVscode(() => import('../../../../src/vscode/sweeps/customSweep.ts'));
    for (const name of OPTIMIZER_NAMES) {
      const { scale } = await explained(`optimizer:\n  name: ${name}\n  lr: »0.01\n`, 'yaml');
      assert.ok(scale, name);
      assert.equal(optimizerHint(name), `usual rates: ${formatRange(scale.usual)}`);
    }
  });
});
