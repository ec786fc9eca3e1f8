import * as l10n from '@vscode/l10n';
import { severityWith } from '../../code/rules/severity.ts';
import type { Source } from '../../code/source.ts';
import { fileRatesJson } from '../json/fileRatesJson.ts';
import { reportedFileJson } from '../json/reportedFileJson.ts';
import type { ReportedFile } from '../json/reportedFileJson.ts';
import { notReadBecause } from '../readSource.ts';
import type { AgentHost, AgentTool, ToolCall } from './agentTool.ts';

/** What the tools for files get. */
interface FilesInput {
  readonly files: readonly string[];
}

/** The learning rates in files, as `goldilocks rates --json` lists them. */
export const listRates: AgentTool = async (input, host, call) => ({
  files: await eachFile(input, call, async (file) => {
    const read = await withSource(file, host, async (source) => host.findRates(source, call.signal));
    return fileRatesJson({ file, sites: [], defaults: [], ...read });
  }),
});

/** The mistakes in files, as `goldilocks check --format json` lists them. */
export const checkFiles: AgentTool = async (input, host, call) => ({
  files: await eachFile(input, call, async (file) =>
    reportedFileJson({ problems: [], ...(await withSource(file, host, check(host, call))), file }),
  ),
});

function check(host: AgentHost, { signal }: ToolCall) {
  return async (source: Source, place: string): Promise<Omit<ReportedFile, 'file'>> => {
    const settings = await host.ruleSettings(place);
    if (settings === null)
      return { message: l10n.t('skipped, because checks are turned off for this file in the settings.'), problems: [] };
    const found = await host.findProblems(await host.findRates(source, signal), source);
    const problems = found.flatMap((problem) => {
      const severity = severityWith(settings[problem.rule], problem);
      return severity ? [{ ...problem, severity }] : [];
    });
    return { problems };
  };
}

/** Works through the files in their order. */
async function eachFile(
  input: Readonly<Record<string, unknown>>,
  { signal, onProgress }: ToolCall,
  work: (file: string) => Promise<object>,
): Promise<object[]> {
  const { files } = input as unknown as FilesInput;
  const done: object[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    done.push(await work(file));
    onProgress(done.length / files.length);
  }
  return done;
}

/**
 * Works on the source in a file. A file that cannot be read gets a message, so that the others are still read.
 * @param file as the model named it
 */
async function withSource<T>(
  file: string,
  host: AgentHost,
  work: (source: Source, place: string) => Promise<T>,
): Promise<T | { readonly message: string }> {
  try {
    const place = await host.resolve(file);
    const source = await host.readSource(place);
    return 'message' in source ? { message: source.message } : await work(source, place);
  } catch (error) {
    if (error instanceof RangeError) return { message: error.message };
    if (error instanceof Error && error.name === 'AbortError') throw error;
    return { message: notReadBecause(error).message };
  }
}
