import * as vscode from 'vscode';
import type { KeptFolder } from '../../app/programs/keptFolder.ts';
import { sizeOf } from '../../app/programs/growingFile.ts';
import type { FollowOptions } from '../../app/programs/keptProgram.ts';
import { fromLineStart } from '../../app/programs/lastLines.ts';
import type { OutputName } from '../../programs/runningProgram.ts';
import type { ProgramTerminal } from './programTerminal.ts';

/** Bytes that are shown of what a program has printed while another window followed it. */
const SHOWN = 16 << 10;

/** Shows what a kept program prints from now on, and the last lines of what it has printed before. */
export async function shownOutput(
  { files: { stdout, stderr } }: KeptFolder,
  terminal: ProgramTerminal,
): Promise<FollowOptions> {
  const before: Record<OutputName, number> = { stdout: await sizeOf(stdout), stderr: await sizeOf(stderr) };
  const hidden = { stdout: before.stdout - SHOWN, stderr: before.stderr - SHOWN };
  return {
    onOutput: async (bytes, output) => {
      const at = hidden[output];
      hidden[output] -= bytes.length;
      if (at <= 0) return terminal.print(bytes, output);
      // Not from the middle of a line.
      if (at < bytes.length) await terminal.print(fromLineStart(bytes, at), output);
    },
    onCut: () =>
      terminal.printHeading(
        vscode.l10n.t('The program printed more than Goldilocks keeps, so some of it is missing here.'),
      ),
  };
}
