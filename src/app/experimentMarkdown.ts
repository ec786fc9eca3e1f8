import type { ExperimentOverview } from '../domain/experiment.ts';
import { runsOf } from '../domain/experiment.ts';
import { engineNames } from '../domain/experimentEngines.ts';
import { describe, summarize } from '../kinds/kinds.ts';
import { runColumns } from './runColumns.ts';

/** An experiment for notes and pull requests: what was trained, the answer, and a table of its runs, as Markdown. */
export function experimentMarkdown(experiment: ExperimentOverview): string {
  const { record, variants, runs } = experiment;
  const summary = summarize(experiment);
  const { title, subject, amounts, answer } = describe(experiment, summary, false);
  const columns = runColumns(experiment, summary);
  const rows = variants.flatMap((variant) =>
    runsOf(runs, variant).map((run) => columns.map((column) => column.read(run))),
  );
  const engines = engineNames(runs.map(({ result }) => result?.engine ?? null));
  return [
    `**${plain(title)}**: ${plain([subject, ...amounts, engines].filter(Boolean).join(', '))}`,
    '',
    plain(
      answer.value === null
        ? `${answer.title}. ${answer.detail}`
        : `${answer.title}: ${answer.value} (${answer.detail})`,
    ),
    ...(record.note === undefined ? [] : ['', plain(record.note)]),
    '',
    row(columns.map((column) => column.title)),
    row(
      columns.map(() => '---'),
      (text) => text,
    ),
    ...rows.map((cells) => row(cells)),
    '',
  ].join('\n');
}

function row(cells: readonly string[], write = plain): string {
  return `| ${cells.map(write).join(' | ')} |`;
}

/** Text that Markdown shows as it is, in one line: an experiment's files may hold anything. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]<>#|!&~]/g, String.raw`\$&`);
}
