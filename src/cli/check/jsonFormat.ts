import { toJson } from '../../domain/json.ts';
import type { ReportedFile, ReportedProblem } from './reportedFile.ts';

/** One JSON document with every file, also those without problems. Lines and columns are those of `goldilocks rates`. */
export function formatJson(files: readonly ReportedFile[]): string {
  return `${toJson({ files: files.map(({ problems, ...file }) => ({ ...file, problems: problems.map(toProblemJson) })) }, 2)}\n`;
}

function toProblemJson({ rule, severity, range, message }: ReportedProblem): object {
  const { cell, line, column, endLine, endColumn } = range;
  return { rule, severity, ...(cell === undefined ? {} : { cell }), line, column, endLine, endColumn, message };
}
