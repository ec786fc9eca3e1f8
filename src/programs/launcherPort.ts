import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { commandText } from './launch.ts';
import type { Launch } from './launch.ts';

/** torchrun takes the port from it where its command has no `--master-port`. */
const PORT_VARIABLE = 'PET_MASTER_PORT';
/** Options of torchrun, and of accelerate, that name a port. 0 stands for any free one. */
const PORT_OPTION =
  /(?<option>--(?:master[-_]port|main[-_]process[-_]port|rdzv[-_]endpoint))[= ]["']?(?:[^\s"']*:)?(?<port>[1-9]\d*)\b/;

const ACCELERATE_PORT = /--main[-_]process[-_]port\b/;
/** How a command starts accelerate, as it is written behind a space, a slash or what separates the commands of a shell. */
const ACCELERATE =
  /(?<![^\s\\/"'&|;(])(?:accelerate(?:\.exe)?["']?\s+launch|accelerate-launch(?:\.exe)?|accelerate\.commands\.launch)(?!\S)/g;
/** The same as the last two words of it. */
const ACCELERATE_WORDS = new RegExp(`(?:${ACCELERATE.source})$`);

/** A port that a command names, and the option that names it. */
export interface NamedPort {
  readonly option: string;
  readonly port: string;
}

/** The port at which a command has its processes meet, which only one program at a time can use; null where it names none. */
export function namedPort(command: Launch['command']): NamedPort | null {
  const found = PORT_OPTION.exec(commandText(command))?.groups;
  return found ? { option: found.option, port: found.port } : null;
}

/**
 * One of several programs that run at once, with a port of its own if torchrun or accelerate starts it, whose default is the same for all.
 * accelerate takes it from no variable, so it is written into the command, where that names none.
 * @param inherited the environment that the program gets anyway; a port in it is the user's choice
 * @throws Error if the system has no port left
 */
export async function withOwnPort(launch: Launch, inherited: NodeJS.ProcessEnv): Promise<Launch> {
  const port = String(await freePort());
  const env = inherited[PORT_VARIABLE] === undefined ? { [PORT_VARIABLE]: port, ...launch.env } : launch.env;
  return { ...launch, env, command: withAcceleratePort(launch.command, port) };
}

function withAcceleratePort(command: Launch['command'], port: string): Launch['command'] {
  if (ACCELERATE_PORT.test(commandText(command))) return command;
  if ('shellLine' in command)
    return { shellLine: command.shellLine.replace(ACCELERATE, (words) => `${words} --main_process_port ${port}`) };
  const [program, ...args] = command;
  const at = command.findIndex((_, index) =>
    ACCELERATE_WORDS.test(command.slice(Math.max(0, index - 1), index + 1).join(' ')),
  );
  return at < 0 ? command : [program, ...args.slice(0, at), '--main_process_port', port, ...args.slice(at)];
}

/** @throws Error if the system has no port left */
async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}
