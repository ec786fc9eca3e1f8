import { argumentFor, keywordValue } from '../program/arguments.ts';
import { valuesPassedFor } from '../program/callers.ts';
import type { Program } from '../program/program.ts';
import type { CallSite } from '../program/namedValue.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import { resolveAnywhere } from '../program/resolve.ts';
import { parseRateName } from '../rateNames.ts';
import type { SourceText } from '../sourceText.ts';
import { holderOf, lastName } from '../syntax/expression.ts';
import { outlineBlocks } from './blocks.ts';
import type { CreatedObject } from './createdObject.ts';
import { isConstant } from './isConstant.ts';
import { isTest } from './isTest.ts';
import { ascentRates } from './ascentRates.ts';
import { automaticRates } from './automaticRates.ts';
import { usesOldKeras } from './usesOldKeras.ts';
import { nonNumericRates, nonNumericSettings } from './nonNumericRates.ts';
import { settingsWarmUps } from './settingsWarmUps.ts';
import { unusedRates } from './unusedRates.ts';
import { intervalOf } from './lightning.ts';
import { ScaleReader } from './scaleReader.ts';
import { SettingReader } from './settingReader.ts';
import { hasCondition, ObjectCalls } from './objectCalls.ts';
import type { Scope } from '../syntax/facts.ts';
import type { SourceRange } from '../rateSite.ts';
import type {
  BlockOutline,
  CreatedOutline,
  OptimizerOutline,
  RecompileOutline,
  SchedulerOutline,
  Setting,
  StepOutline,
  StopOutline,
  TrainingOutline,
} from './trainingOutline.ts';

/**
 * Finds how a program trains: its optimizers and schedulers, where they are stepped, and for how many epochs. One step for each of them.
 * @param created what it creates, in source order
 */
export function* outlineTraining(
  program: Program,
  created: readonly CreatedObject[],
  source: SourceText,
): Generator<void, TrainingOutline> {
  const reader = new TrainingReader(program, created, source);
  yield;
  return yield* reader.read();
}

/** The patience of EarlyStopping if none is passed. */
const STOP_DEFAULTS: readonly (readonly [RegExp, number])[] = [
  [/^keras\./, 0],
  [/^(pytorch_)?lightning\./, 3],
];

/** What optimizers, schedulers and scalers are called, whose state isn't that of a model. */
const NO_MODEL = /opt|sched|scaler/i;

/** What changes the layers, the weights or the attributes of a model of Keras. */
const MODEL_CHANGES = ['add', 'pop', 'load_weights', 'set_weights', 'setattr'];

/** The number of all samples: `len(x)`, `x.shape[0]`. */
const ALL_SAMPLES = /^len\([\w.]{1,60}\)$|^[\w.]{1,60}\.shape\[0\]$/;

function hasSpread({ call }: CallSite): boolean {
  return call.args.some(({ spread }) => spread);
}

class TrainingReader {
  readonly #reader: SettingReader;
  readonly #scales: ScaleReader;
  readonly #calls: ObjectCalls;
  readonly #optimizers = new Map<CallExpression, OptimizerOutline>();

  constructor(
    private readonly program: Program,
    private readonly created: readonly CreatedObject[],
    private readonly source: SourceText,
  ) {
    this.#reader = new SettingReader(program, source);
    this.#scales = new ScaleReader(this.#reader);
    this.#calls = new ObjectCalls(created, this.#reader);
  }

  *read(): Generator<void, TrainingOutline> {
    for (const one of this.created) {
      if (one.entry?.kind === 'optimizer') this.#optimizers.set(one.call.call, this.#optimizer(one));
      yield;
    }
    const schedulers = new Map<CreatedObject, SchedulerOutline>();
    for (const one of this.created) {
      if (one.entry?.kind !== 'optimizer') schedulers.set(one, this.#scheduler(one));
      yield;
    }
    return {
      schedulers: Array.from(schedulers, ([one, scheduler]) => ({ ...scheduler, parts: this.#parts(one, schedulers) })),
      optimizers: [...this.#optimizers.values()],
      fits: this.program.callsTo('fit').flatMap((call) => this.#argument(call, 'epochs') ?? []),
      nonNumericRates: this.program.isSettings
        ? nonNumericSettings(this.#reader)
        : this.created.flatMap((one) => nonNumericRates(one, this.#reader)),
      ascentRates: ascentRates(this.#reader),
      unusedRates: unusedRates(this.#reader, () => this.#trainers),
      automaticRates: automaticRates(this.program, this.source),
      warmUps: this.program.isSettings ? settingsWarmUps(this.#reader) : [],
      updatesPerBatch: this.#updatesPerBatch,
      stepsPerEpoch:
        this.program.callsTo('LearningRateScheduler').length > 0 ||
        this.program.callsTo('fit').some((call) => this.#isFullBatch(call)),
      compiled: this.#compiled(),
      recompiles: this.program.callsTo('compile').flatMap((call) => this.#recompile(call)),
      stops: this.program.callsTo('EarlyStopping').flatMap((call) => this.#stop(call)),
      callsBackward: this.#callsBackward,
      usesOldKeras: usesOldKeras(this.program),
      isTest: isTest(this.program),
    };
  }

  get #callsBackward(): boolean {
    return this.program.callsTo('backward').length > 0;
  }

  /** The functions that create or step an optimizer. */
  get #trainers(): ReadonlySet<Scope> {
    const creations = this.created.filter(({ entry }) => entry?.kind === 'optimizer').map(({ call }) => call);
    const steps = this.program.callsTo('step').filter((step) => {
      const holder = holderOf(step.call.callee);
      const object = holder && this.#calls.objectOf(holder, step);
      return object !== null && this.#optimizers.has(object);
    });
    return new Set([...creations, ...steps].flatMap(({ scope }) => scope ?? []));
  }

  get #updatesPerBatch(): boolean {
    const updates = ['apply_updates', 'apply_gradients'].flatMap((name) => this.program.callsTo(name));
    return (
      updates.length > 0 &&
      updates.every((update) => this.#calls.blocksAround(update).some(({ kind }) => kind === 'batches'))
    );
  }

  #isFullBatch(fit: CallSite): boolean {
    const batches = this.#argument(fit, 'steps_per_epoch');
    return batches?.value === 1 || ALL_SAMPLES.test(this.#argument(fit, 'batch_size')?.text ?? '');
  }

  /** The argument that a call passes by a name. */
  #argument(site: CallSite, name: string): Setting | undefined {
    const value = keywordValue(site.call, name);
    return value && this.#reader.read(value, site);
  }

  #nameOf({ call: { callee } }: CallSite): string {
    return callee.kind === 'path' ? this.program.qualifiedNameOf(callee) : '';
  }

  #optimizer(object: CreatedObject): OptimizerOutline {
    const { call, entry } = object;
    const rate = entry?.kind === 'optimizer' ? argumentFor(call.call, entry.rate) : null;
    const framework = entry?.kind === 'optimizer' ? entry.framework : 'other';
    const common = this.#common(object);
    const callee = this.source.textOf(call.unit, call.call.callee);
    return {
      ...common,
      neverSteps:
        common.isPrivate &&
        common.steps.length === 0 &&
        (this.#calls.of(call.call, 'init').length > 0 || (framework === 'torch' && this.#callsBackward)),
      zeroings: this.#calls.of(call.call, 'zero_grad'),
      framework,
      rate: rate && this.#reader.read(rate.value, call),
      hasNewRates:
        rate !== null && common.blocks.at(-1)?.kind === 'epochs' && !isConstant(rate.value, call, this.program),
      groupRates: this.#groupRates(call),
      hasNewModel: this.#hasNewModel(call) || this.#hasNewWeights(call),
      isOfKeras: this.#nameOf(call).startsWith('keras.optimizers.') && !/\blegacy\b/.test(callee),
      resets: this.#resets(call),
      schedule: rate ? this.#scheduleOf(rate.value, call) : null,
      ...this.source.rangeOf(call.unit, call.call.callee),
    };
  }

  /** Where `group["lr"] = rate` sets the rate of an optimizer in a loop over its groups, and in one over epochs or batches around. */
  #resets({ call }: CallSite): readonly StepOutline[] {
    return this.program.nameOf('lr').values.flatMap((value) => {
      const { names, kind, block, scope, unit } = value;
      if (!block || kind !== 'assign' || names.length !== 2 || names[1] !== 'lr' || block.iterable?.kind !== 'path')
        return [];
      const holder = lastName(block.iterable) === 'param_groups' ? holderOf(block.iterable) : null;
      if (!holder || this.#calls.objectOf(holder, value) !== call) return [];
      const blocks = this.#calls.blocksAround({ block: block.outer, scope, unit });
      const rate = this.#reader.read(value.value, value);
      const isLoop = blocks.some(({ kind: around }) => around === 'epochs' || around === 'batches');
      if (!isLoop || rate.value === null || blocks.some(({ kind: around }) => around === 'condition')) return [];
      return [{ blocks, isConditional: hasCondition(block), argument: rate, ...this.source.rangeOf(unit, value) }];
    });
  }

  /** The schedule that a rate is. */
  #scheduleOf(rate: Expression, context: CallSite): SourceRange | null {
    const created = this.#calls.objectOf(rate, context);
    const schedule = this.created.find(({ call, entry }) => call.call === created && entry?.kind === 'scheduler');
    return schedule ? this.source.rangeOf(schedule.call.unit, schedule.call.call.callee) : null;
  }

  #compiled(): OptimizerOutline | null {
    const [call, ...more] = this.program.callsTo('compile');
    const optimizer = call && argumentFor(call.call, { names: ['optimizer'], position: 0 });
    const created = optimizer && more.length === 0 ? this.#calls.objectOf(optimizer.value, call) : null;
    return (created && this.#optimizers.get(created)) ?? null;
  }

  /** Where each epoch compiles a model again and fits it for one epoch, though nothing else in the model has changed. */
  #recompile(call: CallSite): RecompileOutline[] {
    const holder = holderOf(call.call.callee)?.names.join('.');
    const blocks = outlineBlocks(call, this.#reader);
    const loop = blocks.at(-1);
    const chosen = argumentFor(call.call, { names: ['optimizer'], position: 0 });
    const created = chosen && this.#calls.objectOf(chosen.value, call);
    const optimizer = (created && this.#optimizers.get(created)) ?? null;
    const isNew = optimizer
      ? optimizer.blocks.at(-1)?.line === loop?.line
      : chosen?.value.kind === 'text' && !/^sgd$/i.test(chosen.value.value);
    // Under a condition it may be compiled only once.
    if (call.block?.kind !== 'for' || loop?.kind !== 'epochs' || !loop.count || !isNew) return [];
    const others = call.call.args.filter((argument) => argument !== chosen);
    if (others.some(({ value, spread }) => spread || !isConstant(value, call, this.program))) return [];
    const fits = this.program
      .callsTo('fit')
      .filter((fit) => fit.scope === call.scope && holderOf(fit.call.callee)?.names.join('.') === holder)
      .filter((fit) => outlineBlocks(fit, this.#reader).some(({ line }) => line === loop.line));
    if (!holder || /[[(]/.test(holder) || fits.length === 0 || !fits.every((fit) => this.#isOneEpoch(fit))) return [];
    if (this.#changesModels(loop) || this.#hasNewModel(call, call.call)) return [];
    return [{ blocks, optimizer, ...this.source.rangeOf(call.unit, call.call.callee) }];
  }

  #isOneEpoch(fit: CallSite): boolean {
    const epochs = argumentFor(fit.call, { names: ['epochs'], position: 3 });
    if (epochs) return this.#reader.read(epochs.value, fit).value === 1;
    return !hasSpread(fit);
  }

  /** Whether the layers, the weights or what is trained of any model of Keras may change in a loop. */
  #changesModels(loop: BlockOutline): boolean {
    return (
      this.program.nameOf('trainable').values.length > 0 ||
      MODEL_CHANGES.some((name) =>
        this.program
          .callsTo(name)
          .some((call) =>
            this.#calls.blocksAround(call).some(({ line, cell }) => line === loop.line && cell === loop.cell),
          ),
      )
    );
  }

  #stop(call: CallSite): StopOutline[] {
    const defaults = STOP_DEFAULTS.find(([module]) => module.test(this.#nameOf(call)));
    if (!defaults) return [];
    const [monitor, patience] = ['monitor', 'patience'].map((name, index) => {
      const argument = argumentFor(call.call, { names: [name], position: 2 * index });
      return argument && this.#reader.read(argument.value, call);
    });
    return [
      {
        patience: patience ? patience.value : hasSpread(call) ? null : defaults[1],
        monitor: monitor ? monitor.content : hasSpread(call) ? null : 'val_loss',
        ...this.source.rangeOf(call.unit, call.call.callee),
      },
    ];
  }

  /** @param value the parameters of the model, or a method of it */
  #hasNewModel(site: CallSite, value: Expression | undefined = site.call.args[0]?.value): boolean {
    const model = value?.kind === 'call' ? holderOf(value.callee) : value;
    // In a function for one epoch, what is created there is as new as the optimizer.
    const isLoopAround = outlineBlocks(site, this.#reader).every(({ kind }) => kind !== 'epochs');
    if (model?.kind !== 'path') return isLoopAround;
    const { values, parameterOf } = resolveAnywhere(this.program, model, site);
    if (
      values.some(
        ({ block, kind, scope }) => block ?? (isLoopAround && kind === 'assign' && scope === site.scope && scope),
      )
    )
      return true;
    return (parameterOf ? valuesPassedFor(this.program, parameterOf, model.names[0]) : []).some(
      (passed) =>
        passed.value.kind !== 'path' ||
        resolveAnywhere(this.program, passed.value, passed).values.some(({ block }) => block),
    );
  }

  /** Whether the loop that creates an optimizer also loads weights into a model, as federated learning does. */
  #hasNewWeights(site: CallSite): boolean {
    const loop = this.#calls.blocksAround(site).at(-1);
    if (loop?.kind !== 'epochs') return false;
    return this.program.callsTo('load_state_dict').some((load) => {
      const holder = holderOf(load.call.callee);
      return (
        holder !== null &&
        !NO_MODEL.test(lastName(holder) ?? '') &&
        this.#calls.objectOf(holder, load) === null &&
        this.#calls.blocksAround(load).some(({ line, cell }) => line === loop.line && cell === loop.cell)
      );
    });
  }

  #groupRates(site: CallSite): readonly (Setting | null)[] {
    return this.#groupsOf(site).map((item) => {
      const rate =
        item.kind === 'dict' ? item.entries.find(({ key }) => key !== null && parseRateName(key)) : undefined;
      return rate ? this.#reader.read(rate.value, site) : null;
    });
  }

  /** The parameter groups that an optimizer gets; none if it gets only parameters. */
  #groupsOf(site: CallSite): readonly Expression[] {
    const value = site.call.args[0]?.value;
    if (value?.kind === 'list') return value.items;
    const list = value?.kind === 'path' ? this.#reader.lengths.onlyValueOf(value, site)?.value : null;
    // `params = [p for p in model.parameters() if p.requires_grad]`
    return list?.kind === 'list' && list.items.some(({ kind }) => kind === 'dict') ? list.items : [];
  }

  #scheduler(object: CreatedObject): SchedulerOutline {
    const { call, parameters, entry } = object;
    const position = parameters.indexOf('optimizer');
    const holder = position < 0 ? undefined : argumentFor(call.call, { names: ['optimizer'], position })?.value;
    const scale = argumentFor(call.call, {
      names: ['lr_lambda'],
      position: parameters.includes('lr_lambda') ? 1 : null,
    })?.value;
    const created = holder && this.#calls.objectOf(holder, call);
    const optimizer = (created && this.#optimizers.get(created)) ?? null;
    return {
      ...this.#common(object),
      framework: entry?.kind === 'scheduler' || entry?.kind === 'settings' ? entry.framework : 'hf',
      factors: entry?.kind === 'scheduler' ? entry.factors : [],
      optimizer,
      base: optimizer && optimizer.groupRates.length === 0 ? optimizer.rate : null,
      scale: scale ? this.#scales.read(scale, call) : null,
      interval: intervalOf(call, this.#reader),
      parts: [],
      ...this.source.rangeOf(call.unit, call.call.callee),
    };
  }

  /** The schedulers that a scheduler steps in turn. */
  #parts(
    { call, parameters }: CreatedObject,
    schedulers: ReadonlyMap<CreatedObject, SchedulerOutline>,
  ): readonly SchedulerOutline[] {
    const position = parameters.indexOf('schedulers');
    const value = position < 0 ? undefined : argumentFor(call.call, { names: ['schedulers'], position })?.value;
    const list = value?.kind === 'path' ? this.#reader.lengths.onlyValueOf(value, call)?.value : value;
    const parts = list?.kind === 'list' ? list.items.map((item) => this.#calls.objectOf(item, call)) : [];
    return [...schedulers].flatMap(([one, scheduler]) => (parts.includes(one.call.call) ? scheduler : []));
  }

  #common(object: CreatedObject): Omit<CreatedOutline, keyof SourceRange> {
    const { call, name } = object;
    return {
      name,
      settings: this.#settingsOf(object),
      hasSpread: hasSpread(call),
      blocks: this.#calls.blocksAround(call),
      isConditional: call.block?.kind === 'if',
      steps: this.#calls.of(call.call, 'step'),
      loads: this.#calls.of(call.call, 'load_state_dict'),
      isPrivate: this.#calls.isPrivate(call.call),
    };
  }

  #settingsOf({ call: site, parameters }: CreatedObject): Record<string, Setting> {
    const settings: Record<string, Setting> = {};
    for (const [index, { name, value, spread, keyword }] of site.call.args.entries()) {
      // After `*args` the positions are unknown.
      if (spread && name === null) break;
      const parameter = name ?? parameters[index];
      if (parameter === undefined) continue;
      const setting = this.#reader.read(value, site);
      settings[parameter] = { ...setting, keyword: keyword ? this.source.rangeOf(site.unit, keyword) : null };
    }
    return settings;
  }
}
