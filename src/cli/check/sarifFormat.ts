import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReportedFile, ReportedProblem } from '../../app/json/reportedFileJson.ts';
import { RULE_NAMES } from '../../code/rules/rule.ts';
import type { RuleName } from '../../code/rules/rule.ts';
import type { Severity } from '../../code/rules/severity.ts';
import { toJson } from '../../domain/json.ts';
import { placeInNotebook } from './reportedFile.ts';
import type { FormatContext } from './reportedFile.ts';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** A log in SARIF 2.1.0, which GitHub's code scanning and other tools read. */
export function formatSarif(files: readonly ReportedFile[], { root, version }: FormatContext): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Goldilocks', semanticVersion: version, rules: describeRules(root) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: files.flatMap(({ file, message }) =>
              message === undefined
                ? []
                : [{ level: 'warning', message: { text: message }, locations: [{ physicalLocation: place(file) }] }],
            ),
          },
        ],
        results: files.flatMap(({ file, problems }) => problems.map((problem) => toResult(file, problem))),
      },
    ],
  };
  return `${toJson(log, 2)}\n`;
}

/** Says what each rule is about, with its page and the text of its setting. */
function describeRules(root: string): object[] {
  const texts = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
  return RULE_NAMES.map((rule: RuleName) => {
    const page = readFileSync(path.join(root, 'media', 'rules', `${rule}.md`), 'utf8');
    return {
      id: rule,
      shortDescription: { text: texts[`setting.diagnostics.${rule}`] },
      help: { text: page, markdown: page },
    };
  });
}

function toResult(file: string, problem: ReportedProblem): object {
  const { rule, severity, message, range, related } = problem;
  const notebookPlace = placeInNotebook(problem);
  return {
    ruleId: rule,
    ruleIndex: RULE_NAMES.indexOf(rule),
    level: LEVELS[severity],
    message: { text: notebookPlace === null ? message : `In ${notebookPlace}: ${message}` },
    locations: [{ physicalLocation: place(file, range) }],
    relatedLocations: related.map(({ range, message }, id) => ({
      id,
      message: { text: message },
      physicalLocation: place(file, range),
    })),
  };
}

/** The place of a file, or in it. */
function place(file: string, range?: ReportedProblem['range']): object {
  const isOutside = path.isAbsolute(file) || file.split(path.sep)[0] === '..';
  const artifactLocation = {
    uri: isOutside
      ? pathToFileURL(file).href
      : encodeURI(file.split(path.sep).join('/')).replace(/[?#]/g, encodeURIComponent),
  };
  // The lines of a cell aren't those of the file.
  if (!range || range.cell !== undefined) return { artifactLocation };
  const { line, column, endLine, endColumn } = range;
  return { artifactLocation, region: { startLine: line, startColumn: column, endLine, endColumn } };
}
