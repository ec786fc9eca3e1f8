import type { Finding, Symptom } from '../src/domain/finding.ts';
import { formatRate } from '../src/domain/rate.ts';
import type { EngineName } from '../src/domain/run.ts';
import { isEndState } from '../src/domain/run.ts';
import type { ProbedRun } from '../src/kinds/probe/choice.ts';
import type { RunChange } from '../src/kinds/sweep/choice.ts';
import type { PanelRun } from '../src/protocol/panel.ts';
import type { ExperimentModel } from './experimentModel.ts';

/** What a button below a finding does. */
export type RemedyAction =
  /** Trains with another rate, or at the rate of the run for more epochs. */
  | { readonly kind: 'run'; readonly change: RunChange }
  /** Trains the first steps at ten times and a tenth of the run's rate. */
  | { readonly kind: 'probe'; readonly run: ProbedRun }
  | { readonly kind: 'copy'; readonly rate: number }
  /** Opens the page about a symptom. */
  | { readonly kind: 'explain'; readonly symptom: Symptom };

/** From this probability on a cause needs no more evidence; see docs/diagnosis.md. */
const SURE = 0.8;
/** Other rates that are so many times higher or lower say as much as a probe. */
const NEIGHBOUR = 3;

/**
 * What can be done about a finding by one click: runs of a sweep can be trained again, of all others the rate can be copied. A rate that
 * the experiment has tried already is not offered.
 */
export function remedyActions(
  finding: Finding,
  { state, variant: id, facts }: PanelRun,
  { record, variants, rates, triedRates }: ExperimentModel,
): RemedyAction[] {
  const { remedies, severity, symptom } = finding;
  const variant = variants.find((each) => each.id === id);
  const engine = variant?.values.engine ?? null;
  const own = variant?.values.rate ?? facts.rate;
  // Of other kinds, a run at another rate would not be one of theirs.
  const isSweep = record.choice !== null && (record.kind === 'sweep' || record.kind === 'probe');
  const fixes = remedies.flatMap((remedy): RemedyAction[] => {
    if (remedy.kind === 'set-rate' && !isSweep) return [{ kind: 'copy', rate: remedy.rate }];
    // Of a run that has not ended, what helps may change yet.
    if (!isSweep || !isEndState(state)) return [];
    if (remedy.kind === 'set-rate' && !triedRates.has(formatRate(remedy.rate))) {
      return [{ kind: 'run', change: { rate: remedy.rate, epochs: null, engine } }];
    }
    return remedy.kind === 'train-longer' && own !== null && record.kind === 'sweep'
      ? [{ kind: 'run', change: { rate: own, epochs: remedy.epochs, engine } }]
      : [];
  });
  const probes = isSweep && record.kind === 'sweep' && isEndState(state) ? probe(finding, own, rates, engine) : [];
  const all = [...fixes, ...probes];
  return severity === 'hint' ? all : [...all, { kind: 'explain', symptom }];
}

/** Where a curve says little of its rate, and the experiment has no other rates on both sides that would say more. */
function probe(
  { confidence, cause, estimate }: Finding,
  rate: number | null,
  rates: readonly number[],
  engine: EngineName | null,
): RemedyAction[] {
  const isUnsure = cause === 'undetermined' || confidence < SURE;
  if (!isUnsure || !estimate || rate === null) return [];
  const isSurrounded =
    rates.some((other) => other >= NEIGHBOUR * rate) && rates.some((other) => other * NEIGHBOUR <= rate);
  return isSurrounded ? [] : [{ kind: 'probe', run: { rate, estimate, engine } }];
}
