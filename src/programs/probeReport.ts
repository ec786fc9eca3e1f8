import type { RunFacts } from '../domain/runFacts.ts';
import type { Sample } from '../domain/sample.ts';

/** What the probe writes, one object a line. */
export type ProbeReport =
  | {
      readonly type: 'started';
      readonly version: number;
      /** By name, their versions. */
      readonly frameworks: Readonly<Record<string, string>>;
      /** Among the processes of a distributed training; 0 where it is not distributed. */
      readonly rank: number;
    }
  | {
      readonly type: 'facts';
      readonly facts: Partial<RunFacts>;
      /** The rates of all groups of all optimizers; null where they are not told. */
      readonly rates: readonly number[] | null;
    }
  | { readonly type: 'samples'; readonly samples: readonly Sample[] }
  | { readonly type: 'notice'; readonly text: string }
  /** So many pieces of source code were replaced so far. */
  | { readonly type: 'replaced'; readonly count: number }
  | { readonly type: 'stopped'; readonly why: StopReason }
  | {
      readonly type: 'ended';
      /** `over`: the training, after which the program goes on. */
      readonly state: 'finished' | 'over' | 'failed' | 'cancelled';
      /** The traceback of the exception that ended it. */
      readonly exception: string | null;
    };

/** Why the probe has ended the program: all steps were taken, or the loss diverged. */
export type StopReason = (typeof STOP_REASONS)[number];

const STOP_REASONS = ['steps', 'maxSteps', 'diverged'] as const;
const END_STATES = ['finished', 'over', 'failed', 'cancelled'] as const;

/** What a line may hold at most; the rest is dropped. */
const MAX = {
  samples: 10_000,
  extra: 32,
  name: 100,
  text: 500,
  exception: 16_384,
  frameworks: 20,
  rates: 100,
} as const;

/** The measures of a sample beside its step. */
const MEASURES = ['epoch', 'loss', 'accuracy', 'rate', 'gradientNorm', 'updateRatio', 'seconds'] as const;
const SPECIAL: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

type Fields = Readonly<Record<string, unknown>>;

/** Reads a line of the probe's channel, which anything may have written; null if it is none that this build knows. */
export function parseProbeReport(line: string): ProbeReport | null {
  let fields: Fields | null;
  try {
    fields = fieldsOf(JSON.parse(line));
  } catch {
    return null;
  }
  switch (fields?.type) {
    case 'started':
      return {
        type: 'started',
        version: count(fields.probe) ?? 0,
        frameworks: textsOf(fields.frameworks),
        rank: count(fields.rank) ?? 0,
      };
    case 'facts': {
      const facts = fieldsOf(fields.facts) ?? {};
      return { type: 'facts', facts: factsOf(facts), rates: ratesOf(facts.rates) };
    }
    case 'samples':
      return { type: 'samples', samples: Array.isArray(fields.samples) ? samplesOf(fields.samples) : [] };
    case 'notice':
      return typeof fields.text === 'string' ? { type: 'notice', text: fields.text.slice(0, MAX.text) } : null;
    case 'replaced':
      return { type: 'replaced', count: count(fields.count) ?? 0 };
    case 'stopped': {
      const why = STOP_REASONS.find((reason) => reason === fields.why);
      return why ? { type: 'stopped', why } : null;
    }
    case 'ended': {
      const state = END_STATES.find((each) => each === fields.state);
      const exception = typeof fields.exception === 'string' ? fields.exception.slice(-MAX.exception) : null;
      return state ? { type: 'ended', state, exception } : null;
    }
    default:
      return null;
  }
}

function samplesOf(values: readonly unknown[]): Sample[] {
  return values.slice(0, MAX.samples).flatMap((value) => {
    const fields = fieldsOf(value);
    const step = count(fields?.step);
    if (!fields || step === null) return [];
    const extra = measuresOf(Object.entries(fieldsOf(fields.extra) ?? {}).slice(0, MAX.extra));
    return [
      {
        step,
        ...measuresOf(MEASURES.map((name) => [name, fields[name]])),
        ...(Object.keys(extra).length > 0 && { extra }),
      },
    ];
  });
}

/** Facts that are known; a number that cannot be is none. */
function factsOf({ rate, optimizer, momentum, batchSize, total, stepsPerEpoch, classes }: Fields): Partial<RunFacts> {
  const positive = (value: unknown): number | undefined => count(value) || undefined;
  const known = {
    rate: typeof rate === 'number' && Number.isFinite(rate) && rate >= 0 ? rate : undefined,
    // Its good rates are others than those without.
    optimizer:
      typeof optimizer === 'string'
        ? `${optimizer.slice(0, MAX.name)}${typeof momentum === 'number' && momentum > 0 ? ' with momentum' : ''}`
        : undefined,
    batchSize: positive(batchSize),
    total: positive(total),
    stepsPerEpoch: positive(stepsPerEpoch),
    classes: positive(classes),
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

function ratesOf(values: unknown): readonly number[] | null {
  return Array.isArray(values) ? values.slice(0, MAX.rates).filter((rate) => typeof rate === 'number') : null;
}

function textsOf(value: unknown): Record<string, string> {
  const texts = Object.entries(fieldsOf(value) ?? {}).slice(0, MAX.frameworks);
  return Object.fromEntries(
    texts.flatMap(([name, text]): [string, string][] =>
      typeof text === 'string' && name.length <= MAX.name ? [[name, text.slice(0, MAX.name)]] : [],
    ),
  );
}

/** The numbers among fields, by name. */
function measuresOf(entries: readonly (readonly [string, unknown])[]): Record<string, number> {
  return Object.fromEntries(
    entries.flatMap(([name, value]): [string, number][] => {
      const measure = measureOf(value);
      return measure === null || name.length > MAX.name ? [] : [[name, measure]];
    }),
  );
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function count(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;
}

function measureOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && Object.hasOwn(SPECIAL, value) ? SPECIAL[value] : null;
}
