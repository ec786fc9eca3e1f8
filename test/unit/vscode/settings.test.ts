import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { OPTIMIZER_NAMES } from '../../../src/domain/optimizer.ts';

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly enum: readonly string[]; readonly markdownEnumDescriptions: readonly string[] }>
      >;
    };
  };
}

describe('the settings in the manifest', () => {
  const { properties } = (JSON.parse(readFileSync('package.json', 'utf8')) as Manifest).contributes.configuration;
  const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;

  it('offer every optimizer, each with a description', () => {
    const setting = properties['goldilocks.defaults.optimizer'];
    assert.deepEqual(setting.enum, OPTIMIZER_NAMES);
    assert.deepEqual(
      setting.markdownEnumDescriptions,
      OPTIMIZER_NAMES.map((name) => `%setting.defaults.optimizer.${name}%`),
    );
    for (const description of setting.markdownEnumDescriptions)
      assert.ok(texts[description.replaceAll('%', '')], description);
  });
});
