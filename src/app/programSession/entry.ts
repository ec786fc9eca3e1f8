import { appendFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import type { GuardReport } from '../../programs/guardMessages.ts';
import { keptFiles } from '../../programs/keptFiles.ts';
import { watchKept, writeEnd } from '../../programs/keptWatch.ts';
import { InterruptReason, LeftReason } from '../../runs/runner.ts';
import { leftText } from '../programs/programTraining.ts';
import { Journal } from './journal.ts';
import type { SessionRequest, SessionStart } from './messages.ts';
import { ProgramSession } from './programSession.ts';

/** The process of a session: trains in it, and lives as long as a window follows it, or for a while without one. */
const [translationsFile] = process.argv.slice(2);
if (translationsFile) l10n.config({ fsPath: translationsFile });

const stop = new AbortController();

async function train(start: SessionStart): Promise<void> {
  const { kept } = start;
  void watchKept(kept, (isLeft) => stop.abort(isLeft ? new LeftReason(leftText()) : undefined));
  const files = keptFiles(kept.folder);
  const journal = new Journal(files.journal);
  // A disk that is full must not end the program.
  const session = new ProgramSession(start, stop.signal, journal, (bytes, output) =>
    appendFile(files[output], bytes).catch(() => undefined),
  );
  try {
    await session.train();
  } catch (error) {
    journal.add({ type: 'failed', message: (error as Error).message });
  }
  await journal.written;
  const isLeft = stop.signal.reason instanceof LeftReason;
  const last: GuardReport = { type: 'exited', code: 0, signal: null, ...(isLeft && { isLeft }) };
  await writeEnd(kept.folder, last);
  if (process.connected) process.send!(last, () => process.exit());
  else process.exit();
}

// A terminal sends these to all processes of the group, but whoever follows the session decides when it ends.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
// A system that shuts down sends this first, and soon ends what is still there.
process.on('SIGTERM', () =>
  stop.abort(
    new InterruptReason(l10n.t('The program was ended by the system, for example because the computer shut down.')),
  ),
);
process.on('message', (request: SessionRequest) => {
  if (request.type === 'end') stop.abort();
  else void train(request);
});
