import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { FollowedTraining } from '../app/followedTraining.ts';
import { diagnosedRunJson } from '../app/json/diagnosisJson.ts';
import type { TrainingRun } from '../app/liveTraining.ts';
import { noLossesText, ProgramTraining } from '../app/programs/programTraining.ts';
import { findingMessage } from '../domain/findingMessage.ts';
import { toJson } from '../domain/json.ts';
import type { RunEvent } from '../domain/runEvent.ts';
import { lossStatistics, NO_LOSSES } from '../logs/readLog.ts';
import type { LossStatistics } from '../logs/readLog.ts';
import { programName } from '../programs/launch.ts';
import type { Launch } from '../programs/launch.ts';
import { programParts } from '../programs/programParts.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command, CommandContext, ExitCode } from './command.ts';
import { Messages } from './messages.ts';
import { parseOptions } from './options.ts';
import { splitProgram } from './programArguments.ts';
import type { ProgramWords } from './programArguments.ts';
import { Silence } from './silence.ts';
import { defaultFolder, printResults } from './training.ts';
import { withUsageErrors } from './trainingOptions.ts';

const OPTIONS = { log: { type: 'string' }, out: { type: 'string' }, json: { type: 'boolean' } } as const;

/** Seconds without a loss after which the user is told that the program still runs: an evaluation or a compilation seldom takes longer. */
const LONG_SILENCE = 60;

/** `goldilocks run`: starts a program of the user's and watches its training. */
export const run: Command = {
  name: 'run',
  summary: 'run your own training program and watch its loss and rate',
  help: `Usage: goldilocks run [options] -- PROGRAM [ARGUMENT…]

Runs a training program, for example goldilocks run -- python train.py --lr 0.1,
without changing a line of its code: a probe in it reports the loss, the learning rate and
more from PyTorch, Keras, Lightning and Hugging Face. For other programs, it
reads the losses that they print. Problems are reported while the program
trains, and the run is kept as an experiment. Everything after -- is the program's.

  --log FILE  read the losses only from this log, which the program writes in any
              format that diagnose reads
  --out DIR   the experiment's folder, new or empty
              (default: goldilocks-experiments/<time>-<program>)
  --json      print one JSON document; what the program prints goes to
              standard error

The program and its child processes are stopped on Ctrl+C, and also when this
command is killed. Exit code: 0 the program exited with 0, 1 it failed, 2 wrong
arguments, 130 interrupted.`,

  async run(args, context) {
    const { own, program } = splitProgram(args);
    const { values, positionals } = parseOptions(own, OPTIONS);
    if (!program || positionals.length > 0)
      throw new UsageError('Name the program after --, for example: goldilocks run -- python train.py --lr 0.1');
    const folder = path.resolve((values.out as string | undefined) ?? defaultFolder(fileNameOf(program)));
    const launch = { command: program, cwd: process.cwd(), env: {}, mode: { name: 'watch' } } as const;
    const logged = typeof values.log === 'string' ? { ...launch, logFile: values.log } : launch;
    return new WatchedProgram(program, logged, folder, values.json === true, context).run();
  },
};

/** One call of the command. */
class WatchedProgram {
  readonly #program: ProgramTraining;
  readonly #messages: Messages;
  readonly #losses = new Map<TrainingRun, LossStatistics>();
  /** The problems that were told, by run and symptom. */
  readonly #told = new Set<string>();

  constructor(
    private readonly words: ProgramWords,
    private readonly launch: Launch,
    private readonly folder: string,
    private readonly isJson: boolean,
    private readonly context: CommandContext,
  ) {
    const { stdout, stderr } = context;
    this.#messages = new Messages(stderr);
    this.#program = new ProgramTraining(launch, {
      ...programParts(context.root),
      name: programName(words),
      onOutput: (bytes, output) => {
        const stream = output === 'stderr' || isJson ? stderr : stdout;
        this.#messages.passed(bytes, stream);
        return write(stream, bytes);
      },
    });
  }

  async run(): Promise<ExitCode> {
    const { interrupt, stdout } = this.context;
    const source = {
      name: programName(this.words),
      place: null,
      events: (signal: AbortSignal) => this.#program.events(signal),
    };
    const training = await withUsageErrors(() => FollowedTraining.create(source, this.folder, randomUUID(), 'program'));
    const { runs } = training;
    const silence = new Silence(LONG_SILENCE * 1000, () => this.#messages.tell(silenceText(runs.length > 0)));
    try {
      await training.train(interrupt, (each, event) => {
        silence.heard();
        this.#onEvent(each, event);
      });
    } finally {
      silence.end();
      await training.experiment.removeIfWithoutRuns();
    }
    const { exit, probe } = this.#program;
    if (runs.length === 0) for (const text of probe.notices) this.#messages.tell(text);
    if (runs.length === 0 && !interrupt.aborted) {
      const text = exit?.code === 0 ? noLossesText(this.launch) : this.#program.failure?.reason;
      if (text !== undefined) this.#messages.write(text);
    }
    if (this.isJson) {
      const document = {
        program: this.words,
        experiment: runs.length > 0 ? this.folder : null,
        exitCode: exit?.code ?? null,
        probe,
        runs: runs.map((each) => this.#runJson(each)),
      };
      stdout.write(`${toJson(document, 2)}\n`);
    } else if (runs.length > 0) {
      if (stdout.isTTY) this.#messages.endLine();
      await printResults(training, this.context);
    }
    if (interrupt.aborted) return EXIT.interrupted;
    return exit?.code === 0 ? EXIT.done : EXIT.failed;
  }

  #onEvent(each: TrainingRun, event: RunEvent): void {
    if (event.type === 'samples') this.#losses.set(each, lossStatistics(each.tracker));
    if (event.type === 'notice') this.#messages.tell(event.text);
    if (event.type !== 'finding' || !event.finding || event.finding.symptom === 'healthy') return;
    const problem = `${each.index} ${event.finding.symptom}`;
    if (this.#told.has(problem)) return;
    this.#told.add(problem);
    // Most programs train once; what is said of a second training says so.
    const name = each.index > 0 ? `${each.record.variant.label}: ` : '';
    this.#messages.tell(`${event.finding.severity}: ${name}${findingMessage(event.finding)}`);
  }

  #runJson(each: TrainingRun): object {
    const { record, tracker } = each;
    const losses = this.#losses.get(each) ?? NO_LOSSES;
    return {
      ...diagnosedRunJson({ name: record.variant.label, facts: tracker.facts, tracker, losses }),
      state: tracker.state,
    };
  }
}

/** What to say of a program that reports no loss for long. */
function silenceText(hasLosses: boolean): string {
  return hasLosses
    ? `no new loss for ${LONG_SILENCE} s. The program may be evaluating, saving, or waiting for something. Ctrl+C stops it.`
    : `no loss in the first ${LONG_SILENCE} s. The program may be loading data or compiling. If it writes its losses into a file, use --log FILE.`;
}

/** Resolves when the bytes are handed on, or nobody reads them any more. */
function write(stream: NodeJS.WriteStream, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => stream.write(bytes, () => resolve()));
}

/** The program's file in the name of a folder: "train" for `python train.py`. */
function fileNameOf(words: ProgramWords): string {
  const file = words.slice(1).find((word) => /^[^-].*\.[a-z]\w*$/i.test(word)) ?? words[0];
  return (
    path
      .parse(file)
      .name.replace(/[^\w.-]+/g, '-')
      .slice(0, 40) || 'program'
  );
}
