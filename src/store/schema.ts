import * as v from 'valibot';
import type { ExperimentRecord, RunRecord } from '../domain/experiment.ts';
import { REASON_IDS, SEVERITIES } from '../domain/finding.ts';
import type { Finding, Reason, Remedy, Symptom } from '../domain/finding.ts';
import { MEASURES } from '../domain/measure.ts';
import { DEFAULT_OPTIMIZERS, OPTIMIZER_NAMES } from '../domain/optimizer.ts';
import type { Optimizer } from '../domain/optimizer.ts';
import type { EpochSummary, RunResult, RunSpec } from '../domain/run.ts';
import type { Sample } from '../domain/sample.ts';
import type { RunFacts } from '../domain/runFacts.ts';
import type { RunSite } from '../domain/runSite.ts';
import { SCHEDULE_NAMES } from '../domain/scheduleText.ts';
import type { RunSeries } from '../domain/series.ts';
import { TRANSFERS } from '../domain/variant.ts';
import type { Variant, VariantValues } from '../domain/variant.ts';
import type { Owner } from './ownership.ts';

/** What a file must hold to be read as a T. */
export type Schema<T> = v.GenericSchema<unknown, T>;

const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const time = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);
/** A number that can be NaN or infinite: these are strings on disk. */
const anyNumber = v.pipe(v.union([v.number(), v.picklist(['NaN', 'Infinity', '-Infinity'])]), v.transform(Number));

const variant: Schema<Variant> = v.object({
  id: v.string(),
  label: v.string(),
  values: v.object({
    rate: v.optional(number),
    optimizer: v.optional(v.string()),
    schedule: v.optional(v.string()),
    transfer: v.optional(v.picklist(TRANSFERS)),
    batchSize: v.optional(positive),
    engine: v.optional(v.picklist(['wasm', 'tensorflow'])),
  } satisfies Record<keyof VariantValues, unknown>),
});

const facts: Schema<RunFacts> = v.object({
  rate: v.nullable(number),
  optimizer: v.nullable(v.string()),
  batchSize: v.nullable(number),
  classes: v.nullable(number),
  unit: v.picklist(['step', 'epoch', 'row']),
  total: v.nullable(number),
  stepsPerEpoch: v.nullable(number),
  imagesPerEpoch: v.nullable(number),
  baseline: v.nullable(number),
  metrics: v.array(
    v.object({
      name: v.string(),
      source: v.string(),
      averaged: v.optional(v.picklist(['epoch', 'running', 'window'])),
      unit: v.optional(v.picklist(['bits'])),
    }),
  ),
});

const site: Schema<RunSite> = v.object({
  key: v.object({
    folder: v.nullable(v.string()),
    path: v.string(),
    cell: v.nullable(v.string()),
    within: v.array(v.string()),
    callee: v.nullable(v.string()),
    argument: v.nullable(v.string()),
    ordinal: count,
    count: positive,
    alike: positive,
  }),
  tie: v.picklist(['rate', 'only', 'scaled', 'optimizer']),
  text: v.string(),
  value: v.nullable(number),
  multiple: v.optional(number),
  optimizer: v.nullable(v.string()),
  content: v.optional(v.string()),
  tried: v.optional(v.nullable(number)),
});

const optimizer = v.custom<Optimizer>((value) => {
  const given = (value ?? {}) as Optimizer;
  if (!OPTIMIZER_NAMES.includes(given.name)) return false;
  const { name: _, ...constants } = { weightDecay: 0, ...DEFAULT_OPTIMIZERS[given.name] };
  return Object.keys(constants).every((key) => {
    const constant = (given as unknown as Record<string, unknown>)[key];
    return Number.isFinite(constant) || (key === 'weightDecay' && constant === undefined);
  });
});

const spec: Schema<RunSpec> = validateUnchanged(
  v.object({
    network: v.object({
      input: v.tuple([positive, positive, positive]),
      blocks: v.array(v.object({ channels: positive, kernel: positive, same: v.boolean(), pool: positive })),
      hidden: v.array(positive),
      outputs: positive,
      loss: v.picklist(['cross-entropy', 'squared']),
    }),
    dataset: v.object({
      name: v.string(),
      folder: v.nullable(v.string()),
      train: count,
      test: count,
      classes: v.optional(v.array(count)),
    }),
    optimizer,
    learningRate: number,
    schedule: v.optional(v.object({ name: v.picklist(SCHEDULE_NAMES) })),
    batchSize: positive,
    epochs: positive,
    seed: number,
    engine: v.picklist(['wasm', 'tensorflow']),
    pretraining: v.optional(
      v.object({ classes: v.array(count), images: positive, epochs: positive, learningRate: number }),
    ),
    steps: v.optional(positive),
    stopAbove: v.optional(number),
    edge: v.optional(v.object({ points: positive, images: positive })),
    measures: v.optional(v.array(v.picklist(MEASURES))),
    clip: v.optional(number),
    groupRates: v.optional(v.record(v.string(), number)),
  }),
);

/** experiment.json */
export const EXPERIMENT: Schema<ExperimentRecord> = v.object({
  format: v.literal(1),
  kind: v.string(),
  name: v.string(),
  title: v.optional(v.string()),
  starred: v.optional(v.literal(true)),
  note: v.optional(v.string()),
  preset: v.nullable(v.string()),
  createdAt: time,
  subject: v.picklist(['built-in', 'program', 'log']),
  choice: v.unknown(),
  runner: v.nullable(v.string()),
  variants: v.array(variant),
  source: v.nullable(v.string()),
  versions: v.record(v.string(), v.string()),
});

/** run.json */
export const RUN: Schema<RunRecord> = v.object({
  variant,
  seed: v.nullable(number),
  facts,
  spec: v.nullable(spec),
  site: v.optional(site),
});

/** process.json */
export const OWNER: Schema<Owner> = v.object({
  pid: positive,
  processStart: v.nullable(v.string()),
  boot: v.nullable(v.string()),
  host: v.string(),
  startedAt: time,
  window: v.string(),
  runner: v.string(),
  outlivesWindow: v.boolean(),
  job: v.nullable(v.string()),
  state: v.picklist(['queued', 'running']),
  continues: v.optional(v.object({ attempt: positive, step: count })),
});

const epoch: Schema<EpochSummary> = v.object({
  epoch: positive,
  step: count,
  loss: anyNumber,
  accuracy: v.nullable(anyNumber),
  validationLoss: v.nullable(anyNumber),
  seconds: number,
  images: number,
});

const remedy: Schema<Remedy> = v.variant('kind', [
  v.object({ kind: v.literal('set-rate'), rate: number, range: v.optional(v.tuple([number, number])) }),
  v.object({ kind: v.literal('scale-rate'), factor: number }),
  v.object({ kind: v.literal('warm-up'), steps: number }),
  v.object({ kind: v.literal('schedule'), name: v.string() }),
  v.object({ kind: v.literal('clip'), norm: number }),
  v.object({ kind: v.literal('switch-optimizer'), name: v.string(), rate: number }),
  v.object({ kind: v.literal('train-longer'), epochs: number }),
  v.object({ kind: v.literal('check-data'), what: v.picklist(['batch', 'spike', 'labels', 'overfitting']) }),
  v.object({ kind: v.literal('nothing') }),
]);

const reason: Schema<Reason> = v.object({ id: v.picklist(REASON_IDS), value: number, weight: number });

const finding: Schema<Finding> = v.object({
  symptom: v.picklist(Object.keys(SEVERITIES) as Symptom[]),
  severity: v.picklist(['error', 'warning', 'information', 'hint']),
  fromStep: number,
  toStep: number,
  cause: v.picklist(['rate-too-high', 'rate-too-low', 'not-the-rate', 'undetermined', 'none']),
  confidence: number,
  suggestedRate: v.nullable(number),
  factor: v.nullable(number),
  estimate: v.optional(v.object({ rate: number, margin: number })),
  code: v.string(),
  args: v.array(v.string()),
  message: v.string(),
  evidence: v.record(v.string(), anyNumber),
  reasons: v.optional(dropUnknown(reason)),
  remedies: dropUnknown(remedy),
});

/** result.json: a result without its series, so that lists need not read these. */
export const RESULT: Schema<Omit<RunResult, 'series'>> = v.object({
  state: v.picklist(['finished', 'pruned', 'failed', 'cancelled', 'interrupted']),
  reason: v.nullable(v.string()),
  stderrTail: v.optional(v.string()),
  engine: v.nullable(v.string()),
  epochs: v.array(epoch),
  imagesPerSecond: v.nullable(number),
  initialLoss: v.nullable(anyNumber),
  score: v.nullable(anyNumber),
  scoreError: v.nullable(anyNumber),
  findings: dropUnknown(finding),
  detector: count,
});

const column = v.custom<readonly (number | string)[]>(
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'number' || v.is(anyNumber, item)),
);

/** Typed arrays read texts as Number does, and arrays of numbers several times faster than one by one. */
function numbersOf(items: readonly (number | string)[]): Float64Array {
  return new Float64Array(items as readonly number[]);
}

/** series.json: columns of numbers by metric. */
export const SERIES: Schema<RunSeries> = v.record(
  v.string(),
  v.pipe(
    v.object({ steps: column, values: column }),
    v.check(({ steps, values }) => steps.length === values.length),
    v.transform(({ steps, values }) => ({ steps: numbersOf(steps), values: numbersOf(values) })),
    v.check(({ steps }) => steps.every((step, index) => index === 0 || step >= steps[index - 1])),
  ),
);

/** One line of metrics.jsonl. */
export const SAMPLE: Schema<Sample> = v.objectWithRest(
  { step: number, extra: v.optional(v.record(v.string(), anyNumber)) },
  anyNumber,
);

/** Checks a value but returns it as it was written: a checkpoint knows its run by the text of the spec, the order of its keys included. */
function validateUnchanged<T>(schema: Schema<unknown>): Schema<T> {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, T>(({ dataset, addIssue, NEVER }) => {
      const [issue] = v.safeParse(schema, dataset.value, { abortEarly: true }).issues ?? [];
      if (!issue) return dataset.value as T;
      addIssue({ message: issue.message, path: issue.path });
      return NEVER;
    }),
  );
}

/** Drops items that this build does not know: a newer Goldilocks may have further kinds of findings. */
function dropUnknown<T>(schema: Schema<T>): Schema<T[]> {
  return v.pipe(
    v.array(v.unknown()),
    v.transform((items) =>
      items.flatMap((item) => {
        const known = v.safeParse(schema, item);
        return known.success ? [known.output] : [];
      }),
    ),
  );
}
