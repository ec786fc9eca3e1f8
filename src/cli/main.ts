import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT, UsageError } from './command.ts';
import type { Command, ExitCode } from './command.ts';
import { splitProgram } from './programArguments.ts';
import { startWorkersEarly } from './workers.ts';

/** The commands that train the built-in networks: their workers start while the rest of the program is loaded. */
const TRAINING_COMMANDS: readonly string[] = ['sweep', 'find', 'edge', 'resume'];

const root = path.resolve(__dirname, '..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Usage: goldilocks <command> [options]',
    '',
    'Finds the learning rate that is just right.',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'goldilocks <command> --help shows the help of a command; goldilocks --version prints the version.',
  ].join('\n');
}

async function main([name, ...args]: readonly string[]): Promise<ExitCode> {
  if (name === 'help' && args.length > 0) return main([args[0], '--help']);
  if (name === '--version') {
    console.log(version);
    return EXIT.done;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(overview((await import('./commands.ts')).COMMANDS));
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  const { own, program } = splitProgram(args);
  const asksForHelp = own.includes('--help') || own.includes('-h');
  const isOfProgram = program !== null || own.some((word) => /^--command(=|$)/.test(word));
  const usesWorkers = TRAINING_COMMANDS.includes(name) && !asksForHelp && !isOfProgram;
  const pool = usesWorkers ? startWorkersEarly(root, args) : undefined;
  try {
    const { COMMANDS } = await import('./commands.ts');
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (!command)
      throw new UsageError(
        `There is no command "${name}"; there are ${COMMANDS.map((candidate) => candidate.name).join(', ')}.`,
      );
    if (asksForHelp) {
      console.log(command.help);
      return EXIT.done;
    }
    return await command.run(args, {
      root,
      version,
      pool,
      stdout: process.stdout,
      stderr: process.stderr,
      interrupt: interruptSignal(),
    });
  } catch (error) {
    console.error(`goldilocks: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof UsageError ? EXIT.usage : EXIT.failed;
  } finally {
    pool?.dispose();
  }
}

/** One press of Ctrl+C may arrive several times: from the terminal, and again from a program that passes it on. */
const SAME_INTERRUPT = 1000;

/** The first Ctrl+C (or a request to terminate) asks for an orderly end; a later one ends at once, workers with it. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  let firstAt = Infinity;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (performance.now() - firstAt > SAME_INTERRUPT) process.exit(EXIT.interrupted);
      firstAt = Math.min(firstAt, performance.now());
      controller.abort();
    });
  }
  return controller.signal;
}

// A closed pipe (`goldilocks … | head`), a closed terminal or a full disk must not end the training.
process.stderr.on('error', () => undefined);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || error.code === 'EIO') return;
  console.error(`goldilocks: The output cannot be written: ${error.message}.`);
  process.on('exit', () => (process.exitCode = EXIT.failed));
});

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
