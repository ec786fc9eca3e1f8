import type { Attempt } from './attempt.ts';
import { isAlive } from './ownership.ts';

/** The state of an attempt without a result, decided by its owner's process or heartbeat. */
export async function processState(attempt: Attempt): Promise<'queued' | 'running' | 'lost'> {
  const owner = await attempt.owner();
  return owner !== null && (await isAlive(owner, attempt.processFile)) ? owner.state : 'lost';
}
