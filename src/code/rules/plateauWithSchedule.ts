import * as l10n from '@vscode/l10n';
import type { RuleContext, Problem } from './rule.ts';

/** Reports the callback ReduceLROnPlateau of Keras with an optimizer whose rate is a schedule, which can't be set. */
export function plateauWithSchedule({ report: { outline } }: RuleContext): readonly Problem[] {
  const schedule = outline.compiled?.schedule;
  const callbacks = outline.schedulers.filter(
    ({ name, framework }) => name === 'ReduceLROnPlateau' && framework === 'keras',
  );
  if (!schedule || callbacks.length !== 1 || callbacks[0].blocks.length > 0) return [];
  return [
    {
      range: callbacks[0],
      severity: 'warning',
      message: l10n.t(
        'The learning rate is a schedule, so ReduceLROnPlateau cannot change it: Keras raises an error at the first plateau. Use one of the two.',
      ),
      related: [{ range: schedule, message: l10n.t('the schedule') }],
      fix: null,
    },
  ];
}
