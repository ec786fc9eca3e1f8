import path from 'node:path';
import { EXIT, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { withAgentHost } from './mcp/agentHost.ts';
import { serveTools } from './mcp/serveTools.ts';
import { isFolder } from './mcp/isFolder.ts';
import { parseOptions } from './options.ts';

/** `goldilocks mcp`: gives the tools for agents to any program that speaks the Model Context Protocol. */
export const mcp: Command = {
  name: 'mcp',
  summary: 'give agents the tools of Goldilocks, over the Model Context Protocol',
  help: `Usage: goldilocks mcp [FOLDER…]

A server for the Model Context Protocol on standard input and output, which an
agent starts by itself. It offers tools that list and check the learning rates
in files, diagnose logs and experiments, find a learning rate and run a sweep.

Its tools read only files in the folders that you name, by default the current
one, and keep experiments in goldilocks-experiments in the first of them. It
ends when the agent closes standard input.`,

  async run(args, context) {
    const { positionals } = parseOptions(args, {});
    const folders = (positionals.length > 0 ? positionals : ['.']).map((folder) => path.resolve(folder));
    for (const folder of folders) if (!(await isFolder(folder))) throw new UsageError(`There is no folder ${folder}.`);
    await withAgentHost(folders, context, (host) => serveTools(host, context));
    return EXIT.done;
  },
};
