import type { Finding, Symptom } from '../src/domain/finding.ts';
import { formatRate } from '../src/domain/rate.ts';
import { isEndState } from '../src/domain/run.ts';
import type { RunChange } from '../src/kinds/sweep/choice.ts';
import type { PanelRun } from '../src/protocol/panel.ts';
import type { ExperimentModel } from './experimentModel.ts';

/** What a button below a finding does. */
export type RemedyAction =
  /** Trains with another rate, or at the rate of the run for more epochs. */
  | { readonly kind: 'run'; readonly change: RunChange }
  | { readonly kind: 'copy'; readonly rate: number }
  /** Opens the page about a symptom. */
  | { readonly kind: 'explain'; readonly symptom: Symptom };

/**
 * What can be done about a finding by one click: what trains here can be run again, of a log the rate can be copied. A rate that the
 * experiment has tried already is not offered.
 */
export function remedyActions(
  { remedies, severity, symptom }: Finding,
  { state, variant: id, facts }: PanelRun,
  { record, variants }: ExperimentModel,
): RemedyAction[] {
  const variant = variants.find((each) => each.id === id);
  const engine = variant?.values.engine ?? null;
  const own = variant?.values.rate ?? facts.rate;
  const tried = variants.flatMap(({ values }) => (values.rate === undefined ? [] : formatRate(values.rate)));
  const isTrainedHere = record.choice !== null;
  const fixes = remedies.flatMap((remedy): RemedyAction[] => {
    if (remedy.kind === 'set-rate' && !isTrainedHere) return [{ kind: 'copy', rate: remedy.rate }];
    // Of a run that has not ended, what helps may change yet.
    if (!isTrainedHere || !isEndState(state)) return [];
    if (remedy.kind === 'set-rate' && !tried.includes(formatRate(remedy.rate))) {
      return [{ kind: 'run', change: { rate: remedy.rate, epochs: null, engine } }];
    }
    return remedy.kind === 'train-longer' && own !== null
      ? [{ kind: 'run', change: { rate: own, epochs: remedy.epochs, engine } }]
      : [];
  });
  return severity === 'hint' ? fixes : [...fixes, { kind: 'explain', symptom }];
}
