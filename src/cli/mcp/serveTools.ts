import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import type { AgentHost, ToolCall } from '../../app/agents/agentTool.ts';
import { callTool } from '../../app/agents/agentTools.ts';
import { problemOfArguments } from '../../app/agents/checkArguments.ts';
import type { ToolDefinition, ToolManifest } from '../../app/agents/toolDefinition.ts';
import type { CommandContext } from '../command.ts';

/** The tools that train, and so write an experiment. */
const TRAINING_TOOLS: readonly string[] = ['goldilocks_find_rate', 'goldilocks_run_sweep'];

/** Milliseconds between two progress notifications of a call. */
const PROGRESS_INTERVAL = 500;

/** What the server tells an agent about itself. */
const INSTRUCTIONS =
  'Finds learning rates in code, checks them, and diagnoses trainings. Sweeps and range tests train a small built-in network on MNIST, not the program of the user.';

/** Serves the tools of the manifest on standard input and output, until the input is closed or the command is interrupted. */
export async function serveTools(host: AgentHost, { root, version, interrupt }: CommandContext): Promise<void> {
  const { McpServer, fromJsonSchema, serveStdio } = await import('./protocolSdk.ts');
  const tools = await readTools(root);
  await new Promise<void>((resolve) => {
    const createServer = (): McpServer => {
      const server = new McpServer({ name: 'goldilocks', version }, { instructions: INSTRUCTIONS });
      for (const tool of tools) {
        const { name, displayName: title, modelDescription: description, inputSchema } = tool;
        const readOnlyHint = !TRAINING_TOOLS.includes(name);
        server.registerTool(
          name,
          {
            title,
            description,
            inputSchema: fromJsonSchema<object>({ ...inputSchema }, validatorOf(tool)),
            annotations: { readOnlyHint, destructiveHint: false, idempotentHint: readOnlyHint, openWorldHint: false },
          },
          (input, context) => answer(tool, input, host, context),
        );
      }
      server.server.onclose = resolve;
      return server;
    };
    const connection = serveStdio(createServer, { onerror: (error) => console.error(`goldilocks: ${error.message}`) });
    process.stdin.once('close', resolve);
    interrupt.addEventListener('abort', () => void connection.close().finally(resolve));
  });
}

/** The tools of the manifest, with their names in English. */
async function readTools(root: string): Promise<readonly ToolDefinition[]> {
  const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(path.join(root, file), 'utf8'));
  const { contributes } = (await read('package.json')) as ToolManifest;
  const texts = (await read('package.nls.json')) as Readonly<Record<string, string>>;
  return contributes.languageModelTools.map((tool) => ({
    ...tool,
    displayName: texts[tool.displayName.slice(1, -1)] ?? tool.name,
  }));
}

/** Says what is wrong with arguments in the same sentences as the editor does. */
function validatorOf({ inputSchema }: ToolDefinition) {
  return {
    getValidator:
      <T>() =>
      (input: unknown) => {
        const problem = problemOfArguments(input, inputSchema);
        return problem === null
          ? { valid: true as const, data: input as T, errorMessage: undefined }
          : { valid: false as const, data: undefined, errorMessage: problem };
      },
  };
}

async function answer(
  tool: ToolDefinition,
  input: object,
  host: AgentHost,
  context: ServerContext,
): Promise<CallToolResult> {
  const { signal } = context.mcpReq;
  const text = await callTool(tool, input, host, { signal, onProgress: notifierOf(context) });
  return { content: [{ type: 'text', text }] };
}

/** Tells the agent of progress, if it has asked for that, but not more often than it can be read. */
function notifierOf({ mcpReq }: ServerContext): ToolCall['onProgress'] {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  let newest = 0;
  let toldAt = -Infinity;
  return (share) => {
    if (share <= newest || performance.now() - toldAt < PROGRESS_INTERVAL) return;
    newest = share;
    toldAt = performance.now();
    const message = `${Math.floor(100 * share)}% of the work done`;
    // Who has gone needs no progress.
    mcpReq
      .notify({ method: 'notifications/progress', params: { progressToken, progress: share, total: 1, message } })
      .catch(() => undefined);
  };
}
