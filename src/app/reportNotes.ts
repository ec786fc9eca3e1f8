import type { ExperimentOverview } from '../domain/experiment.ts';
import { verdictOf } from '../domain/finding.ts';
import { formatRate } from '../domain/rate.ts';
import type { SweepSummary } from '../domain/sweepSummary.ts';
import { html } from './reportHtml.ts';
import type { Html } from './reportHtml.ts';

/** How much further than the edge of the tried range to look: a decade, in two steps. */
const FURTHER = [3, 10];

/** What a reader has to know before trusting the suggestion; nothing when all went as it should. */
export function notes(experiment: ExperimentOverview, summary: SweepSummary): Html | null {
  const sentences = [...endNotes(experiment), ...collapseNotes(summary), ...rangeNotes(experiment, summary)];
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

function collapseNotes({ collapsed }: SweepSummary): string[] {
  return collapsed.map(
    (rate) =>
      `At ${formatRate(rate.learningRate)}, ${rate.collapsed} of ${rate.seeds} seeds collapsed: they ended no better than guessing, or broke, while the others ` +
      'learned. The seed alone decides that (initial weights, order of the images); it happens in PyTorch too. A lower rate is safer.',
  );
}

function rangeNotes({ runs }: ExperimentOverview, { zone, edge }: SweepSummary): string[] {
  if (zone && edge) {
    const word = edge === 'low' ? 'lowest' : 'highest';
    const tries = FURTHER.map((factor) => formatRate(edge === 'low' ? zone.best / factor : zone.best * factor));
    return [`The best rate, ${formatRate(zone.best)}, is the ${word} that was tried, so a better one may lie beyond it: try ${tries.join(' and ')} as well.`];
  }
  const verdicts = runs.flatMap(({ result }) => (result ? (verdictOf(result.findings) ?? []) : []));
  if (zone || verdicts.length === 0) return [];
  if (verdicts.every((verdict) => verdict === 'furious')) return ['Every rate was too high: try a range that begins at least ten times lower.'];
  if (verdicts.every((verdict) => verdict === 'slow')) return ['Every rate was too low for the time given: try higher rates, or train longer.'];
  return [];
}
