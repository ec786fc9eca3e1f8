import type { ExperimentOverview } from '../domain/experiment.ts';
import { verdictOf } from '../domain/finding.ts';
import { formatRate } from '../domain/rate.ts';
import { articleNotes, sweepNotes } from '../domain/sweepNotes.ts';
import type { SweepSummary } from '../domain/sweepSummary.ts';
import { html } from './reportHtml.ts';
import type { Html } from './reportHtml.ts';

/** What a reader has to know before trusting the suggestion; nothing when all went as it should. */
export function notes(experiment: ExperimentOverview, summary: SweepSummary): Html | null {
  const verdicts = experiment.runs.flatMap(({ result }) => (result ? (verdictOf(result.findings) ?? []) : []));
  const sentences = [
    ...endNotes(experiment),
    ...sweepNotes(summary, verdicts),
    ...articleNotes(
      experiment.record,
      experiment.runs.map(({ index, result }) => ({ index, findings: result?.findings })),
    ),
  ];
  if (sentences.length === 0) return null;
  return html`<section aria-labelledby="notes-title">
<h2 id="notes-title">Worth knowing</h2>
<ul class="notes">${sentences.map((sentence) => html`<li>${sentence}</li>\n`)}</ul>
</section>
`;
}

function endNotes({ runs }: ExperimentOverview): string[] {
  return runs.flatMap(({ spec, state, result }) => {
    const run = `The run at ${formatRate(spec.learningRate)} with seed ${spec.seed}`;
    const reason = result?.reason ? `: ${result.reason}` : '.';
    if (state === 'failed') return `${run} failed${reason}`;
    if (state === 'cancelled' || state === 'interrupted') return `${run} was ${state} before its end${reason}`;
    if (state === 'queued' || state === 'running') return `${run} had not ended when this report was written.`;
    return [];
  });
}
