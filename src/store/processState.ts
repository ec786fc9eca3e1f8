import type { Attempt } from './attempt.ts';
import { isAlive } from './ownership.ts';

/** What became of an attempt without a result, as the process of its owner or its heartbeat tells. */
export async function processState(attempt: Attempt): Promise<'queued' | 'running' | 'lost'> {
  const owner = await attempt.owner();
  return owner !== null && (await isAlive(owner, attempt.processFile)) ? owner.state : 'lost';
}
