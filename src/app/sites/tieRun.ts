import { optimizerTitle } from '../../domain/optimizerFamily.ts';
import type { RunFacts } from '../../domain/runFacts.ts';
import type { RunSite, SiteTie } from '../../domain/runSite.ts';
import { multipleOf } from './rateScaling.ts';
import type { KeyedPlace } from './siteKey.ts';

/** Relative difference up to which two numbers are the same rate, written differently. */
const SAME_RATE = 1e-6;

/** What a run tells of its rate. */
type TiedFacts = Pick<RunFacts, 'rate' | 'batchSize'> & Partial<Pick<RunFacts, 'optimizer'>>;

/**
 * Ties a run to the number in its program that it was trained with; null where nothing fits, for example if the rate came from the
 * command line.
 * @param places those of the files that were started, as they were on disk then
 * @param rate the highest that was logged, or what the command set: what the program's text says, before a schedule lowers it
 */
export function tieRun(places: readonly KeyedPlace[], facts: TiedFacts): RunSite | null {
  const { rate } = facts;
  const rates = places.filter(({ kind }) => kind === 'rate');
  const fitting = rate === null ? rates : ratesLike(rate, rates);
  if (fitting.length === 1) return siteAt(fitting[0], rate === null ? 'only' : 'rate');
  if (fitting.length === 0) return tieMultiple(rates, facts);
  const optimizers = places.filter(({ kind }) => kind === 'optimizer');
  return optimizers.length === 1 ? siteAt(optimizers[0], 'optimizer') : null;
}

/** What is known of the rate and the optimizer of a run. */
export type WrittenFacts = Pick<RunFacts, 'rate' | 'optimizer'>;

/**
 * The rate and the optimizer of a run: what it has told, else what its program's text says at the number that it is tied to. Most programs
 * print only their loss.
 * A number is a rate only where it is an optimizer's, and nothing changes it: elsewhere it may be that of trees.
 * @param places those of its program
 */
export function writtenFacts(
  site: RunSite | null,
  { rate, optimizer }: WrittenFacts,
  places: readonly KeyedPlace[],
): WrittenFacts {
  const own = site?.optimizer ?? onlyOptimizer(places);
  const isRate = site?.tie === 'only' && own !== null && !places.some(({ isChanged }) => isChanged);
  return {
    rate: rate ?? (isRate ? site.value : null),
    optimizer: optimizer ?? site?.optimizer ?? (isRate ? own : null),
  };
}

/** The optimizer that all of a program's have the name of; a rate in settings has none of its own. */
function onlyOptimizer(places: readonly KeyedPlace[]): string | null {
  const names = new Set(places.flatMap(({ kind, optimizer }) => (kind === 'optimizer' ? [optimizer] : [])));
  return names.size === 1 ? [...names][0] : null;
}

/**
 * Ties a run to the only number that its rate is a multiple of, if the program multiplies rates, and has the same optimizer. Any other rate that stands nowhere in the
 * program is not the fault of a number there.
 */
function tieMultiple(rates: readonly KeyedPlace[], facts: TiedFacts): RunSite | null {
  const { rate, batchSize, optimizer } = facts;
  const scaled = rates.flatMap((place) => {
    const { value, scaling } = place;
    const isOther = optimizer && place.optimizer && optimizerTitle(optimizer) !== optimizerTitle(place.optimizer);
    const multiple = !isOther && scaling && value && rate ? multipleOf(value, rate, scaling, batchSize) : null;
    return multiple === null ? [] : [{ place, multiple }];
  });
  return scaled.length === 1 ? { ...siteAt(scaled[0].place, 'scaled'), multiple: scaled[0].multiple } : null;
}

/** The numbers that are the logged one; if none is, those that the log may have rounded to it. */
function ratesLike(logged: number, rates: readonly KeyedPlace[]): readonly KeyedPlace[] {
  const same = rates.filter(({ value }) => isNear(value, logged, SAME_RATE * logged));
  return same.length > 0 ? same : rates.filter(({ value }) => isNear(value, logged, roundingOf(logged)));
}

function isNear(value: number | null, logged: number, difference: number): boolean {
  return value !== null && Math.abs(value - logged) <= difference;
}

/** Half of a unit in the last decimal of a number, as it is written shortest: 0.00005 for 0.0003. */
function roundingOf(value: number): number {
  const [digits, exponent = '0'] = String(value).split('e');
  const decimals = (digits.split('.').at(1)?.length ?? 0) - Number(exponent);
  return 0.5 * 10 ** -decimals;
}

/** What ties a run to a place. */
export function siteAt({ key, text, value, optimizer, content }: KeyedPlace, tie: SiteTie): RunSite {
  return { key, tie, text, value, optimizer, ...(content !== undefined && { content }) };
}
