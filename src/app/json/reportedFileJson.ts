import type { FoundProblem } from '../../code/rules/checkRates.ts';
import type { Severity } from '../../code/rules/severity.ts';

/** A problem as the settings have it reported. */
export interface ReportedProblem extends Omit<FoundProblem, 'severity'> {
  readonly severity: Severity;
}

/** A file that was checked. */
export interface ReportedFile {
  /** Its path, as the user named it or the folder around it. */
  readonly file: string;
  /** Why it wasn't read. */
  readonly message?: string;
  readonly problems: readonly ReportedProblem[];
}

/**
 * A file as `goldilocks check --format json` lists it. Others rely on its shape: fields may be added, none may change. Lines and columns
 * are those of `goldilocks rates`.
 */
export function reportedFileJson({ problems, ...file }: ReportedFile): object {
  return { ...file, problems: problems.map(toProblemJson) };
}

function toProblemJson({ rule, severity, range, message }: ReportedProblem): object {
  const { cell, line, column, endLine, endColumn } = range;
  return {
    rule,
    severity,
    ...(cell === undefined ? {} : { cell: cell + 1 }),
    line,
    column,
    endLine,
    endColumn,
    message,
  };
}
