import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { FollowingRuns } from '../../app/liveTraining.ts';
import type { EngineChoice } from '../../domain/engineChoice.ts';
import type { Choice, KindName } from '../../kinds/kinds.ts';
import { edgeChoice } from '../../kinds/edge/choice.ts';
import type { FollowUpName } from '../../kinds/kind.ts';
import { isKind } from '../../kinds/kinds.ts';
import { probeChoice } from '../../kinds/probe/choice.ts';
import type { ProbeChoice, ProbedRun } from '../../kinds/probe/choice.ts';
import type { ConfirmationChoice } from '../../kinds/confirmation/choice.ts';
import { sweepAround } from '../../kinds/rangeTest/choice.ts';
import type { RangeTestChoice } from '../../kinds/rangeTest/choice.ts';
import { choiceWith } from '../../kinds/sweep/choice.ts';
import type { RunChange, SweepChoice, TrainingChoice } from '../../kinds/sweep/choice.ts';
import { followUpChoice } from '../../kinds/sweep/followUp.ts';
import { ExperimentError } from '../../store/experimentFolder.ts';
import { startWithFallback } from '../engine/engineFallback.ts';
import { readEngine } from '../engine/engineSettings.ts';
import type { ExperimentPanels } from '../panel/experimentPanels.ts';
import type { TrainingServices } from '../trainingServices.ts';

/** Where the last choice is kept for Run Again. */
const LAST_STARTED = 'goldilocks.lastStarted';

/** What was started last. */
interface Started {
  readonly kind: string;
  readonly choice: TrainingChoice;
}

/** Kinds of experiments that train the built-in networks. */
type BuiltInKind = { [K in KindName]: Choice<K> extends TrainingChoice ? K : never }[KindName];

/** Starts experiments of any kind with the engine of the settings, and shows them in the panel. */
export class ExperimentStarter {
  constructor(
    private readonly state: vscode.Memento,
    private readonly services: TrainingServices,
    private readonly library: ExperimentLibrary,
    private readonly panels: ExperimentPanels,
  ) {}

  /**
   * The choice with the engine that it is to be trained with.
   * @param engine by default that of the settings
   * @throws SettingError, UnsupportedError
   */
  async withEngine<C extends TrainingChoice>(choice: C, engine: EngineChoice = readEngine()): Promise<C> {
    return this.services.engines.resolve(choice, engine);
  }

  /**
   * @param following what is trained when it has ended
   * @returns the experiment's folder
   */
  async start<K extends BuiltInKind>(
    kind: K,
    choice: Choice<K> & TrainingChoice,
    following?: FollowingRuns,
  ): Promise<string> {
    this.services.check();
    const { training } = await this.library.start(kind, choice, undefined, following);
    await this.state.update(LAST_STARTED, { kind, choice } satisfies Started);
    return this.show(training.experiment.folder);
  }

  /** As start; offers another engine if the one of the settings cannot be loaded. */
  async startWithFallback<K extends BuiltInKind>(
    kind: K,
    choice: Choice<K> & TrainingChoice,
    following?: FollowingRuns,
  ): Promise<string | undefined> {
    return startWithFallback(this.services.engines, choice, (fitting) => this.start(kind, fitting, following));
  }

  /**
   * Starts what an experiment was planned from once more.
   * @param folder of the experiment; by default that in the visible panel, else the last one that was started
   * @returns undefined if nothing was started yet, or the user gave up
   * @throws ExperimentError if it cannot be run again
   */
  async runAgain(folder: string | undefined): Promise<string | undefined> {
    const started = await this.#startedIn(folder ?? (this.panels.visible ? this.panels.folder : undefined));
    if (!started) return undefined;
    const { kind, choice } = started;
    if (!isKind(kind) || choice === null || kind === 'program-test' || kind === 'program-sweep')
      throw new ExperimentError(vscode.l10n.t('This experiment cannot be run again.'));
    return this.startWithFallback(kind, choice as Choice<BuiltInKind>);
  }

  /**
   * Trains one rate with everything else as a sweep had it, as a new experiment.
   * @param folder of the sweep
   * @throws ExperimentError if it is none that was trained here
   */
  async runWith(folder: string, change: RunChange): Promise<string | undefined> {
    return this.startWithFallback('sweep', choiceWith(await this.#sweepOf(folder), change));
  }

  /**
   * Trains the first steps at ten times and a tenth of a run's rate, as a new experiment.
   * @param folder of the sweep that the run is in
   * @throws ExperimentError if it is none that was trained here
   */
  async probe(folder: string, run: ProbedRun): Promise<string | undefined> {
    return this.startWithFallback('probe', probeChoice(await this.#sweepOf(folder), run));
  }

  /**
   * Trains a run of a sweep again and measures the edge of stability, as a new experiment.
   * @param index of the run
   * @throws ExperimentError if it is none that was trained here
   */
  async measureEdge(folder: string, index: number): Promise<string | undefined> {
    const sweep = await this.#sweepOf(folder);
    const { overview } = await this.library.entry(folder);
    return this.startWithFallback('edge', edgeChoice(sweep, {}, overview!.runs[index].spec!));
  }

  /**
   * Trains what a range test tested, at full length and rates around one, as a new experiment.
   * @param folder of the range test, or of its confirmation
   * @throws ExperimentError if it is none that was trained here
   */
  async sweepAround(folder: string, rate: number): Promise<string | undefined> {
    const { kind, choice } = (await this.#startedIn(folder)) ?? {};
    if ((kind !== 'range-test' && kind !== 'confirmation') || !choice)
      throw new ExperimentError(vscode.l10n.t('This experiment cannot be run again.'));
    const test = kind === 'confirmation' ? (choice as ConfirmationChoice).test : (choice as RangeTestChoice);
    return this.startWithFallback('sweep', sweepAround(test, rate));
  }

  /**
   * Goes on where a sweep has ended, as a new experiment.
   * @param folder of the sweep
   * @throws RangeError with a sentence if it has no such sequel; ExperimentError if it is none that was trained here
   */
  async followUp(folder: string, name: FollowUpName): Promise<string | undefined> {
    const entry = await this.library.entry(folder);
    if (entry.problem !== null) throw new ExperimentError(entry.problem);
    const { overview, summary } = entry;
    if (summary.kind !== 'sweep') throw new ExperimentError(vscode.l10n.t('Only a sweep can be refined or widened.'));
    return this.startWithFallback('sweep', followUpChoice(overview, summary, name));
  }

  /** The sweep that an experiment is, or that it probed a run of. */
  async #sweepOf(folder: string): Promise<SweepChoice> {
    const { kind, choice } = (await this.#startedIn(folder)) ?? {};
    if (kind === 'sweep' && choice) return choice as SweepChoice;
    if (kind === 'probe' && choice) return (choice as ProbeChoice).sweep;
    throw new ExperimentError(vscode.l10n.t('This experiment cannot be run again.'));
  }

  /** Shows an experiment without taking the focus. */
  async show(folder: string): Promise<string> {
    await this.panels.show(folder, { preserveFocus: true });
    return folder;
  }

  async #startedIn(folder: string | undefined): Promise<Started | undefined> {
    if (folder === undefined) return this.state.get<Started>(LAST_STARTED);
    const entry = await this.library.entry(folder);
    if (entry.problem !== null) throw new ExperimentError(entry.problem);
    const { kind, choice } = entry.overview.record;
    return { kind, choice: choice as TrainingChoice };
  }
}
