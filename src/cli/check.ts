import path from 'node:path';
import type { ReportedFile } from '../app/json/reportedFileJson.ts';
import { severityWith } from '../code/rules/severity.ts';
import { checkFiles } from './check/checkFiles.ts';
import { formatGithub } from './check/githubFormat.ts';
import { IgnoreRules } from './check/ignoreRules.ts';
import { formatJson } from './check/jsonFormat.ts';
import { ProjectSettingsFinder } from './check/projectSettings.ts';
import { countProblems, plural } from './check/reportedFile.ts';
import type { FormatContext } from './check/reportedFile.ts';
import { formatSarif } from './check/sarifFormat.ts';
import { SourceFileFinder } from './check/sourceFiles.ts';
import { formatText } from './check/textFormat.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { oneOf, parseOptions } from './options.ts';

const OPTIONS = { format: { type: 'string' }, exclude: { type: 'string', multiple: true } } as const;

const FORMATS: Readonly<Record<string, (files: readonly ReportedFile[], context: FormatContext) => string>> = {
  text: formatText,
  json: formatJson,
  github: formatGithub,
  sarif: formatSarif,
};

/** `goldilocks check`: reports mistakes with learning rates, as the editor does. */
export const check: Command = {
  name: 'check',
  summary: 'report mistakes with learning rates and schedules in source code and settings',
  help: `Usage: goldilocks check FILE|FOLDER… [options]

Reports mistakes with learning rates and their schedules, as the editor does,
in Python, notebooks, JavaScript, TypeScript, YAML, JSON and TOML. In folders
it leaves out hidden files, what .gitignore files ignore, node_modules and
Python environments, and follows no links. A comment "goldilocks: ignore" at
the end of a line ignores its problems.

  --format FORMAT    text (default), json, github (annotations) or sarif
  --exclude PATTERN  leave out files, with a pattern as in .gitignore, even if
                     they are named; may be repeated

Settings are read from the table [tool.goldilocks] of the nearest
pyproject.toml that has one.

Exit code: 0 no warnings, 1 warnings, errors or files that can't be read,
2 wrong arguments or settings.`,

  async run(args, { root, version, stdout, stderr, interrupt }) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    if (positionals.length === 0) throw new UsageError('Specify the files or folders to check: goldilocks check src');
    const format = FORMATS[oneOf('format', String(values.format ?? 'text'), Object.keys(FORMATS))];
    const exclude = new IgnoreRules(process.cwd(), (values.exclude ?? []) as readonly string[]);
    const found = await new SourceFileFinder(new ProjectSettingsFinder(), exclude, interrupt).find(positionals);

    const readable = found.filter(({ notRead }) => notRead === null).map(({ file }) => file);
    const checked = await checkFiles(readable, path.join(root, 'dist', 'check.js'), interrupt);
    if (!checked) return EXIT.interrupted;
    const results = found.map(({ file, settings, notRead }) => ({
      file,
      settings,
      result: notRead ?? checked.get(file)!,
    }));
    const files = results.map(({ file, settings, result }): ReportedFile => {
      if ('message' in result) return { file, message: result.message, problems: [] };
      const problems = result.flatMap((problem) => {
        const severity = severityWith(settings.rules[problem.rule], problem);
        return severity ? [{ ...problem, severity }] : [];
      });
      return { file, problems };
    });

    for (const { file, message } of files) if (message !== undefined) stderr.write(`${file}: ${message}\n`);
    stdout.write(format(files, { root, version }));
    const count = files.filter(({ message }) => message === undefined).length;
    stderr.write(`${plural(count, 'file')} checked: ${countProblems(files)}.\n`);
    const isFailed = results.some(({ result }) => 'message' in result && result.failed);
    return isFailed || files.some(hasMistake) ? EXIT.failed : EXIT.done;
  },
};

function hasMistake({ problems }: ReportedFile): boolean {
  return problems.some(({ severity }) => severity === 'error' || severity === 'warning');
}
