import * as l10n from '@vscode/l10n';
import type { RunEnd } from '../domain/runEvent.ts';

/**
 * How a run of MLflow has ended; null while it runs.
 * @param status MLflow's RunStatus, by its name as in databases or by its number as in the file store
 */
export function endOfStatus(status: unknown): RunEnd | null {
  switch (status) {
    case 'FINISHED':
    case '3':
      return { state: 'finished' };
    case 'FAILED':
    case '4':
      return { state: 'failed', reason: l10n.t('MLflow says that the run has failed.') };
    case 'KILLED':
    case '5':
      return { state: 'cancelled', reason: l10n.t('MLflow says that the run was killed.') };
    default:
      return null;
  }
}
