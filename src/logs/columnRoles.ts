import type { SampleMetric } from '../domain/series.ts';
import { clockAmong, isClock } from './clock.ts';
import type { Clock } from './clock.ts';

/** What a log measures, as far as it is read. */
export type MetricRole = Extract<
  SampleMetric,
  'loss' | 'validationLoss' | 'accuracy' | 'validationAccuracy' | 'rate' | 'gradientNorm'
>;

/** What a column of a log can be: the place of a row, or something that it measures. */
export type Role = 'step' | 'epoch' | MetricRole;

/**
 * The names that logs give to what is read from them, as normalizeName writes them. Where a log has several columns for the same
 * thing, the first name in this list counts: single batches before averages, and `loss` before `train_loss`, which Hugging Face's
 * Trainer writes once at the end.
 */
export const SYNONYMS: Readonly<Record<Role, readonly string[]>> = {
  step: [
    'step', 'global_step', 'trainer_global_step', 'train_global_step', 'iteration', 'iter', 'iterations', 'iters', 'steps',
    'num_updates', 'train_num_updates', 'update', 'updates', 'n_iter', 'total_timesteps', 'time_total_timesteps', 'timesteps', 'training_iteration',
    'current_steps', 'train_step', 'training_step', 'iteration_step', 'train_iter', 'global_iter', 'global_iteration', 'iter_num', 'step_num', 'batch', 'batch_idx', 'batch_id', 'batch_index', 'global_step_max_steps',
  ],
  epoch: ['epoch', 'epochs', 'train_epoch', 'training_epoch', 'current_epoch', 'epoch_idx', 'round', 'rounds', 'comm_round', 'communication_round', 'episode', 'episodes', 'ep'],
  loss: [
    'loss', 'loss_step', 'train_loss_step', 'train_loss', 'training_loss', 'loss_train', 'loss_training', 'total_loss', 'train_total_loss', 'loss_total', 'loss_total_loss', 'loss_all', 'loss_sum', 'overall_loss',
    'tr_loss', 'trainloss', 'avg_loss', 'mean_loss', 'batch_loss', 'ce_loss', 'train_ce_loss', 'train_loss_avg', 'avg_train_loss',
    'train_avg_loss', 'mean_train_loss', 'train_loss_mean', 'average_train_loss', 'average_training_loss', 'avg_training_loss', 'loss_epoch', 'train_loss_epoch', 'epoch_loss', 'lm_loss', 'train_lm_loss',
    'train_cross_entropy_loss', 'cross_entropy_loss', 'cross_entropy', 'reduced_train_loss', 'train_nll', 'nll_loss', 'average_loss', 'minibatch_loss', 'train_mse', 'train_mse_step', 'train_mse_epoch', 'loss_metrics_global_avg_loss', 'model_loss', 'xent', 'train_xent',
  ],
  validationLoss: [
    'val_loss', 'valid_loss', 'validation_loss', 'eval_loss', 'loss_val', 'loss_valid', 'loss_validation', 'loss_eval', 'val_loss_epoch',
    'valid_loss_epoch', 'val_loss_step', 'val_total_loss', 'dev_loss', 'test_loss', 'loss_test', 'valloss', 'avg_val_loss', 'val_avg_loss',
    'mean_val_loss', 'val_loss_mean', 'vloss', 'val_ce_loss', 'val_average_loss', 'test_average_loss', 'val_nll', 'val_mse', 'val_mse_step', 'val_mse_epoch', 'test_loss_epoch', 'val_xent', 'valid_xent', 'val_cross_entropy', 'validation_cross_entropy', 'test_cross_entropy',
  ],
  accuracy: [
    'accuracy', 'acc', 'train_accuracy', 'train_acc', 'training_accuracy', 'training_acc', 'accuracy_train', 'acc_train', 'train_acc_step',
    'train_accuracy_step', 'train_acc_epoch', 'train_accuracy_epoch', 'sparse_categorical_accuracy', 'categorical_accuracy',
    'binary_accuracy', 'train_top1', 'train_acc1', 'mean_token_accuracy', 'trainacc', 'tr_acc', 'top1',
  ],
  validationAccuracy: [
    'val_accuracy', 'val_acc', 'valid_accuracy', 'valid_acc', 'validation_accuracy', 'validation_acc', 'eval_accuracy', 'eval_acc',
    'accuracy_val', 'acc_val', 'val_acc_epoch', 'val_accuracy_epoch', 'val_sparse_categorical_accuracy', 'val_categorical_accuracy',
    'val_binary_accuracy', 'val_top1', 'eval_top1', 'val_acc1', 'dev_acc', 'dev_accuracy', 'test_accuracy', 'test_acc', 'acc_test',
    'accuracy_test', 'valacc', 'test_top1', 'accuracy_top1',
  ],
  rate: [
    'lr', 'learning_rate', 'train_lr', 'train_learning_rate', 'current_lr', 'learningrate', 'optimizer_lr', 'lr_0', 'lr_pg0', 'lr_group0',
    'lr_epoch', 'lr_step', 'base_lr', 'cur_lr', 'current_learning_rate', 'default_optimizer_learning_rate', 'epoch_learning_rate', 'rate', 'x_lr0',
  ],
  gradientNorm: [
    'grad_norm', 'gradient_norm', 'gradnorm', 'gnorm', 'train_grad_norm', 'train_gradient_norm', 'total_grad_norm', 'grad_norm_total',
    'grad_norm_step', 'train_gnorm', 'global_grad_norm', 'optim_total_grad_norm', 'norm',
  ],
}; // prettier-ignore

/** By name, as normalizeName writes it. */
const ROLE_OF: ReadonlyMap<string, Role> = new Map(
  Object.entries(SYNONYMS).flatMap(([role, names]) => names.map((name) => [name, role as Role])),
);

export const ROLES = Object.keys(SYNONYMS) as Role[];
export const METRIC_ROLES = ROLES.filter((role): role is MetricRole => role !== 'step' && role !== 'epoch');

/** Lightning's LearningRateMonitor names its columns after the optimizer: "lr-Adam", "lr-SGD/pg1". */
const MONITORED_RATE = /^lr-([A-Z][A-Za-z]*)(?:[-/].*)?$/;

/** Parts of the loss that Ultralytics writes without their sum, which is what it minimizes: "train/box_loss", YOLOv10's "train/box_om". */
const LOSS_PART = /^(?:(train|val)_)?(box|cls|dfl|obj|seg|sem|pose|kobj|rle|giou|l1)(?:_(loss|om|oo))?$/;
/** How the names of a role's parts begin. */
const PART_PREFIX: Readonly<Partial<Record<Role, string>>> = { loss: 'train_', validationLoss: 'val_' };

/** How fairseq alone calls the steps. Its criterions divide what they measure by ln 2: `reduce_metrics` in fairseq/criterions. */
const FAIRSEQ_STEP = /num_updates$/;

/** Columns that say which data a row was measured on. */
const SPLITS: readonly string[] = ['split', 'phase', 'stage', 'mode', 'subset'];
const VALIDATION: readonly string[] = ['val', 'valid', 'validation', 'eval', 'evaluation', 'test', 'dev'];

/** Where RLlib keeps what the learner of a policy measures: "learners/default_policy/…", in the past "info/learner/…/learner_stats/…". */
const RLLIB_PREFIX = /^(?:info\/learner|learners)\/[^/]+\/(?:learner_stats\/)?/;

/** How OpenAI Baselines calls how far it is; elsewhere "total_steps" are those that there will be. */
const BASELINES_PLACE = /^total\/(?=(?:steps|epochs|episodes)$)/;

/**
 * A column's name as SYNONYMS writes it: lower case, words separated by one underscore, without a common prefix such as "metrics/"
 * or the name of the run that W&B exports.
 * "Train Loss", "train/loss" and "trainLoss" are all "train_loss".
 */
export function normalizeName(name: string): string {
  return name
    .trim()
    .replace(RLLIB_PREFIX, '')
    .replace(BASELINES_PLACE, '')
    .replace(/^.* - /, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .replace(/^(?:metrics|scalars|logs)_(?=.)/, '');
}

/** What a column of this name is; null if it is nothing that is read. */
export function roleOf(name: string): Role | null {
  const normalized = normalizeName(name);
  return ROLE_OF.get(normalized) ?? describedRole(normalized);
}

/**
 * The whole name of what is a part of Ultralytics' loss, which its console calls "box" or "box_loss": "train_box_loss"; null for any other.
 * @param name as normalizeName writes it
 */
export function lossPartOf(name: string): string | null {
  const [, split = 'train', part, kind = 'loss'] = LOSS_PART.exec(name) ?? [];
  return part === undefined ? null : `${split}_${part}_${kind}`;
}

/** Words that say how a loss or an accuracy is averaged. */
const AVERAGING =
  /^(?:avg|average|mean|running|moving|smooth|smoothed|ema|batch|minibatch|step|epoch|iter|iteration|per|total|overall|current)$/;
const TRAINING = /^(?:train|training)$/;
/** What a loss is divided by: "loss nats per byte", "loss per token". */
const PER_UNIT = /(?:_nats)?_per_(?:token|byte|char|character|word|sample|example|pixel|dim)$/;

/** What a name of a few common words is, in any order: "Loss/Train_Batch", "Average Validation Loss". */
function describedRole(normalized: string): MetricRole | null {
  if (!/loss|acc/.test(normalized)) return null;
  const words = normalized
    .replace(PER_UNIT, '')
    .split('_')
    .filter((word) => !AVERAGING.test(word));
  const measures = words.filter((word) => !TRAINING.test(word) && !VALIDATION.includes(word));
  if (measures.length !== 1 || words.length > 2) return null;
  const isValidation = words.some((word) => VALIDATION.includes(word));
  if (measures[0] === 'loss') return isValidation ? 'validationLoss' : 'loss';
  if (measures[0] === 'acc' || measures[0] === 'accuracy') return isValidation ? 'validationAccuracy' : 'accuracy';
  return null;
}

/** The names of the columns that the user wants some roles to be read from, as the log writes them. */
export type ChosenColumns = Readonly<Partial<Record<Role, string>>>;

/** Further columns that are read: more would take more memory and disk than the loss of a long training. */
const MAX_OTHERS = 50;
/** Columns that are looked at for that, with those that hold text. */
const MAX_CANDIDATES = 200;
/** Letters; a longer name is none, but data. */
const MAX_OTHER_NAME = 200;

/** What samples call their own numbers: a further column of such a name gets another. */
const SAMPLE_METRICS: Readonly<Record<SampleMetric, true>> = {
  loss: true, accuracy: true, validationLoss: true, validationAccuracy: true, rate: true, gradientNorm: true, updateRatio: true,
  deadShare: true, seconds: true,
}; // prettier-ignore

/** A column that plays none of the roles. */
export interface OtherColumn {
  readonly column: string;
  /** What its numbers are called as a metric of the run, and those of rows about the data of validation. */
  readonly metric: string;
  readonly validationMetric: string;
}

/** What a further metric is called that was measured on the data of validation. */
export function validationMetricOf(metric: string): string {
  return `validation/${metric}`;
}

/** The columns of a log that are read, chosen when they first appear and kept from then on. */
export class ColumnRoles {
  readonly #columns = new Map<Role, readonly string[]>();
  /** How many rows each role was read from. */
  readonly #rows = new Map<Role, number>();
  #chosen: ChosenColumns = {};
  #split: string | null = null;
  #hasMixedLosses = false;
  #optimizer: string | null = null;
  #clock: Clock | null = null;
  /** By column; null for those that hold text. */
  readonly #candidates = new Map<string, OtherColumn | null>();
  #others: readonly OtherColumn[] = [];

  /** The columns that a role is read from; their sum where there are several. Empty if the log has none. */
  of(role: Role): readonly string[] {
    return this.#columns.get(role) ?? [];
  }

  /** All roles that have columns, with these. */
  get chosen(): ReadonlyMap<Role, readonly string[]> {
    return this.#columns;
  }

  /** The column that says whether a row is of training or of validation; null if there is none. */
  get split(): string | null {
    return this.#split;
  }

  /** The column that says when rows were written; null if there is none. */
  get clock(): Clock | null {
    return this.#clock;
  }

  /** The first columns that play none of the roles, as far as they may hold numbers. */
  get others(): readonly OtherColumn[] {
    return this.#others;
  }

  /** Whether a row's loss was read from another column than those after it: a name took the role from what words only describe. */
  get hasMixedLosses(): boolean {
    return this.#hasMixedLosses;
  }

  /** The optimizer that a column is named after; null if there is none. */
  get optimizer(): string | null {
    return this.#optimizer;
  }

  /** What the losses are measured in, where the names show that it is not nats. */
  get lossUnit(): 'bits' | undefined {
    return this.of('step').some((name) => FAIRSEQ_STEP.test(name)) ? 'bits' : undefined;
  }

  /** Reads these roles from the columns that the user has chosen, and from no others. Call it before the first row. */
  fix(chosen: ChosenColumns): void {
    this.#chosen = chosen;
  }

  /** Forgets all choices but the user's, for example at a new header. */
  clear(): void {
    this.#columns.clear();
    this.#rows.clear();
    this.#split = null;
    this.#clock = null;
    this.#candidates.clear();
    this.#others = [];
  }

  /** Tells that one of the other columns holds text: the next one is then read instead. */
  dropOther(column: string): void {
    this.#candidates.set(column, null);
    this.#takeOthers();
  }

  /** As choose, but a name that stands earlier among the synonyms takes the role from one that stands later. */
  prefer(names: readonly string[]): void {
    const ranked = this.#takeChosen(names).flatMap((name) => {
      const role = roleOf(name);
      return role ? [{ name, role, rank: rankOf(role, name) }] : [];
    });
    for (const { name, role, rank } of ranked) {
      const [known] = this.of(role);
      if (this.#chosen[role] !== undefined) continue;
      if (known === undefined || rank < rankOf(role, known)) this.#columns.set(role, [name]);
    }
  }

  /** Gives a role that is still free to a name that is none of its synonyms; one that is takes it over. */
  adopt(role: Role, name: string): void {
    if (!this.#columns.has(role)) this.#columns.set(role, [name]);
  }

  /** Tells that a row had a value in a role's columns. */
  countRow(role: Role): void {
    this.#rows.set(role, (this.#rows.get(role) ?? 0) + 1);
  }

  /**
   * Gives the roles that are still free to the columns with these names. A synonym takes a role from what words only describe, but not
   * once that was read from a second row: the synonym is then a summary, "train_loss" after the "running_loss" of each step.
   */
  choose(all: readonly string[]): void {
    const names = this.#takeChosen(all);
    const normalized = names.map(normalizeName);
    for (const role of ROLES) {
      const [known] = this.of(role);
      const isOpen = known === undefined || (isOnlyDescribed(role, known) && (this.#rows.get(role) ?? 0) < 2);
      if (this.#chosen[role] !== undefined || !isOpen) continue;
      const columns = known === undefined ? find(role, names, normalized) : findSynonym(role, names, normalized);
      if (columns.length === 0) continue;
      this.#columns.set(role, columns);
      this.#hasMixedLosses ||= role === 'loss' && this.#rows.has(role);
    }
    const split = normalized.findIndex((name) => SPLITS.includes(name));
    if (split !== -1) this.#split ??= names[split];
    this.#optimizer ??= names.flatMap((name) => MONITORED_RATE.exec(name.trim())?.[1] ?? []).at(0) ?? null;
    this.#clock ??= clockAmong(names, normalized);
    this.#chooseOthers(all);
  }

  #chooseOthers(names: readonly string[]): void {
    const taken = this.#taken();
    for (const name of names) {
      if (this.#candidates.size === MAX_CANDIDATES) break;
      if (taken.has(name) || this.#candidates.has(name) || name === this.#split || !isOther(name)) continue;
      const metric = Object.hasOwn(SAMPLE_METRICS, name) ? `log/${name}` : name;
      this.#candidates.set(name, { column: name, metric, validationMetric: validationMetricOf(metric) });
    }
    this.#takeOthers();
  }

  #takeOthers(): void {
    const taken = this.#taken();
    const others = [...this.#candidates.values()].flatMap((other) => (other && !taken.has(other.column) ? other : []));
    this.#others = others.slice(0, MAX_OTHERS);
  }

  /** The columns that roles are read from. */
  #taken(): ReadonlySet<string> {
    return new Set([...this.#columns.values()].flat());
  }

  /** @returns the names that the user has not chosen for a role */
  #takeChosen(names: readonly string[]): readonly string[] {
    const chosen = Object.entries(this.#chosen) as [Role, string][];
    if (chosen.length === 0) return names;
    for (const [role, name] of chosen) if (names.includes(name)) this.#columns.set(role, [name]);
    return names.filter((name) => !chosen.some(([, taken]) => taken === name));
  }
}

/** Whether a column may be a metric: it is none that places rows. */
function isOther(name: string): boolean {
  const role = roleOf(name);
  const isPlace = role === 'step' || role === 'epoch' || isClock(normalizeName(name));
  return !isPlace && name !== '' && name !== '__proto__' && name.length <= MAX_OTHER_NAME;
}

function findSynonym(role: Role, names: readonly string[], normalized: readonly string[]): string[] {
  const known = SYNONYMS[role].find((synonym) => normalized.includes(synonym));
  return known === undefined ? [] : [names[normalized.indexOf(known)]];
}

function isOnlyDescribed(role: Role, name: string): boolean {
  const normalized = normalizeName(name);
  return !SYNONYMS[role].includes(normalized) && describedRole(normalized) === role;
}

function find(role: Role, names: readonly string[], normalized: readonly string[]): string[] {
  const known = findSynonym(role, names, normalized);
  if (known.length > 0) return known;
  const described = names.filter((_, index) => describedRole(normalized[index]) === role);
  if (described.length > 0)
    return [described.reduce((best, name) => (rankOf(role, name) < rankOf(role, best) ? name : best))];
  if (role === 'rate') return names.filter((name) => MONITORED_RATE.test(name.trim())).slice(0, 1);
  const prefix = PART_PREFIX[role];
  const isPart = (name: string): boolean => lossPartOf(name) === name && name.startsWith(prefix!);
  const parts = prefix === undefined ? [] : names.filter((_, index) => isPart(normalized[index]));
  return parts.length > 1 ? parts : [];
}

/** Of names that may all play a role, the one that counts; "" if none can. */
export function bestName(role: Role, names: readonly string[]): string {
  return SYNONYMS[role].find((name) => names.includes(name)) ?? '';
}

function rankOf(role: Role, name: string): number {
  const normalized = normalizeName(name);
  const rank = SYNONYMS[role].indexOf(normalized);
  if (rank !== -1) return rank;
  if (describedRole(normalized) !== role) return Infinity;
  // Single batches before means of an epoch.
  return SYNONYMS[role].length + (normalized.includes('epoch') ? 1 : 0);
}

/** Whether a row was measured on data that is not trained on, by the value of its split column. */
export function isValidationSplit(value: unknown): boolean {
  return typeof value === 'string' && VALIDATION.includes(value.trim().toLowerCase());
}
