import path from 'node:path';
import type { ReportedFile, ReportedProblem } from '../../app/json/reportedFileJson.ts';
import type { Severity } from '../../code/rules/severity.ts';
import { placeInNotebook } from './reportedFile.ts';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** Workflow commands with which GitHub Actions marks lines of a pull request. */
export function formatGithub(files: readonly ReportedFile[]): string {
  return files.flatMap(({ file, problems }) => problems.map((problem) => `${render(file, problem)}\n`)).join('');
}

function render(file: string, problem: ReportedProblem): string {
  const { range, severity, rule, message } = problem;
  const notebookPlace = placeInNotebook(problem);
  const properties = {
    file: file.split(path.sep).join('/'),
    title: `Goldilocks: ${rule}`,
    // The lines of a cell aren't those of the file.
    ...(notebookPlace === null ? position(range) : {}),
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${COMMANDS[severity]} ${list.join(',')}::${escape(notebookPlace === null ? message : `In ${notebookPlace}: ${message}`)}`;
}

/** GitHub accepts columns only within one line. */
function position({ line, column, endLine, endColumn }: ReportedProblem['range']): object {
  return line === endLine ? { line, col: column, endLine, endColumn } : { line, endLine };
}

function escape(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escape(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
