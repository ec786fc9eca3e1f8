import assert from 'node:assert/strict';
import type { Terminal, TerminalShellExecution } from 'vscode';
import type { ExperimentLibrary } from '../../../../src/app/experimentLibrary.ts';
import type { FollowedSource } from '../../../../src/app/followedTraining.ts';
import type { RateDocuments } from '../../../../src/vscode/rates/rateDocuments.ts';
import { until } from '../../../support/processes.ts';
import { withoutVscode } from '../../l10n/vscodeStandIn.ts';

type Started = (event: { readonly execution: TerminalShellExecution; readonly terminal: Terminal }) => void;
type Ended = (event: { readonly execution: TerminalShellExecution; readonly exitCode: number | undefined }) => void;

describe('a training in a terminal', () => {
  it('is ended by Ctrl+C in that terminal, as long as its command runs', async () => {
    const listeners: { started?: Started; ended?: Ended } = {};
    const window = {
      onDidStartTerminalShellExecution: (listener: Started) => (listeners.started = listener),
      onDidEndTerminalShellExecution: (listener: Ended) => (listeners.ended = listener),
    };
    const { TerminalConsoles } = await withoutVscode(
      () => import('../../../../src/vscode/consoles/terminalConsoles.ts'),
      { window },
    );
    let source: FollowedSource | undefined;
    let hasEnded = false;
    const library = {
      follow: async (followed: FollowedSource) => {
        source = followed;
        for await (const { event } of followed.events(new AbortController().signal))
          hasEnded ||= event.type === 'ended';
      },
    } as unknown as ExperimentLibrary;
    new TerminalConsoles(library, {} as RateDocuments, (error) => assert.fail(String(error)));

    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const execution = {
      commandLine: { value: 'python train.py' },
      async *read() {
        yield 'step 1 loss 3\nstep 2 loss 2\n';
        await finished;
      },
    } as unknown as TerminalShellExecution;
    const sent: unknown[] = [];
    const terminal = { sendText: (...text: unknown[]) => sent.push(text) } as unknown as Terminal;
    listeners.started!({ execution, terminal });
    await until('it is followed', () => source !== undefined);
    source!.stopProgram!();
    assert.deepEqual(sent, [['\x03', false]]);
    listeners.ended!({ execution, exitCode: 130 });
    // Its output may be read to the end only when another command runs.
    source!.stopProgram!();
    assert.equal(sent.length, 1);
    finish();
    await until('it has ended', () => hasEnded);
  });
});
