import * as vscode from 'vscode';
import type { AgentHost, ToolArguments } from '../../app/agents/agentTool.ts';
import type { ToolDefinition, ToolManifest } from '../../app/agents/toolDefinition.ts';
import type { trainingSeconds } from '../../app/agents/trainingCost.ts';
import { readEngine } from '../engine/engineSettings.ts';
import { roughDuration } from '../sweeps/roughTime.ts';

/**
 * Registers the tools of the manifest, which language models call in chat. What they do is loaded with the first call.
 * @param workers how many runs are trained at the same time
 */
export function registerAgentTools(
  { packageJSON }: vscode.Extension<unknown>,
  host: AgentHost,
  workers: () => number,
): vscode.Disposable {
  const { contributes } = packageJSON as ToolManifest;
  return vscode.Disposable.from(
    ...contributes.languageModelTools.map((tool) =>
      vscode.lm.registerTool<object>(tool.name, {
        prepareInvocation: ({ input }) => prepare(tool, input, (name) => timeOf(name, input, host, workers)),
        invoke: ({ input }, token) => invoke(tool, input, host, token),
      }),
    ),
  );
}

async function invoke(
  tool: ToolDefinition,
  input: object,
  host: AgentHost,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  const { callTool } = await import('../../app/agents/agentTools.ts');
  const controller = new AbortController();
  const listener = token.onCancellationRequested(() => controller.abort());
  if (token.isCancellationRequested) controller.abort();
  try {
    const text = await callTool(tool, input, host, { signal: controller.signal, onProgress: () => undefined });
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
  } catch (error) {
    throw controller.signal.aborted ? new vscode.CancellationError() : error;
  } finally {
    listener.dispose();
  }
}

/** What is shown while a tool works, and what the user is asked before one that takes time and writes. */
async function prepare(
  { name }: ToolDefinition,
  input: object,
  timeFor: (tool: TrainingTool) => Promise<string>,
): Promise<vscode.PreparedToolInvocation> {
  switch (name) {
    case 'goldilocks_list_rates':
      return { invocationMessage: vscode.l10n.t('Looking for learning rates') };
    case 'goldilocks_check_files':
      return { invocationMessage: vscode.l10n.t('Checking learning rates') };
    case 'goldilocks_diagnose':
      return { invocationMessage: vscode.l10n.t('Diagnosing the training') };
    case 'goldilocks_find_rate':
      return {
        invocationMessage: vscode.l10n.t('Finding a learning rate'),
        confirmationMessages: {
          title: vscode.l10n.t('Find a learning rate for the built-in network?'),
          message: costText(vscode.l10n.t('It trains a few short runs.'), await timeFor(name)),
        },
      };
    default:
      return {
        invocationMessage: vscode.l10n.t('Running a sweep of learning rates'),
        confirmationMessages: {
          title: vscode.l10n.t('Train the built-in network at several learning rates?'),
          message: costText(
            vscode.l10n.t('The agent gave these arguments: {0}.', JSON.stringify(input)),
            await timeFor('goldilocks_run_sweep'),
          ),
        },
      };
  }
}

type TrainingTool = Parameters<typeof trainingSeconds>[0];

/** About how long a call trains, in a sentence; empty where nobody can tell, as for arguments that the tool will refuse. */
async function timeOf(tool: TrainingTool, input: object, host: AgentHost, workers: () => number): Promise<string> {
  const { trainingSeconds } = await import('../../app/agents/trainingCost.ts');
  try {
    const time = roughDuration(await trainingSeconds(tool, input as ToolArguments, host, workers()), readEngine());
    return time === null ? '' : vscode.l10n.t('It takes {0}.', time);
  } catch {
    return '';
  }
}

function costText(...parts: readonly string[]): string {
  const rest = vscode.l10n.t(
    'It uses the processors of this computer and keeps an experiment in the Experiments view, where you can cancel or delete it.',
  );
  return [...parts, rest].filter((part) => part !== '').join(' ');
}
