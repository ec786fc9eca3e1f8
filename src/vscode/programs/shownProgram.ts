import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { FollowedSource } from '../../app/followedTraining.ts';
import type { KeptFolder } from '../../app/programs/keptFolder.ts';
import type { FollowOptions, KeptProgram } from '../../app/programs/keptProgram.ts';
import type { FollowedEvent } from '../../logs/followLogs.ts';
import { commandText } from '../../programs/launch.ts';
import type { ProgramExit, StartOptions } from '../../programs/runningProgram.ts';
import { setsRate } from '../consoles/commandLine.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { placesOfProgram } from '../sites/programPlaces.ts';
import type { RememberedTraining } from './programMemory.ts';
import type { ProgramTerminal } from './programTerminal.ts';
import { shownOutput } from './shownOutput.ts';

/** Starts a kept program, or goes on with one; the options say who gets what it prints. */
export type StartProgram = (options: StartOptions & FollowOptions) => KeptProgram | Promise<KeptProgram>;

/** How a program has ended, and what its only training was like. */
export interface FollowedToEnd {
  readonly exit: ProgramExit | null;
  readonly training: RememberedTraining | null;
}

/** A kept program that is shown in a terminal and followed as an experiment. */
export class ShownProgram {
  constructor(
    private readonly kept: KeptFolder,
    private readonly terminal: ProgramTerminal,
    private readonly library: ExperimentLibrary,
    private readonly rates: RateDocuments,
  ) {}

  /**
   * Follows it to its end, from its first event on as an experiment: one that trains nothing leaves none.
   * @param parts what programs are started with
   * @returns how it has ended, and what its only training was like; null where that isn't known
   * @throws ProgramError if it could not be started
   */
  async follow(parts: Pick<StartOptions, 'guard' | 'python'>, start: StartProgram): Promise<FollowedToEnd> {
    const { ProgramTraining } = await import('../../app/programs/programTraining.ts');
    const { launchOf } = await import('../../app/programs/keptProgram.ts');
    const { name, log } = this.kept.record;
    const output = await shownOutput(this.kept, this.terminal);
    const program = new ProgramTraining(launchOf(this.kept.record), {
      ...parts,
      name,
      log,
      onOutput: output.onOutput,
      start: async (_, options) => start({ ...options, onCut: output.onCut }),
    });
    // Read now: what is edited while it trains, the program has not read.
    const places = this.#places();
    const began = performance.now();
    const events = program.events(this.terminal.stopped);
    let training: RememberedTraining | null = null;
    try {
      const first = await events.next();
      const startSeconds = (performance.now() - began) / 1000;
      const steps = first.done ? null : await this.#keep(first.value, events, places);
      if (steps !== null) training = { steps, startSeconds };
    } finally {
      // Where the experiment cannot be written, the program ends, too.
      await events.return(undefined);
      await this.kept.delete();
    }
    return { exit: program.exit, training };
  }

  /** @returns steps of its only training; null where they aren't known */
  async #keep(
    first: FollowedEvent,
    events: AsyncGenerator<FollowedEvent>,
    places: FollowedSource['places'],
  ): Promise<number | null> {
    const { name, experiment } = this.kept.record;
    const stopProgram = (): void => this.terminal.stop();
    const follow = async function* (signal: AbortSignal): AsyncGenerator<FollowedEvent> {
      signal.addEventListener('abort', stopProgram);
      yield first;
      yield* events;
    };
    const source: FollowedSource = { name, place: null, places, stopProgram, events: follow };
    // An experiment that was deleted meanwhile cannot be gone on with.
    const again = experiment ? await this.library.followAgain(source, experiment).catch(() => null) : null;
    const active = again ?? (await this.library.follow(source, 'program'));
    await this.kept.note({ experiment: active.training.experiment.folder });
    // Whoever listens to the library tells what went wrong.
    await active.ended.catch(() => undefined);
    const [{ tracker }, ...others] = active.training.runs;
    return tracker.facts.unit === 'step' && others.length === 0 ? tracker.newestStep + 1 : null;
  }

  async #places(): Promise<Awaited<NonNullable<FollowedSource['places']>>> {
    const { command, cwd, places } = this.kept.record;
    if (places) return places;
    const text = commandText(command);
    const found = setsRate(text) ? [] : await placesOfProgram({ command: text, folder: cwd }, this.rates);
    await this.kept.note({ places: found });
    return found;
  }
}

/** What a terminal says last. */
export function endText(exit: ProgramExit | null, isStopped: boolean): string {
  if (exit?.isLeft) return vscode.l10n.t('The program was ended because its VS Code window was closed.');
  if (isStopped || exit === null) return vscode.l10n.t('The program was stopped.');
  if (exit.code === 0) return vscode.l10n.t('The program has ended.');
  if (exit.code !== null) return vscode.l10n.t('The program ended with exit code {0}.', exit.code);
  return vscode.l10n.t('The program was killed by signal {0}.', exit.signal ?? '');
}
