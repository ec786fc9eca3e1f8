import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import type { Description } from '../kinds/kind.ts';
import { html } from './htmlTemplate.ts';
import type { Html } from './htmlTemplate.ts';

/** What to know before trusting the answer; null when everything went as it should. */
export function renderNotes(experiment: ExperimentOverview, description: Description): Html | null {
  const sentences = [...experiment.runs.flatMap((run) => endNote(run, experiment)), ...description.notes];
  if (sentences.length === 0) return null;
  return html`<section aria-labelledby="notes-title">
<h2 id="notes-title">${l10n.t('Notes')}</h2>
<ul class="notes">${sentences.map((sentence) => html`<li>${sentence}</li>\n`)}</ul>
</section>
`;
}

/** A sentence about a run that did not finish. */
function endNote(run: RunOverview, experiment: ExperimentOverview): string[] {
  const name = nameOf(run, experiment);
  const { state, result } = run;
  const reason = result?.reason ?? null;
  switch (state) {
    case 'failed':
      return [reason === null ? l10n.t('{0} failed.', name) : l10n.t('{0} failed: {1}', name, reason)];
    case 'cancelled':
      return [reason === null ? l10n.t('{0} was cancelled.', name) : l10n.t('{0} was cancelled: {1}', name, reason)];
    case 'interrupted':
      return [
        reason === null ? l10n.t('{0} was interrupted.', name) : l10n.t('{0} was interrupted: {1}', name, reason),
      ];
    case 'queued':
    case 'running':
      return [l10n.t("{0} hadn't finished when this report was created.", name)];
    case 'finished':
    case 'pruned':
      return [];
  }
}

/** "The run at 0.1 with seed 1" */
function nameOf({ variant, seed, index }: RunOverview, { variants }: ExperimentOverview): string {
  const label = variants.find(({ id }) => id === variant)?.label ?? '';
  if (label && seed !== null) return l10n.t('The run at {0} with seed {1}', label, seed);
  return label ? l10n.t('The run at {0}', label) : l10n.t('Run {0}', index + 1);
}
