import * as l10n from '@vscode/l10n';
import type { RunState } from './run.ts';

const RUN_STATE_TEXTS = {
  queued: 'queued',
  running: 'running',
  finished: 'finished',
  pruned: 'stopped early',
  failed: 'failed',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
} as const satisfies Record<RunState, string>;

/** The state of a run, for users. */
export function runStateText(state: RunState): string {
  return l10n.t(RUN_STATE_TEXTS[state]);
}
