import assert from 'node:assert/strict';
import { extractConstant } from '../../../../src/code/fixes/extractConstant.ts';
import { fixed, fixIn } from './fixTable.ts';

const OPTIMIZER = 'optimizer = torch.optim.SGD(model.parameters(), lr=';

describe('moving a rate into a constant', () => {
  const ROWS: Readonly<Record<string, readonly [before: string, after: string]>> = {
    'after the imports': [
      `"""Trains."""\nimport torch\nfrom net import (\n    model,\n)\n\n${OPTIMIZER}1e-1)\n`,
      `"""Trains."""\nimport torch\nfrom net import (\n    model,\n)\n\nLEARNING_RATE = 1e-1\n\n${OPTIMIZER}LEARNING_RATE)\n`,
    ],
    'with a line between it and code that follows at once': [
      `import torch\n${OPTIMIZER}0.1)\n`,
      `import torch\n\nLEARNING_RATE = 0.1\n\n${OPTIMIZER}LEARNING_RATE)\n`,
    ],
    'to the other constants': [
      `import torch\n\nBATCH = 32\n\n${OPTIMIZER}0.1)\n`,
      `import torch\n\nLEARNING_RATE = 0.1\nBATCH = 32\n\n${OPTIMIZER}LEARNING_RATE)\n`,
    ],
    'above a comment about the next statement': [
      `import torch\n\n# The optimizer\n${OPTIMIZER}0.1)\n`,
      `import torch\n\nLEARNING_RATE = 0.1\n\n# The optimizer\n${OPTIMIZER}LEARNING_RATE)\n`,
    ],
    'behind imports that may fail and those after other code': [
      `try:\n    import apex\nexcept ImportError:\n    apex = None\nimport sys\nsys.path.append("x")\nimport torch\n\n\ndef f(lr=0.1):\n    return torch.optim.SGD(model.parameters(), lr=lr)\n`,
      `try:\n    import apex\nexcept ImportError:\n    apex = None\nimport sys\nsys.path.append("x")\nimport torch\n\nLEARNING_RATE = 0.1\n\n\ndef f(lr=LEARNING_RATE):\n    return torch.optim.SGD(model.parameters(), lr=lr)\n`,
    ],
    'with Windows line ends': [
      `import torch\r\n\r\n${OPTIMIZER}10**-1)\r\n`,
      `import torch\r\n\r\nLEARNING_RATE = 10**-1\r\n\r\n${OPTIMIZER}LEARNING_RATE)\r\n`,
    ],
  };

  for (const [name, [before, after]] of Object.entries(ROWS))
    it(name, async () => assert.equal(await fixed(before, extractConstant), after));

  it('stays in the cell of a notebook, below its magic', async () => {
    const cells = ['import torch', `%%time\n${OPTIMIZER}0.1)\n`].map((text) => ({ language: 'python', text }));
    const fix = await fixIn({ cells }, extractConstant);
    assert.ok(fix && 'changes' in fix);
    assert.deepEqual(
      fix.changes.map(({ range: { cell, line, column }, text }) => [cell, line, column, text]),
      [
        [1, 2, 1, 'LEARNING_RATE = 0.1\n\n'],
        [1, 2, OPTIMIZER.length + 1, 'LEARNING_RATE'],
      ],
    );
  });

  it('refuses a name that is taken, and a number that has one', async () => {
    const taken = `import torch\nLEARNING_RATE = None\n${OPTIMIZER}0.1)\n`;
    assert.match(String(await fixed(taken, extractConstant)), /LEARNING_RATE is already used/);
    const named = 'import torch\nlr = 0.1\noptimizer = torch.optim.SGD(model.parameters(), lr=lr)\n';
    assert.equal(await fixed(named, extractConstant), null);
  });
});
