import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { ignoreEdit, isIgnored } from '../../../../src/code/rules/ignoreComments.ts';
import { RULE_NAMES } from '../../../../src/code/rules/rule.ts';
import { problemTable, TORCH } from './markedProblems.ts';

describe('ignore comments', () => {
  problemTable('rate-too-high', {
    'by all rules': `${TORCH}optim.Adam(model.parameters(), lr=5)  # goldilocks: ignore`,
    'by this rule': `${TORCH}optim.Adam(model.parameters(), lr=5)  # goldilocks: ignore[rate-too-low, rate-too-high]`,
    'by another rule are not': `${TORCH}optim.Adam(model.parameters(), lr=«5»)  # goldilocks: ignore[cosine-length]`,
    'are only those with the comment': `${TORCH}optim.Adam(model.parameters(), lr=«5»)\nx = 1  # goldilocks: ignore`,
  });
  problemTable(
    'rate-too-high',
    {
      'in TypeScript':
        'import * as tf from "@tensorflow/tfjs";\nmodel.compile({ optimizer: tf.train.adam(5) }); // goldilocks: ignore',
    },
    'typescript',
  );

  const applied = (line: string, mark: '#' | '//'): string => {
    const { start, end, text } = ignoreEdit('long-warm-up', line, mark);
    return line.slice(0, start) + text + line.slice(end);
  };

  it('are appended to a line, and then work', () => {
    for (const [line, mark, expected] of [
      ['x = f(1)', '#', 'x = f(1)  # goldilocks: ignore[long-warm-up]'],
      ['x = f(1)   ', '#', 'x = f(1)  # goldilocks: ignore[long-warm-up]'],
      ['f(1);', '//', 'f(1);  // goldilocks: ignore[long-warm-up]'],
      ['x = f(1)  # slow', '#', 'x = f(1)  # slow  # goldilocks: ignore[long-warm-up]'],
      ['x  # goldilocks: ignore[rate-too-low]', '#', 'x  # goldilocks: ignore[rate-too-low, long-warm-up]'],
      ['x  # goldilocks: ignore[] why', '#', 'x  # goldilocks: ignore[long-warm-up] why'],
    ] as const) {
      assert.equal(applied(line, mark), expected);
      assert.ok(isIgnored('long-warm-up', expected), expected);
    }
  });
});

describe('every rule', () => {
  it('has a page that says how to ignore it, and a setting', () => {
    const properties = (
      JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { configuration: { properties: object } } }
    ).contributes.configuration.properties;
    assert.deepEqual(readdirSync('media/rules').sort(), RULE_NAMES.map((rule) => `${rule}.md`).sort());
    for (const rule of RULE_NAMES) {
      const page = readFileSync(`media/rules/${rule}.md`, 'utf8');
      assert.ok(
        page.includes(`# goldilocks: ignore[${rule}]`) && page.includes(`goldilocks.diagnostics.${rule}`),
        rule,
      );
      assert.ok(Object.hasOwn(properties, `goldilocks.diagnostics.${rule}`), rule);
    }
  });
});
