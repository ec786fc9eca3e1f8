import { hasWords } from '../domain/hasWords.ts';
import { KINDS } from '../kinds/kinds.ts';
import type { ExperimentEntry } from './experimentEntry.ts';

/**
 * Whether each word of a search is in what lists tell of an experiment: its title, note, kind, network, outcome, or the names of its
 * variants, as rates are. Upper and lower case are the same. Of an experiment that cannot be read, its folder is searched.
 */
export function matchesSearch(entry: ExperimentEntry, search: string): boolean {
  return hasWords(textOf(entry), search);
}

function textOf(entry: ExperimentEntry): string {
  if (entry.problem !== null) return entry.folder;
  const { overview, summary, description } = entry;
  const { title, subject, amounts, outcome } = description;
  return [
    title,
    overview.record.note,
    KINDS[summary.kind].plural(),
    subject,
    ...amounts,
    outcome,
    ...overview.variants.map(({ label }) => label),
  ].join('\n');
}
