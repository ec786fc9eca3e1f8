import * as vscode from 'vscode';
import type { AgentHost } from '../../app/agents/agentTool.ts';
import type { ToolDefinition, ToolManifest } from '../../app/agents/toolDefinition.ts';

/** Registers the tools of the manifest, which language models call in chat. What they do is loaded with the first call. */
export function registerAgentTools({ packageJSON }: vscode.Extension<unknown>, host: AgentHost): vscode.Disposable {
  const { contributes } = packageJSON as ToolManifest;
  return vscode.Disposable.from(
    ...contributes.languageModelTools.map((tool) =>
      vscode.lm.registerTool<object>(tool.name, {
        prepareInvocation: ({ input }) => prepare(tool, input),
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
function prepare({ name }: ToolDefinition, input: object): vscode.PreparedToolInvocation {
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
          message: costText(vscode.l10n.t('It trains a few short runs, which usually takes less than a minute.')),
        },
      };
    default:
      return {
        invocationMessage: vscode.l10n.t('Running a sweep of learning rates'),
        confirmationMessages: {
          title: vscode.l10n.t('Train the built-in network at several learning rates?'),
          message: costText(vscode.l10n.t('The agent gave these arguments: {0}.', JSON.stringify(input))),
        },
      };
  }
}

function costText(first: string): string {
  const rest = vscode.l10n.t(
    'It uses the processors of this computer and keeps an experiment in the Experiments view, where you can cancel or delete it.',
  );
  return `${first} ${rest}`;
}
