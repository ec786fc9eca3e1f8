import type { ReportedFile, ReportedProblem } from '../../app/json/reportedFileJson.ts';

/** One line for each problem, as editors and terminals read it: `train.py:3:12: warning: … [rate-too-high]`. */
export function formatText(files: readonly ReportedFile[]): string {
  return files.flatMap(({ file, problems }) => problems.map((problem) => `${render(file, problem)}\n`)).join('');
}

function render(file: string, { range: { cell, line, column }, severity, message, rule }: ReportedProblem): string {
  const place = [file, ...(cell === undefined ? [] : [`cell ${cell + 1}`]), line, column].join(':');
  // A file's name may have line ends and escape sequences.
  return `${place}: ${severity}: ${message} [${rule}]`.replace(/\p{Cc}/gu, '?');
}
