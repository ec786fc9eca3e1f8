import { toJson } from '../../domain/json.ts';
import type { AgentHost, AgentTool, ToolArguments, ToolCall } from './agentTool.ts';
import { problemOfArguments } from './checkArguments.ts';
import { diagnose } from './diagnose.ts';
import { checkFiles, listRates } from './fileTools.ts';
import type { ToolDefinition } from './toolDefinition.ts';
import { findRate, runSweep } from './trainingTools.ts';

/** What each tool of the manifest does. */
export const AGENT_TOOLS: Readonly<Record<string, AgentTool>> = {
  goldilocks_list_rates: listRates,
  goldilocks_check_files: checkFiles,
  goldilocks_diagnose: diagnose,
  goldilocks_find_rate: findRate,
  goldilocks_run_sweep: runSweep,
};

/**
 * Calls a tool.
 * @param input its arguments, as a model wrote them
 * @returns its answer, as JSON
 * @throws Error with a sentence that says what is wrong and what to do
 */
export async function callTool(
  { name, inputSchema }: ToolDefinition,
  input: unknown,
  host: AgentHost,
  call: ToolCall,
): Promise<string> {
  const problem = problemOfArguments(input, inputSchema);
  if (problem !== null) throw new RangeError(problem);
  return toJson(await AGENT_TOOLS[name](input as ToolArguments, host, call));
}
