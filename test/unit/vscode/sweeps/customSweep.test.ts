import assert from 'node:assert/strict';
import { MEASURES } from '../../../../src/domain/measure.ts';
import { OPTIMIZER_NAMES } from '../../../../src/domain/optimizer.ts';
import { formatRange } from '../../../../src/domain/rateExpectation.ts';
import type { SweepAnswers } from '../../../../src/vscode/settings.ts';
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

  it('offer each measure, none at first, and keep those that are checked in one order', async () => {
    const { measureQuestion } = await withoutVscode(() => import('../../../../src/vscode/sweeps/measureQuestion.ts'));
    const question = measureQuestion();
    assert.ok(question.kind === 'checks');
    assert.deepEqual(
      question.items.map(({ name }) => name),
      MEASURES,
    );
    const answers = {} as SweepAnswers;
    assert.deepEqual(question.value(answers), []);
    const checked = question.answer(['dead-share', 'gradient-norm'], answers);
    assert.deepEqual(checked.measures, ['gradient-norm', 'dead-share']);
    assert.deepEqual(question.value(checked), checked.measures);
    assert.equal(question.answer([], checked).measures, undefined);
  });
});
