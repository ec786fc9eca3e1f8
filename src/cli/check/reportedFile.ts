import type { ReportedFile, ReportedProblem } from '../../app/json/reportedFileJson.ts';
import { SEVERITIES } from '../../code/rules/severity.ts';

/** What a format needs besides the files. */
export interface FormatContext {
  /** The folder that holds the package. */
  readonly root: string;
  readonly version: string;
}

/** "cell 2, line 5", for a format that can't say it otherwise; null outside of notebooks. */
export function placeInNotebook({ range: { cell, line } }: ReportedProblem): string | null {
  return cell === undefined ? null : `cell ${cell + 1}, line ${line}`;
}

/** "2 warnings, 1 information". */
export function countProblems(files: readonly ReportedFile[]): string {
  const problems = files.flatMap((file) => file.problems);
  const counts = SEVERITIES.flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [severity === 'information' ? `${count} information` : plural(count, severity)];
  });
  return counts.length === 0 ? 'no problems' : counts.join(', ');
}

/** "1 file", "2 files". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
