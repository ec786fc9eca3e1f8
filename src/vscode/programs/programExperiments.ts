import path from 'node:path';
import * as vscode from 'vscode';
import type { SessionPlan } from '../../app/programSession/messages.ts';
import { codeOf } from '../../app/programs/programCode.ts';
import { rateFinding } from '../../app/sites/judgePlaces.ts';
import { scalingIn } from '../../app/sites/rateScaling.ts';
import type { SiteResults } from '../../app/sites/siteResults.ts';
import { siteAt } from '../../app/sites/tieRun.ts';
import { cellTexts, isSettings } from '../../code/source.ts';
import type { ProgramSweepChoice } from '../../kinds/programSweep/choice.ts';
import { programTestChoice, withinRun } from '../../kinds/programTest/choice.ts';
import type { ProgramTestChoice } from '../../kinds/programTest/choice.ts';
import { commandText } from '../../programs/launch.ts';
import { isWithin } from '../../programs/withinFolder.ts';
import { setsRate } from '../consoles/commandLine.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import { sourceOf } from '../rates/codeDocument.ts';
import type { CodeDocument } from '../rates/codeDocument.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { judgeFile } from '../sites/judgeFile.ts';
import { siteFileOf } from '../sites/siteFile.ts';
import { calledFor, positionIn } from './calledFor.ts';
import type { CalledFor } from './calledFor.ts';
import { argumentsOf, commandOf, editedProgram, nameOf, requireTrust } from './editedProgram.ts';
import type { EditedProgram } from './editedProgram.ts';
import { isSamePlace, numberAt, numbersIn } from './numbersInProgram.ts';
import type { ProgramNumber, ProgramNumbers } from './numbersInProgram.ts';
import type { ProgramMemory } from './programMemory.ts';
import { programReading } from './programReading.ts';
import { ProgramSession } from './programSession.ts';
import type { SessionServices } from './programSession.ts';
import { savedSettings, settingsNumber } from './settingsNumber.ts';
import { findStart, gridStart, pickStart, searchStart } from './startPick.ts';
import type { ChosenStart } from './startPick.ts';

/**
 * The commands Find a Rate for This Program and Sweep Rates of This Program: train the Python file or the notebook in the editor, or the
 * program that reads the settings there, several times, as experiments whose results are shown at its rate.
 */
export class ProgramExperiments {
  constructor(
    private readonly services: SessionServices,
    private readonly rates: RateDocuments,
    private readonly results: SiteResults,
    private readonly memory: ProgramMemory,
    private readonly errors: ErrorReporter,
  ) {}

  register(): vscode.Disposable {
    const register = (name: string, work: (edited: EditedProgram, called: CalledFor) => Promise<unknown>) =>
      vscode.commands.registerCommand(`goldilocks.${name}`, (file: unknown, line: unknown, column: unknown) =>
        this.errors.guard(async () => {
          requireTrust();
          const called = calledFor(file, line, column);
          const program = called.settings ? await programReading(called.settings, this.memory) : called.uri;
          if (called.settings && !program) return undefined;
          if (called.settings) await savedSettings(called.settings);
          return work(await editedProgram(program), called);
        }),
      );
    return vscode.Disposable.from(
      register('findProgramRate', (edited, { settings }) => this.#find(edited, settings)),
      register('sweepProgram', (edited, called) => this.#sweep(edited, called)),
    );
  }

  /** @returns the folder of the experiment, as soon as it has started; undefined if the user gave up */
  async #find(edited: EditedProgram, settings: vscode.Uri | undefined): Promise<string | undefined> {
    const { document } = edited;
    const numbers = await numbersIn(document, this.rates);
    const title = vscode.l10n.t('Find a Rate for {0}', path.basename(document.uri.fsPath));
    const likely = await this.#planTest(edited, numbers, argumentsOf(edited, this.memory), settings);
    const chosen = await pickStart(title, edited, [findStart(likely.test, likely.steps)], this.memory);
    if (!chosen) return undefined;
    const { test, steps } = await this.#planTest(edited, numbers, chosen.args, settings);
    return this.#run(edited, chosen, { kind: 'find', test, steps });
  }

  /** The range test of a program with arguments, and the steps of a whole run; null if they are not known. */
  async #planTest(
    edited: EditedProgram,
    numbers: ProgramNumbers,
    args: readonly string[],
    settings: vscode.Uri | undefined,
  ): Promise<{ readonly test: ProgramTestChoice; readonly steps: number | null }> {
    const { document, folder: cwd } = edited;
    const command = commandOf(edited, args);
    const name = nameOf(edited, args);
    const { site, optimizer } = codeOf(numbers.report, args, document.uri.fsPath);
    // A test measures the rate of the first optimizer. That is no number in the code where the arguments set it or the program multiplies it,
    // and not certainly one of several.
    const isMeasured = !setsRate(commandText(command)) && scalingIn(cellTexts(sourceOf(document)).join('\n')) === null;
    const own = numbers.places.find(({ range }) => site !== null && isSamePlace(range, site));
    const elsewhere = own ? null : await settingsNumber(command, cwd, this.rates, settings);
    const place = isMeasured ? (own ?? elsewhere?.place) : undefined;
    const test = programTestChoice({
      name,
      program: { command, cwd, way: { kind: 'probe' }, ...(place && { site: siteAt(place, 'rate') }) },
      optimizer,
    });
    const steps = await this.#stepsOf(elsewhere?.document ?? document, name);
    return { test: withinRun(test, steps), steps };
  }

  /**
   * Steps of a whole run, as far as an earlier one with the same arguments has told; null if none has.
   * @param document that the rate is written in
   * @param name of the program with its arguments
   */
  async #stepsOf(document: CodeDocument, name: string): Promise<number | null> {
    const known = await this.results.of(siteFileOf(document));
    const told = known.find(
      ({ program, run: { facts } }) => program === name && facts.unit === 'step' && facts.total !== null,
    );
    return told?.run.facts.total ?? null;
  }

  /** @returns the folder of the experiment, as soon as it has started; undefined if the user gave up */
  async #sweep(edited: EditedProgram, called: CalledFor): Promise<string | undefined> {
    const { folder: cwd } = edited;
    const number = await this.#numberFor(edited, called);
    const { document, place, rate } = number;
    const { fsPath: file } = document.uri;
    const inSettings = isSettings(file);
    if (inSettings && !isWithin(cwd, file))
      throw new Error(
        vscode.l10n.t(
          'Each run gets a copy of {1}, but {0} is not in that folder. Open a folder that holds both the settings and the program.',
          path.basename(file),
          path.basename(cwd),
        ),
      );
    const starts = [gridStart(rate), searchStart(rate)];
    const program = path.basename(edited.document.uri.fsPath);
    const chosen = await pickStart(
      inSettings
        ? vscode.l10n.t('Sweep Rates of {1} Around {0} in {2}', place.text, program, path.basename(file))
        : vscode.l10n.t('Sweep Rates of {1} Around {0}', place.text, program),
      edited,
      // Rates around one that is far off may all be far off.
      (await this.#isToBlame(number)) ? starts.reverse() : starts,
      this.memory,
      // Settings are never changed but in a copy.
      inSettings,
    );
    if (!chosen) return undefined;
    const command = commandOf(edited, chosen.args);
    if (setsRate(commandText(command)))
      throw new Error(
        vscode.l10n.t(
          'The arguments of the program set its learning rate, so changing the number in {0} has no effect. Start the command again, choose Arguments…, and remove that argument.',
          path.basename(file),
        ),
      );
    // Other arguments may name other settings: then the list opens again, for the rate in those.
    const now = await this.#numberFor(edited, called);
    if (now.document.uri.toString() !== document.uri.toString()) return this.#sweep(edited, called);
    const { cell, line, column, endLine, endColumn } = place.range;
    const within = { ...(cell !== undefined && { cell }), line, column, endLine, endColumn };
    const site = { file, ...within, text: place.text };
    const choice: ProgramSweepChoice = {
      name: nameOf(edited, chosen.args),
      program: { command, cwd, way: { kind: inSettings ? 'settings' : 'literal', site }, site: siteAt(place, 'rate') },
      seeds: 1,
      steps: null,
      confirms: null,
      prune: true,
      ...chosen.value,
    };
    return this.#run(edited, chosen, { kind: 'sweep', sweep: choice });
  }

  /**
   * The number to sweep: in the settings that the command was called for, else in the program, else in the settings that it reads.
   * @throws Error with a sentence if there is none, or it is not clear which
   */
  async #numberFor(
    edited: EditedProgram,
    { settings, position }: CalledFor,
  ): Promise<ProgramNumber & { readonly rate: number }> {
    const document = settings ? await vscode.workspace.openTextDocument(settings) : edited.document;
    const numbers = await numbersIn(document, this.rates);
    const place = numberAt(numbers, position && positionIn(document, position));
    const command = commandOf(edited, argumentsOf(edited, this.memory));
    const found = place
      ? { document, numbers, place }
      : !settings && numbers.places.length === 0
        ? await settingsNumber(command, edited.folder, this.rates)
        : null;
    if (!found || found.place.value === null) throw new Error(noNumberText(document, numbers));
    return { ...found, rate: found.place.value };
  }

  /** Whether the last run with a number went wrong because of it. */
  async #isToBlame({ document, numbers: { report }, place: { range } }: ProgramNumber): Promise<boolean> {
    const { places } = await judgeFile(document, report, this.results);
    const judged = places.find(({ place }) => isSamePlace(place.range, range));
    return judged?.current ? rateFinding(judged.current) !== null : false;
  }

  /**
   * Trains experiments that follow from each other.
   * @returns the folder of the first, as soon as it has started; undefined if it was stopped before
   */
  async #run(
    edited: EditedProgram,
    { areCopies }: ChosenStart<unknown>,
    plan: SessionPlan,
  ): Promise<string | undefined> {
    const [session, start] = await ProgramSession.start(plan, edited, areCopies, this.services);
    return new Promise((resolve) => {
      void this.errors.guard(() => session.follow(start, resolve)).finally(() => resolve(undefined));
    });
  }
}

function noNumberText({ uri }: CodeDocument, { places }: ProgramNumbers): string {
  const name = path.basename(uri.fsPath);
  if (places.length > 1)
    return vscode.l10n.t('{0} has several learning rates. Put the cursor on the one to sweep.', name);
  return isSettings(uri.fsPath)
    ? vscode.l10n.t(
        '{0} has no learning rate that can be replaced. Start the command in the program, or in the settings file that holds its rate.',
        name,
      )
    : vscode.l10n.t(
        '{0} has no learning rate that can be replaced: there is none, or something overrides it. If the rate is in a settings file, put the cursor on it there and start the command again. Or try Find a Rate for This Program, which needs no number in the code; on the command line, use goldilocks sweep with --option or --env.',
        name,
      );
}
