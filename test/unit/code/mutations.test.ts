import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import assert from 'node:assert/strict';
import { ParseBudgetError } from '../../../src/code/parseBudget.ts';
import { RateSession } from '../../../src/code/rateSession.ts';
import { checkRates } from '../../../src/code/rules/checkRates.ts';
import { NEVER_YIELD } from '../../../src/code/yieldPolicy.ts';
import { parsers } from './marked.ts';

const PROGRAMS = {
  python:
    'import torch\nlr = 0.1\nopt = torch.optim.SGD(net.parameters(), lr=lr)\nfor epoch in range(3):\n    opt.step()\n',
  typescriptreact: "const optimizer = tf.train.sgd(0.5);\nmodel.compile({ optimizer, loss: 'x' });\n",
  yaml: 'optimizer:\n  name: adam\n  lr: 1e-3\n',
  json: '{"optimizer": {"name": "adam", "lr": 0.001}}',
  toml: '[optimizer]\nname = "adam"\nlr = 1e-3\n',
};
const SEEDS = 150;
const SIGNS = '()[]{}<>=:,.;"\'`#/*-+\\\n \t$@!%&|0eλ😀';
const LONGEST_REPETITION = 60;

/** Deletes, repeats, moves and inserts pieces of a text. */
function mutated(text: string, random: RandomGenerator): string {
  const count = uniformInt(random, 1, 6);
  for (let change = 0; change < count; change++) {
    const start = uniformInt(random, 0, text.length);
    const end = Math.min(text.length, start + uniformInt(random, 0, 12));
    const sign = SIGNS[uniformInt(random, 0, SIGNS.length - 1)];
    const piece = [
      '',
      sign,
      text.slice(start, end).repeat(uniformInt(random, 2, LONGEST_REPETITION)),
      sign.repeat(uniformInt(random, 2, LONGEST_REPETITION)),
      text.slice(0, uniformInt(random, 0, 12)),
    ][uniformInt(random, 0, 4)];
    text = text.slice(0, start) + piece + text.slice(end);
  }
  return text;
}

describe('a program with random changes', function () {
  this.timeout(60_000);

  for (const [language, program] of Object.entries(PROGRAMS)) {
    it(`is read and checked, or given up: ${language}`, async () => {
      const session = new RateSession(parsers, NEVER_YIELD, { milliseconds: 200, bytes: 2 ** 28 });
      try {
        for (let seed = 1; seed <= SEEDS; seed++) {
          const text = mutated(program, mersenne(seed));
          try {
            checkRates(await session.find({ language, text }), { language, text });
          } catch (error) {
            assert.ok(error instanceof ParseBudgetError, `seed ${seed}: ${String(error)}\n${JSON.stringify(text)}`);
          }
        }
      } finally {
        session.dispose();
      }
    });
  }
});
