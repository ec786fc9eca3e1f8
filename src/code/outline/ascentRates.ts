import { argumentFor } from '../program/arguments.ts';
import type { Context } from '../program/context.ts';
import type { CallSite } from '../program/namedValue.ts';
import { parseRateName } from '../rateNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import type { SettingReader } from './settingReader.ts';
import type { Setting } from './trainingOutline.ts';

/** Parts of a chain that keep the sign of the gradients. */
const KEEPS_SIGN =
  /^optax\.(\w+\.)*(clip\w*|adaptive_grad_clip|identity|trace|ema|add_decayed_weights|add_noise|zero_nans|centralize|scale_by_(adam|amsgrad|adamax|rms|rss|stddev|belief|yogi|radam|lion|novograd|adan|trust_ratio|param_block_norm|param_block_rms|factored_rms))$/;

/**
 * Rates in chains of optax that nothing makes negative: `chain(scale_by_adam(), scale(rate))`. Optax adds the updates to the parameters, so
 * the loss climbs.
 */
export function ascentRates(reader: SettingReader): readonly Setting[] {
  const { program } = reader;
  // Programs that subtract the updates themselves don't call it.
  if (program.callsTo('apply_updates').length === 0 && program.callsTo('apply_gradients').length === 0) return [];
  return program.callsTo('chain').flatMap((chain) => rateIn(chain, reader));
}

function rateIn(site: CallSite, reader: SettingReader): readonly Setting[] {
  const { call } = site;
  const nameOf = (expression: Expression) =>
    expression.kind === 'call' && expression.callee.kind === 'path'
      ? reader.program.qualifiedNameOf(expression.callee)
      : '';
  if (nameOf(call) !== 'optax.chain') return [];
  const parts = call.args.map(({ value }) => value);
  const scales = parts.filter((part): part is CallExpression => /^optax\.scale(_by_schedule)?$/.test(nameOf(part)));
  const others = parts.filter((part) => !scales.some((scale) => scale === part));
  if (scales.length !== 1 || !others.every((part) => KEEPS_SIGN.test(nameOf(part)))) return [];
  const rate = scales[0].args[0]?.value;
  return rate && isPositive(rate, site, reader) ? [reader.read(rate, site)] : [];
}

/** Whether an expression is a number above 0, the name of a rate, or a schedule of such. */
function isPositive(rate: Expression, context: Context, reader: SettingReader): boolean {
  if (rate.kind === 'call') {
    const entry = rate.callee.kind === 'path' ? reader.program.catalogEntryOf(rate.callee) : null;
    if (entry?.kind !== 'scheduler') return false;
    const rates = entry.rates.flatMap((parameter) => argumentFor(rate, parameter)?.value ?? []);
    const isZero = (value: Expression) => reader.read(value, context).value === 0;
    return rates.some((value) => isPositive(value, context, reader)) && rates.every((value) => isZero(value) || isPositive(value, context, reader)); // prettier-ignore
  }
  if (rate.kind === 'number') return rate.value > 0;
  if (rate.kind !== 'path') return false;
  const only = reader.lengths.onlyValueOf(rate, context);
  if (only?.value.kind === 'call') return isPositive(only.value, only, reader);
  return parseRateName(lastName(rate) ?? '') !== null && (reader.read(rate, context).value ?? 1) > 0;
}
