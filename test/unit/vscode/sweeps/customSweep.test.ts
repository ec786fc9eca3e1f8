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

  it('offer to stop hopeless runs, and each measure, and keep those that are checked in one order', async () => {
    const { optionsQuestion } = await withoutVscode(() => import('../../../../src/vscode/sweeps/optionsQuestion.ts'));
    const question = optionsQuestion();
    assert.ok(question.kind === 'checks');
    assert.deepEqual(
      question.items.map(({ name }) => name),
      ['prune', ...MEASURES],
    );
    const answers = {} as SweepAnswers;
    assert.deepEqual(question.value(answers), []);
    const checked = question.answer(['dead-share', 'prune', 'gradient-norm'], answers);
    assert.deepEqual([checked.prune, checked.measures], [true, ['gradient-norm', 'dead-share']]);
    assert.deepEqual(question.value(checked), ['prune', 'gradient-norm', 'dead-share']);
    const none = question.answer([], checked);
    assert.deepEqual([none.prune, none.measures], [false, undefined]);
  });
});
