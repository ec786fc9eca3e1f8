import * as l10n from '@vscode/l10n';
import { formatAll } from './format.ts';
import {
  describeRange,
  isInRange,
  numberOption,
  parseNamedOptions,
  requireKnownOptions,
  wholeNumberOption,
  wordOption,
} from './namedOptions.ts';
import type { NamedOptions, NumberRange } from './namedOptions.ts';
import type { Schedule, ScheduleName } from './schedule.ts';
import { serializeLength } from './schedules/length.ts';
import type { Length } from './schedules/length.ts';

/** The allowed values of a schedule's option and its default; without one, an option that is not given is absent. */
type Option =
  | { readonly kind: 'number' | 'whole'; readonly range: NumberRange; readonly defaultValue?: number }
  | { readonly kind: 'length'; readonly min: 0 | 1; readonly defaultValue?: Length }
  | { readonly kind: 'lengths'; readonly defaultValue: readonly Length[] }
  | { readonly kind: 'word'; readonly words: readonly string[]; readonly defaultValue: string };

type Options = Readonly<Record<string, Option>>;

/** A share of the learning rate that a schedule may touch. */
const SHARE: NumberRange = { min: 0, max: 1 };
const FACTOR: NumberRange = { above: 0, below: 1 };
/** More than any run has. */
const MAX_STEPS = 1e9;

const WARM_UP: Options = { warmup: { kind: 'length', min: 0 }, warmupStart: { kind: 'number', range: SHARE } };
const END_SHARE: Option = { kind: 'number', range: SHARE, defaultValue: 0 };
const OPTIONAL_LENGTH: Option = { kind: 'length', min: 1 };

/** The options of every schedule by the names of its fields; where a default has a source, the schedule's own file tells it. */
const OPTIONS: Readonly<Record<ScheduleName, Options>> = {
  constant: WARM_UP,
  step: { every: OPTIONAL_LENGTH, factor: { kind: 'number', range: FACTOR, defaultValue: 0.1 }, ...WARM_UP },
  'multi-step': {
    at: { kind: 'lengths', defaultValue: [{ percent: 50 }, { percent: 75 }] },
    factor: { kind: 'number', range: FACTOR, defaultValue: 0.1 },
    ...WARM_UP,
  },
  exponential: { every: OPTIONAL_LENGTH, factor: { kind: 'number', range: FACTOR, defaultValue: 0.01 }, ...WARM_UP },
  cosine: { over: OPTIONAL_LENGTH, end: END_SHARE, ...WARM_UP },
  'cosine-restarts': {
    period: OPTIONAL_LENGTH,
    growth: { kind: 'whole', range: { min: 1, max: 10 }, defaultValue: 2 },
    end: END_SHARE,
    ...WARM_UP,
  },
  linear: {
    over: OPTIONAL_LENGTH,
    start: { kind: 'number', range: SHARE, defaultValue: 1 },
    end: END_SHARE,
    ...WARM_UP,
  },
  polynomial: {
    over: OPTIONAL_LENGTH,
    power: { kind: 'number', range: { above: 0, max: 100 }, defaultValue: 0.9 },
    end: END_SHARE,
    ...WARM_UP,
  },
  'one-cycle': {
    rise: { kind: 'length', min: 0, defaultValue: { percent: 30 } },
    start: { kind: 'number', range: SHARE, defaultValue: 1 / 25 },
    end: { kind: 'number', range: SHARE, defaultValue: 1 / 250_000 },
    anneal: { kind: 'word', words: ['cosine', 'linear'], defaultValue: 'cosine' },
  },
  wsd: {
    decay: { kind: 'length', min: 1, defaultValue: { percent: 10 } },
    end: END_SHARE,
    warmup: { kind: 'length', min: 0, defaultValue: { percent: 5 } },
    warmupStart: { kind: 'number', range: SHARE },
  },
  'reduce-on-plateau': {
    factor: { kind: 'number', range: FACTOR, defaultValue: 0.1 },
    patience: { kind: 'whole', range: { min: 0, max: 1000 }, defaultValue: 1 },
    threshold: { kind: 'number', range: { min: 0, below: 1 }, defaultValue: 1e-4 },
    cooldown: { kind: 'whole', range: { min: 0, max: 1000 }, defaultValue: 0 },
    end: END_SHARE,
    ...WARM_UP,
  },
};

export const SCHEDULE_NAMES = Object.keys(OPTIONS) as ScheduleName[];

/** The options of a schedule, as they are typed. */
export function scheduleOptionKeys(name: ScheduleName): string[] {
  return Object.keys(OPTIONS[name]).map(keyOf);
}

/**
 * Reads a schedule as it is typed: a name, then options, such as "cosine,warmup=5%" or "multi-step,at=100:200,factor=0.5".
 * Lengths are steps or, with a % behind, shares of the run; heights are shares of the learning rate.
 * @throws RangeError with a sentence that names the schedule that does not exist, or the option and what it may be
 */
export function parseSchedule(text: string): Schedule {
  const named = parseNamedOptions(text);
  const name = SCHEDULE_NAMES.find((known) => known === named.name);
  if (name === undefined)
    throw new RangeError(l10n.t('Unknown schedule "{0}". Available: {1}.', named.name, formatAll(SCHEDULE_NAMES)));
  if (name === 'one-cycle' && named.options.has('warmup'))
    throw new RangeError(l10n.t('one-cycle warms up by itself: set how long with rise, such as one-cycle,rise=30%.'));
  const options = Object.entries(OPTIONS[name]);
  requireKnownOptions(named, scheduleOptionKeys(name));
  if (named.options.has('warmup-start') && !named.options.has('warmup') && name !== 'wsd')
    throw new RangeError(l10n.t('warmup-start of {0} needs a warm-up, such as warmup=5%.', name));
  const fields = options.flatMap(([field, option]) => {
    const value = readOption(named, keyOf(field), option) ?? option.defaultValue;
    return value === undefined ? [] : [[field, value] as const];
  });
  return { name, ...Object.fromEntries(fields) } as Schedule;
}

/** The schedule as parseSchedule reads it, defaults left out. */
export function serializeSchedule(schedule: Schedule): string {
  const values = schedule as unknown as Readonly<Record<string, number | string | Length | readonly Length[]>>;
  const given = Object.entries(OPTIONS[schedule.name]).filter(
    ([field, { defaultValue }]) => JSON.stringify(values[field]) !== JSON.stringify(defaultValue),
  );
  return [schedule.name, ...given.map(([field]) => `${keyOf(field)}=${serializeValue(values[field])}`)].join(',');
}

function serializeValue(value: number | string | Length | readonly Length[]): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(serializeLength).join(':') : serializeLength(value as Length);
}

/** "warmupStart" is typed "warmup-start". */
function keyOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function readOption(
  named: NamedOptions,
  key: string,
  option: Option,
): number | string | Length | readonly Length[] | undefined {
  const text = named.options.get(key);
  switch (option.kind) {
    case 'number':
      return numberOption(named, key, option.range);
    case 'whole':
      return wholeNumberOption(named, key, option.range);
    case 'word':
      return wordOption(named, key, option.words);
    case 'length':
      return text === undefined ? undefined : parseLength(named.name, key, text, option.min);
    case 'lengths':
      return text?.split(':').map((length) => parseLength(named.name, key, length, 1));
  }
}

function parseLength(name: string, key: string, text: string, min: 0 | 1): Length {
  const steps: NumberRange = { min, max: MAX_STEPS };
  if (/^\d+$/.test(text) && isInRange(Number(text), steps)) return Number(text);
  const percent = /^(\d+(?:\.\d*)?|\.\d+) ?%$/.exec(text);
  if (percent && isInRange(Number(percent[1]), { ...(min === 0 ? { min } : { above: 0 }), max: 100 }))
    return { percent: Number(percent[1]) };
  throw new RangeError(
    l10n.t(
      '{0} of {1} must be a whole number of steps {2}, or a share of the run such as 5%, not "{3}".',
      key,
      name,
      describeRange(steps),
      text,
    ),
  );
}
