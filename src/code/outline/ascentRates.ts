import type { CallSite } from '../program/namedValue.ts';
import { parseRateName } from '../rateNames.ts';
import { lastName } from '../syntax/expression.ts';
import type { CallExpression, Expression } from '../syntax/expression.ts';
import type { SettingReader } from './settingReader.ts';
import type { Setting } from './trainingOutline.ts';

/** Parts of a chain that keep the sign of the gradients. */
const KEEPS_SIGN =
  /^(clip\w*|adaptive_grad_clip|identity|trace|ema|add_decayed_weights|add_noise|zero_nans|centralize|scale_by_(adam|amsgrad|adamax|rms|rss|stddev|belief|yogi|radam|lion|novograd|adan|trust_ratio|param_block_norm|param_block_rms|factored_rms))$/;

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
  if (scales.length !== 1 || !others.every((part) => /^optax\./.test(nameOf(part)) && KEEPS_SIGN.test(lastPart(part))))
    return [];
  const rate = scales[0].args[0]?.value;
  if (!rate || rate.kind === 'negation') return [];
  const setting = reader.read(rate, site);
  const isRate = rate.kind === 'path' && parseRateName(lastName(rate) ?? '') !== null;
  return (setting.value ?? (isRate ? 1 : 0)) > 0 && (isRate || rate.kind === 'number') ? [setting] : [];
}

function lastPart(expression: Expression): string {
  return expression.kind === 'call' ? (lastName(expression.callee) ?? '') : '';
}
