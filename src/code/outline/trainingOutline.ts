import type { FactorParameter } from '../catalog/catalogEntry.ts';
import type { Framework, SourceRange } from '../rateSite.ts';
import type { Length } from './length.ts';

/** An argument of a call, with its value if the file shows it for certain. */
export interface Setting extends SourceRange {
  /** Its source text. */
  readonly text: string;
  /** Null if it isn't a number, or if several values are possible. */
  readonly value: number | null;
  /** What it is as a length; null if it is none. */
  readonly length: Length | null;
  /** If it is a list: what its items are as lengths. */
  readonly lengths: readonly Length[];
  /** If it is a text: its content, also that of a name. */
  readonly content: string | null;
  /** Where its number is written, if that is elsewhere. */
  readonly origin: SourceRange | null;
  /** Where the name of its parameter is written; null if it is passed by position. */
  readonly keyword: SourceRange | null;
}

/** A loop or condition around a piece of code. */
export interface BlockOutline extends SourceRange {
  /** `condition`: one that may change with every iteration, so that its body doesn't run each time. */
  readonly kind: 'epochs' | 'batches' | 'loop' | 'condition';
  /** For `epochs`: the number of iterations, if it is known. */
  readonly count: Setting | null;
  /** For `epochs`: whether they continue an earlier training, as in `range(start, epochs)`. */
  readonly continues: boolean;
  /** For a condition: its source text. */
  readonly condition: string;
}

/** A call of a method of a scheduler or optimizer. */
export interface StepOutline extends SourceRange {
  /** The blocks around it, outermost first: in its function, and around the only call of that function. */
  readonly blocks: readonly BlockOutline[];
  /** Whether any condition is around it in its function, also one that never changes. */
  readonly isConditional: boolean;
  /** Its first argument. */
  readonly argument: Setting | null;
}

/** An object that the code creates and keeps under a name. */
export interface CreatedOutline extends SourceRange {
  /** The last part of its name. */
  readonly name: string;
  /** By the names of the parameters, including those that are passed by position. */
  readonly settings: Readonly<Record<string, Setting>>;
  /** Whether a spread argument (`**options`) may pass more of them. */
  readonly hasSpread: boolean;
  /** The loops and conditions around its creation, in its function. */
  readonly blocks: readonly BlockOutline[];
  /** Whether a condition is right around its creation, so that a loop around may create it only once. */
  readonly isConditional: boolean;
  readonly steps: readonly StepOutline[];
  /** Where its state is loaded. */
  readonly loads: readonly SourceRange[];
  /** Whether only the visible calls of its methods use it: it isn't passed on, returned or kept in an object. */
  readonly isPrivate: boolean;
}

/** An optimizer that the code creates. */
export interface OptimizerOutline extends CreatedOutline {
  readonly framework: Framework;
  /** Null if it isn't passed. */
  readonly rate: Setting | null;
  /** Whether a loop over epochs creates it with a rate that may be another one each time. */
  readonly hasNewRates: boolean;
  /** The rates of its parameter groups; null for a group without its own. */
  readonly groupRates: readonly (Setting | null)[];
  /** Whether what it trains is itself created in a loop or condition, or gets new weights in its loop. */
  readonly hasNewModel: boolean;
  /** Whether it is an optimizer of Keras that isn't `legacy`. */
  readonly isOfKeras: boolean;
  /**
   * Whether the program visibly never steps it: it only makes its state, as `tx.init(params)` does for optax, or it is one of PyTorch beside a
   * training without it.
   */
  readonly neverSteps: boolean;
  /** Where its gradients are set to zero. */
  readonly zeroings: readonly StepOutline[];
  /** Where the program sets its rate in a loop over the epochs or batches, always to the same. */
  readonly resets: readonly StepOutline[];
  /** The schedule that is its rate. */
  readonly schedule: SourceRange | null;
}

/** The function that a LambdaLR multiplies the rate by. */
export interface ScaleOutline {
  /** The name of what it gets, the number of steps so far. */
  readonly parameter: string | null;
  /** What each step multiplies the rate by; null if that isn't constant. */
  readonly decay: number | null;
  /** Whether it divides its parameter by a number of epochs. */
  readonly isOverEpochs: boolean;
  /** The numbers of steps by their names that it calculates with: `warmup_steps`. */
  readonly steps: readonly Setting[];
  /** The names and numbers that it multiplies. */
  readonly factors: readonly Setting[];
  /** The source texts of all that it divides by. */
  readonly divisors: readonly string[];
}

/** Where `configure_optimizers` returns a scheduler that Lightning steps. */
export interface IntervalOutline extends SourceRange {
  readonly text: string;
  /** Whether it is beside settings, such as the interval, in a dictionary. */
  readonly isInDict: boolean;
  /** Otherwise it is stepped once an epoch. */
  readonly isPerStep: boolean;
  /** The metric that Lightning passes to it; null if none is written beside it. */
  readonly monitor: string | null;
  /** Whether the module optimizes by itself, so that Lightning doesn't step the scheduler. */
  readonly isManual: boolean;
}

/** A scheduler, a schedule or a settings class that the code instantiates. */
export interface SchedulerOutline extends CreatedOutline {
  readonly framework: Framework;
  /** Its optimizer; null if unknown. */
  readonly optimizer: OptimizerOutline | null;
  /** The rate of its optimizer; null if unknown, or if parameter groups may have their own. */
  readonly base: Setting | null;
  readonly scale: ScaleOutline | null;
  readonly factors: readonly FactorParameter[];
  readonly interval: IntervalOutline | null;
  /** For a SequentialLR or ChainedScheduler: the schedulers that it steps. */
  readonly parts: readonly SchedulerOutline[];
}

/** A rate that isn't the number that it looks like. */
export interface NonNumericRate extends SourceRange {
  /**
   * `text`: in quotes; `quoted`: in quotes in settings, which a program may convert; `yaml`: text for PyYAML; `tuple`: before a comma; `xor`: `10^-3`; `rounded`: `int(1e-3)`; `option`: of a command
   * line without its type; `input`: from outside, such as `sys.argv[1]`.
   */
  readonly kind: 'text' | 'quoted' | 'yaml' | 'tuple' | 'xor' | 'rounded' | 'option' | 'input';
  readonly text: string;
  /** What should be written instead; null if that is unclear. */
  readonly right: string | null;
}

/** A rate in an option, a configuration or a parameter's default that the program never reads. */
export interface UnusedRate extends SourceRange {
  readonly isParameter: boolean;
  /** Whether it is written in the call that records it, as in `wandb.init(config={"lr": 0.01})`. */
  readonly isRecorded: boolean;
  readonly name: string;
  readonly value: number;
}

/** A rate that never takes effect, because Ultralytics chooses the optimizer and its rate by itself. */
export interface AutomaticRate extends SourceRange {
  /** Null if it isn't written there as a number. */
  readonly value: number | null;
  /** What names an optimizer, so that it takes effect. */
  readonly fix: { readonly range: SourceRange; readonly text: string };
}

/** The steps of a warm-up in settings, and those of the whole training. */
export interface WarmUpSettings {
  readonly warmUp: Setting;
  readonly total: Setting;
}

/** Where each epoch compiles a model of Keras anew. */
export interface RecompileOutline extends SourceRange {
  readonly blocks: readonly BlockOutline[];
  /** Null if only a text names it. */
  readonly optimizer: OptimizerOutline | null;
}

/** A callback that stops the training when a metric doesn't improve. */
export interface StopOutline extends SourceRange {
  /** Null if it isn't known. */
  readonly patience: number | null;
  readonly monitor: string | null;
}

/** The schedulers of a program, and how long it trains. */
export interface TrainingOutline {
  readonly schedulers: readonly SchedulerOutline[];
  readonly optimizers: readonly OptimizerOutline[];
  /** The epochs of every call to `fit`. */
  readonly fits: readonly Setting[];
  /** Rates that are no numbers when the program runs. */
  readonly nonNumericRates: readonly NonNumericRate[];
  /** Rates in a chain of optax that nothing makes negative. */
  readonly ascentRates: readonly Setting[];
  /** Rates in options, configurations and defaults of parameters that nothing reads. */
  readonly unusedRates: readonly UnusedRate[];
  readonly automaticRates: readonly AutomaticRate[];
  /** In settings, the warm-ups of a training whose length is known. */
  readonly warmUps: readonly WarmUpSettings[];
  /** Whether the program updates its parameters, as optax does, always in a loop over batches. */
  readonly updatesPerBatch: boolean;
  /** Whether schedules of Keras count epochs: in a callback, or because all samples are in one batch. */
  readonly stepsPerEpoch: boolean;
  /** The optimizer of the only call to `compile`; null if there are more, or if it is unclear. */
  readonly compiled: OptimizerOutline | null;
  readonly recompiles: readonly RecompileOutline[];
  /** The callbacks that stop a training early. */
  readonly stops: readonly StopOutline[];
  /** Whether it calls `backward()`: then it steps its optimizers itself. */
  readonly callsBackward: boolean;
  /** Whether it can only run with an old version of Keras, or names one, whose optimizers have other arguments and defaults. */
  readonly usesOldKeras: boolean;
  /** Whether it tests other code: tests use rates that no training would. */
  readonly isTest: boolean;
}
