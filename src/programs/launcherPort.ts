import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { commandText } from './launch.ts';
import type { Launch } from './launch.ts';

/** torchrun takes the port from it where its command has no `--master-port`. */
const PORT_VARIABLE = 'PET_MASTER_PORT';
/** Options of torchrun, and of accelerate, that name a port. 0 stands for any free one. */
const PORT_OPTION =
  /(?<option>--(?:master[-_]port|main[-_]process[-_]port|rdzv[-_]endpoint))[= ]["']?(?:[^\s"']*:)?(?<port>[1-9]\d*)\b/;

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
 * What gives one of several programs a port of its own if torchrun starts it, whose default is the same for all.
 * @param inherited the environment that the program gets anyway; a port in it is the user's choice
 */
export async function portEnvironment(inherited: NodeJS.ProcessEnv): Promise<Readonly<Record<string, string>>> {
  return inherited[PORT_VARIABLE] === undefined ? { [PORT_VARIABLE]: String(await freePort()) } : {};
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
