import { access } from 'node:fs/promises';
import path from 'node:path';
import { describe, summarize } from '../../kinds/kinds.ts';
import type { LogOptions } from '../../logs/logOptions.ts';
import { diagnoseLogs } from '../diagnoseLogs.ts';
import { diagnosisJson } from '../json/diagnosisJson.ts';
import { runJson } from '../json/runJson.ts';
import type { AgentHost, AgentTool } from './agentTool.ts';

interface DiagnoseInput extends LogOptions {
  /** A log, a folder of logs, or the folder of an experiment. */
  readonly path: string;
}

/** What is wrong with the curves of logs, as `goldilocks diagnose --json` says it, or with the runs of an experiment. */
export const diagnose: AgentTool = async (input, host) => {
  const { path: given, ...options } = input as unknown as DiagnoseInput;
  const place = await host.resolve(given);
  if (await isExperiment(place)) return diagnoseExperiment(place, host);
  return { files: (await diagnoseLogs(place, options)).map((file) => diagnosisJson(file, options)) };
};

async function isExperiment(place: string): Promise<boolean> {
  return access(path.join(place, 'experiment.json')).then(
    () => true,
    () => false,
  );
}

/** @throws Error with a sentence if the experiment cannot be read */
async function diagnoseExperiment(folder: string, { library }: AgentHost): Promise<object> {
  const { overview, problem } = await library.entry(folder);
  if (problem !== null) throw new Error(problem);
  const summary = summarize(overview);
  const { title, subject, answer, notes } = describe(overview, summary, false);
  return {
    experiment: folder,
    title,
    subject,
    answer,
    notes,
    runs: overview.runs.map((run) => runJson(run, summary)),
  };
}
