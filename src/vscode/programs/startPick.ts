import path from 'node:path';
import * as vscode from 'vscode';
import { formatEstimate } from '../../domain/format.ts';
import { formatRate } from '../../domain/rate.ts';
import { ratesAround } from '../../domain/ratesAround.ts';
import { confirmationRates } from '../../kinds/confirmation/choice.ts';
import { DEFAULT_SEARCH_RUNS, stepsAfterTest } from '../../kinds/programSweep/choice.ts';
import type { ProgramSweepChoice } from '../../kinds/programSweep/choice.ts';
import type { ProgramTestChoice } from '../../kinds/programTest/choice.ts';
import { commandText } from '../../programs/launch.ts';
import { isSmall } from '../../programs/folderCopy.ts';
import { argumentsOf, askForArguments, commandOf } from './editedProgram.ts';
import type { EditedProgram } from './editedProgram.ts';
import type { ProgramMemory, RememberedProgram } from './programMemory.ts';

/** One way to start. */
export interface StartItem<T> {
  readonly label: string;
  /** What is trained. */
  readonly detail: string;
  /** The most runs that it may have. */
  readonly runs: number;
  /** The most steps of all runs together; absent where these are whole runs. */
  readonly steps?: number;
  readonly value: T;
}

/** The rates of a sweep, and how it goes on. */
type SweepStart = StartItem<Pick<ProgramSweepChoice, 'learningRates' | 'search'>>;

/** A sweep of rates around one. */
export function gridStart(rate: number): SweepStart {
  const learningRates = ratesAround(rate);
  return {
    label: vscode.l10n.t('$(graph-scatter) Sweep rates around {0}', formatRate(rate)),
    detail: learningRates.map(formatRate).join(', '),
    runs: learningRates.length,
    value: { learningRates },
  };
}

/** A search that begins at a rate. */
export function searchStart(rate: number): SweepStart {
  return {
    label: vscode.l10n.t('$(search) Search for the best rate'),
    detail: vscode.l10n.t('Starts at {0}; the curves show which rate to try next', formatRate(rate)),
    runs: DEFAULT_SEARCH_RUNS,
    value: { learningRates: [rate], search: { maxRuns: DEFAULT_SEARCH_RUNS } },
  };
}

/**
 * A range test with its confirmation.
 * @param total steps of a whole run; null if that is not known
 */
export function findStart(
  { seeds, steps }: Pick<ProgramTestChoice, 'seeds' | 'steps'>,
  total: number | null,
): StartItem<null> {
  const confirming = confirmationRates({ rate: 1 }).length;
  return {
    label: vscode.l10n.t('$(search) Find a rate'),
    detail: vscode.l10n.t(
      'Up to {0} short runs while the rate rises, then {1} short runs that confirm the suggestion',
      seeds,
      confirming,
    ),
    runs: seeds + confirming,
    steps: seeds * steps + confirming * stepsAfterTest(total),
    value: null,
  };
}

/** What the user has chosen. */
export interface ChosenStart<T> {
  readonly value: T;
  readonly args: readonly string[];
  /** Whether each run takes place in a copy of the folder. */
  readonly areCopies: boolean;
}

type Item<T> = vscode.QuickPickItem & { readonly chosen?: { readonly value: T } | 'arguments' | 'folder' };

/**
 * Says what starts a program several times will cost, and where they take place, and asks which to start. Nothing starts if the user gives
 * up.
 * @param title of the question
 * @param starts the likeliest first
 * @param needsCopies whether no run may take place in the folder itself
 */
export async function pickStart<T>(
  title: string,
  program: EditedProgram,
  starts: readonly StartItem<T>[],
  memory: ProgramMemory,
  needsCopies = false,
): Promise<ChosenStart<T> | undefined> {
  const isLarge = !(await isSmall(program.folder));
  let areCopies = needsCopies || !isLarge;
  for (;;) {
    const args = argumentsOf(program, memory);
    const items = itemsFor(program, starts, args, areCopies, memory);
    const picked = await vscode.window.showQuickPick(
      items.filter(({ chosen }) => chosen !== 'folder' || !needsCopies),
      {
        title,
        placeHolder: placeText(program, args, { areCopies, isLarge }),
      },
    );
    const chosen = picked?.chosen;
    if (chosen === undefined) return undefined;
    if (chosen === 'folder') areCopies = !areCopies;
    else if (chosen === 'arguments') await askForArguments(program, memory);
    else return { value: chosen.value, args, areCopies };
  }
}

function itemsFor<T>(
  { document }: EditedProgram,
  starts: readonly StartItem<T>[],
  args: readonly string[],
  areCopies: boolean,
  memory: ProgramMemory,
): readonly Item<T>[] {
  const remembered = memory.of(document.uri);
  return [
    ...starts.map((start): Item<T> => {
      const { label, detail, value } = start;
      return { label, description: costText(start, remembered), detail, chosen: { value } };
    }),
    { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('$(terminal) Arguments…'),
      description: args.length === 0 ? vscode.l10n.t('none') : commandText(args),
      chosen: 'arguments',
    },
    {
      label: areCopies
        ? vscode.l10n.t('$(folder) Use the folder itself')
        : vscode.l10n.t('$(copy) Use a copy of the folder'),
      description: areCopies
        ? vscode.l10n.t('runs may overwrite what the program has saved')
        : vscode.l10n.t('a temporary one for each run'),
      chosen: 'folder',
    },
  ];
}

/** "at most 5 runs", "at most 5 runs, each up to about 40 s", "at most 6 runs, about 1 min in all". */
function costText({ runs, steps }: StartItem<unknown>, { seconds, training }: RememberedProgram): string {
  if (seconds === null) return vscode.l10n.t('at most {0} runs', runs);
  if (steps === undefined || !training)
    return vscode.l10n.t('at most {0} runs, each up to about {1}', runs, formatEstimate(seconds));
  const { startSeconds } = training;
  const trained = (seconds - startSeconds) * Math.min(runs, steps / training.steps);
  return vscode.l10n.t('at most {0} runs, about {1} in all', runs, formatEstimate(runs * startSeconds + trained));
}

/** What is run, and where. */
function placeText(
  program: EditedProgram,
  args: readonly string[],
  { areCopies, isLarge }: { readonly areCopies: boolean; readonly isLarge: boolean },
): string {
  const [python, file, ...rest] = commandOf(program, args);
  const command = commandText([path.basename(python), path.basename(file), ...rest]);
  const folder = path.basename(program.folder);
  if (!areCopies) return vscode.l10n.t('{0}, in {1} itself, where runs may overwrite files', command, folder);
  return isLarge
    ? vscode.l10n.t(
        '{0}, each run in a temporary copy of {1}, a large folder that takes a while to copy',
        command,
        folder,
      )
    : vscode.l10n.t('{0}, each run in a temporary copy of {1}', command, folder);
}
