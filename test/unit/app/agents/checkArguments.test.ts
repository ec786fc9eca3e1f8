import assert from 'node:assert/strict';
import { problemOfArguments } from '../../../../src/app/agents/checkArguments.ts';
import type { InputSchema } from '../../../../src/app/agents/toolDefinition.ts';

const SCHEMA: InputSchema = {
  type: 'object',
  properties: {
    files: { type: 'array', items: { type: 'string' }, minItems: 1 },
    name: { type: 'string', enum: ['a', 'b'] },
    rate: { type: 'number' },
    seeds: { type: 'integer' },
    prune: { type: 'boolean' },
  },
  required: ['files'],
  additionalProperties: false,
};

describe('the arguments of a tool', () => {
  it('may be all that the schema names', () => {
    for (const input of [{ files: ['a'] }, { files: ['a'], name: 'b', rate: 1e-3, seeds: 2, prune: false }])
      assert.equal(problemOfArguments(input, SCHEMA), null);
  });

  const wrong: [string, unknown, RegExp][] = [
    ['no object', 'train.py', /must be an object with files, name, rate, seeds and prune/],
    ['a name that does not exist', { file: 'a' }, /no argument "file"; the arguments are files, /],
    ['a name that every object has', { files: ['a'], toString: 1 }, /no argument "toString"/],
    ['one too few', {}, /argument "files" is missing/],
    ['an empty list', { files: [] }, /^files: .* such as \["train.py"\], not \[\]/],
    ['text for a list', { files: 'a' }, /^files: .*, not "a"/],
    ['a word that is not allowed', { files: ['a'], name: 'c' }, /^name: it must be one of a and b, not "c"/],
    ['text for a number', { files: ['a'], rate: '0.1' }, /^rate: it must be a number, not "0.1"/],
    ['a fraction of a whole number', { files: ['a'], seeds: 1.5 }, /^seeds: it must be a whole number, not 1.5/],
    ['text for a switch', { files: ['a'], prune: 'yes' }, /^prune: it must be true or false, not "yes"/],
  ];
  for (const [what, input, message] of wrong)
    it(`may not be ${what}`, () => assert.match(problemOfArguments(input, SCHEMA) ?? '', message));
});
