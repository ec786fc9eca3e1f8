import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { RunEvent } from '../domain/runEvent.ts';
import { NO_FACTS } from '../domain/runFacts.ts';
import type { RunFacts } from '../domain/runFacts.ts';

/** What another extension reports of a run: the events of every other source, and facts of which it knows only some. */
export type ReportedEvent =
  | { readonly type: 'started'; readonly facts?: Partial<RunFacts> }
  | Extract<RunEvent, { type: 'facts' | 'samples' | 'reset' }>
  | { readonly type: 'ended'; readonly state: (typeof END_STATES)[number]; readonly reason?: string };

/** How a run of another program can end. */
const END_STATES = ['finished', 'failed', 'cancelled'] as const;

const EVENT_TYPES = ['started', 'facts', 'samples', 'reset', 'ended'] as const;

/** A number, NaN and the infinities included; valibot takes NaN for none. */
const anyNumber = v.custom<number>((value) => typeof value === 'number');
const finite = v.pipe(v.number(), v.finite());
const rate = v.pipe(finite, v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** What docs/goldilocks.d.ts promises; other facts are left out. */
const FACTS = v.object({
  rate: v.nullish(rate),
  optimizer: v.nullish(v.string()),
  batchSize: v.nullish(count),
  classes: v.nullish(count),
  unit: v.optional(v.picklist(['step', 'epoch', 'row'])),
  total: v.nullish(count),
  stepsPerEpoch: v.nullish(count),
} satisfies Partial<Record<keyof RunFacts, unknown>>);

const STARTED = v.object({ facts: v.optional(FACTS) });
const LEARNED = v.object({ facts: FACTS });
const SAMPLE = v.objectWithRest(
  { step: finite, extra: v.optional(v.record(v.string(), anyNumber)) },
  v.optional(anyNumber),
);
const SAMPLES = v.object({ samples: v.array(SAMPLE) });
const ENDED = v.object({ state: v.picklist(END_STATES), reason: v.optional(v.string()) });

/**
 * Checks and copies what another extension reports. Programs in JavaScript pass anything: what is wrong must show where it is passed,
 * and must not be kept.
 * @param name of the run
 * @throws TypeError with a sentence for what is no event
 */
export function checkEvent(event: ReportedEvent, name: string): RunEvent {
  switch (event?.type) {
    case 'started':
      return { type: 'started', run: name, facts: { ...NO_FACTS, ...known(checked(STARTED, event).facts) } };
    case 'facts':
      return { type: 'facts', facts: known(checked(LEARNED, event).facts) };
    case 'samples':
      return { type: 'samples', samples: checked(SAMPLES, event).samples };
    case 'reset':
      return { type: 'reset' };
    case 'ended':
      return { type: 'ended', ...checked(ENDED, event) };
    default:
      throw new TypeError(l10n.t('An event needs one of these types: {0}.', EVENT_TYPES.join(', ')));
  }
}

/** @throws TypeError naming the first part of the event that does not fit */
function checked<T>(schema: v.GenericSchema<unknown, T>, event: ReportedEvent): T {
  const outcome = v.safeParse(schema, event, { abortEarly: true });
  if (outcome.success) return outcome.output;
  const place = v.getDotPath(outcome.issues[0]) ?? '';
  throw new TypeError(
    l10n.t('The event "{0}" is wrong: "{1}" is missing or has a value that is not allowed.', event.type, place),
  );
}

/** Without what is undefined, which is no fact. */
function known(facts: Partial<RunFacts> = {}): Partial<RunFacts> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
