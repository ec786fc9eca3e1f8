import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sample } from '../../../src/domain/sample.ts';
import type { RunEvent } from '../../../src/domain/runEvent.ts';
import type { RunFacts } from '../../../src/domain/runFacts.ts';
import type { LogOptions } from '../../../src/logs/logOptions.ts';
import { openLog } from '../../../src/logs/openLog.ts';

/** What was read from a log. */
export interface ReadLog {
  readonly format: string;
  readonly name: string;
  readonly facts: RunFacts;
  /** Only with what plays a role. */
  readonly samples: readonly Sample[];
  readonly extras: readonly Sample['extra'][];
  readonly notices: readonly { readonly text: string; readonly count: number }[];
  readonly types: readonly RunEvent['type'][];
}

/** Writes a file and reads it as a log. */
export async function readText(
  folder: string,
  content: string | Uint8Array,
  { name = 'log.csv', ...options }: LogOptions & { readonly name?: string } = {},
): Promise<ReadLog> {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  const log = await openLog(file);
  let samples: Sample[] = [];
  let facts: RunFacts | null = null;
  const notices: { text: string; count: number }[] = [];
  const types: RunEvent['type'][] = [];
  for await (const event of log.events(options)) {
    types.push(event.type);
    if (event.type === 'started') facts = event.facts;
    if (event.type === 'facts') facts = { ...facts!, ...event.facts };
    if (event.type === 'samples') samples.push(...event.samples);
    if (event.type === 'reset') samples = [];
    if (event.type === 'notice') notices.push({ text: event.text, count: event.count });
  }
  const extras = samples.map(({ extra }) => extra);
  return { format: log.format, name: log.name, facts: facts!, samples: withRoles(samples), extras, notices, types };
}

/** What of samples plays a role: not when they were written, nor further columns. */
export function withRoles(samples: readonly Sample[]): Sample[] {
  return samples.map(({ extra: _, seconds: __, ...roles }) => roles);
}
