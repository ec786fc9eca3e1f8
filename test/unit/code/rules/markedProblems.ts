import assert from 'node:assert/strict';
import { findRates } from '../../../../src/code/findRates.ts';
import { checkRates } from '../../../../src/code/rules/checkRates.ts';
import type { FoundProblem } from '../../../../src/code/rules/checkRates.ts';
import type { RuleName } from '../../../../src/code/rules/rule.ts';
import type { Source } from '../../../../src/code/source.ts';
import { parsers } from '../marked.ts';

/** The first lines of a PyTorch program. */
export const TORCH = `import torch
from torch import nn, optim
from torch.optim import lr_scheduler
from torch.optim.lr_scheduler import *
model = nn.Linear(2, 1)
`;

/** All problems of a source. */
export async function problemsOf(source: Source): Promise<FoundProblem[]> {
  return checkRates(await findRates(source, parsers), source);
}

/**
 * Defines a test for each program: its problems must be exactly those between « and », all of this rule.
 */
export function problemTable(rule: RuleName, programs: Readonly<Record<string, string>>, language = 'python'): void {
  for (const [name, marked] of Object.entries(programs)) {
    it(name, async () => {
      const text = marked.replaceAll(/[«»]/g, '');
      const lines = text.split('\n');
      const expected = [...marked.matchAll(/«([^»]*)»/g)].map(([, text]) => `${rule} ${text}`);
      const found = await problemsOf({ language, text });
      assert.deepEqual(
        found.map(
          (problem) =>
            `${problem.rule} ${lines[problem.range.line - 1].slice(problem.range.column - 1, problem.range.endColumn - 1)}`,
        ),
        expected,
      );
    });
  }
}
