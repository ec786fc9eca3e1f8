import assert from 'node:assert/strict';
import { curveVariants } from '../../../src/charts/curveVariant.ts';
import { variantsOf } from '../../../src/domain/variant.ts';
import type { VariantValues } from '../../../src/domain/variant.ts';
import { LABEL_FORMATS } from '../../../src/kinds/sweep/plan.ts';
import { idsBeside, legendEntries } from '../../../webview/legendEntries.ts';

const listed = (values: readonly VariantValues[]): [string, number][] =>
  legendEntries(curveVariants(variantsOf(values, LABEL_FORMATS), [])).map(({ label, members }) => [
    label,
    members.length,
  ]);

describe('the legend', () => {
  it('has one entry for all rates of an optimizer or a batch size', () => {
    const optimizers = [0.001, 0.01].flatMap((rate) => ['sgd', 'adam'].map((optimizer) => ({ rate, optimizer })));
    assert.deepEqual(listed(optimizers), [
      ['sgd', 2],
      ['adam', 2],
    ]);
    const batches = [0.001, 0.01].flatMap((rate) => [16, 32].map((batchSize) => ({ rate, batchSize })));
    assert.deepEqual(listed(batches), [
      ['batch 16', 2],
      ['batch 32', 2],
    ]);
  });

  it('shows one alone but for the baselines, also where these are one rate of a setting', () => {
    const optimizers = [0.001, 0.01].flatMap((rate) => ['sgd', 'adam'].map((optimizer) => ({ rate, optimizer })));
    const entries = legendEntries(curveVariants(variantsOf(optimizers, LABEL_FORMATS), []));
    const [sgd, adam] = entries;
    const [kept, ...others] = adam.members;
    assert.deepEqual(idsBeside(entries, sgd.id, []), adam.members);
    assert.deepEqual(idsBeside(entries, sgd.id, [kept]), others);
    assert.deepEqual(idsBeside(entries, adam.id, [kept]), sgd.members);
  });

  it('lists all variants that differ in their rate, their engine, or their schedule', () => {
    assert.equal(listed([{ rate: 0.1 }, { rate: 0.2 }]).length, 2);
    assert.equal(
      listed([0.1, 0.2].flatMap((rate) => (['wasm', 'tensorflow'] as const).map((engine) => ({ rate, engine }))))
        .length,
      4,
    );
    assert.deepEqual(listed([{ schedule: 'step' }, { schedule: 'wsd' }]), [
      ['step', 1],
      ['wsd', 1],
    ]);
  });

  it('lists all logs that were opened together, by their names', () => {
    const logs = [0.001, 0.01].flatMap((rate) =>
      ['sgd', 'adam'].map((optimizer) => ({ id: `${optimizer}${rate}`, label: 'a log', values: { rate, optimizer } })),
    );
    assert.deepEqual(
      legendEntries(curveVariants(logs, [])).map(({ label }) => label),
      ['a log', 'a log', 'a log', 'a log'],
    );
  });
});
