import assert from 'node:assert/strict';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';
import { switchToAdam } from '../../../../src/code/fixes/switchToAdam.ts';
import { parsers } from '../marked.ts';
import { fixed } from './fixTable.ts';

const toAdam = (text: string) => fixed(text, (read, rate) => switchToAdam(read, rate, 0.001));

describe('switching from SGD to Adam', () => {
  const ROWS: readonly (readonly [imports: string, before: string, after: string])[] = [
    [
      'import torch',
      'torch.optim.SGD(net.parameters(), lr=1e-1, momentum=0.9, nesterov=True)',
      'torch.optim.Adam(net.parameters(), lr=1e-3)',
    ],
    ['from torch import optim', 'optim.SGD(net.parameters(), 0.1)', 'optim.Adam(net.parameters(), 0.001)'],
    [
      'import torch.optim as optim',
      'optim.SGD(\n    net.parameters(),\n    lr=0.1,\n    momentum=0.9,\n    weight_decay=5e-4,\n)',
      'optim.Adam(\n    net.parameters(),\n    lr=0.001,\n    weight_decay=5e-4,\n)',
    ],
    ['from torch.optim import Adam, SGD', 'SGD(net.parameters(), lr=0.1)', 'Adam(net.parameters(), lr=0.001)'],
    [
      'import keras',
      'keras.optimizers.SGD(learning_rate=.1, momentum=.9)',
      'keras.optimizers.Adam(learning_rate=.001)',
    ],
    [
      'import tensorflow as tf',
      'tf.keras.optimizers.SGD(0.1, clipnorm=1.0)',
      'tf.keras.optimizers.Adam(0.001, clipnorm=1.0)',
    ],
  ];

  for (const [imports, before, after] of ROWS)
    it(before.replaceAll(/\s+/g, ' '), async () =>
      assert.equal(await toAdam(`${imports}\nopt = ${before}\n`), `${imports}\nopt = ${after}\n`),
    );

  it('writes the rate where it is defined', async () => {
    const program = (lr: string, name: string) =>
      `import torch\nLR = ${lr}\nopt = torch.optim.${name}(net.parameters(), lr=LR)\n`;
    assert.equal(await toAdam(program('1e-1', 'SGD')), program('1e-3', 'Adam'));
  });

  it('imports it where SGD is imported by its name', async () => {
    const program = (imports: string, name: string) => `${imports}\nopt = ${name}(net.parameters(), lr=0.1)\n`;
    const imported = (name: string) => program(`from torch.optim import ${name}`, name);
    assert.equal(await toAdam(imported('SGD')), imported('Adam').replace('0.1', '0.001'));
    const both = program('from torch.optim import SGD', 'SGD') + 'print(SGD)\n';
    assert.match((await toAdam(both))!, /^from torch\.optim import SGD\nfrom torch\.optim import Adam\nopt = Adam\(/);
  });

  it('removes the lines of arguments that Adam lacks, with what is said of them', async () => {
    const program = (name: string, more: string) =>
      `import torch\nopt = torch.optim.${name}(\n    net.parameters(),\n    lr=0.001,\n${more})\n`;
    const momentum = '    momentum=0.9,  # as in the paper\n    nesterov=True\n';
    assert.equal(await toAdam(program('SGD', momentum)), program('Adam', ''));
  });

  it('removes the commas before them where not each has a line of its own', async () => {
    const program = (call: string) => `import torch\nopt = torch.optim.${call}\n`;
    const first = '(\n    net.parameters(), lr=0.001';
    const rows = [
      [',\n    momentum=0.9,\n    nesterov=True)', ')'],
      ['\n    , momentum=0.9, nesterov=True\n)', '\n)'],
      [',\n    momentum=0.9\n    , weight_decay=5e-4)', '\n    , weight_decay=5e-4)'],
      [',\n    momentum=0.9  # usual\n)', ',\n)'],
      [',\n    momentum=0.9,  # usual\n    weight_decay=5e-4)', ',\n    weight_decay=5e-4)'],
    ];
    for (const [before, after] of rows)
      assert.equal(await toAdam(program(`SGD${first}${before}`)), program(`Adam${first}${after}`), before);
  });

  it('leaves Python with the other arguments, whatever the layout of the call', async () => {
    const random = mersenne(7);
    const pick = (...options: readonly string[]) => options[uniformInt(random, 0, options.length - 1)];
    const parser = await parsers.create('python');
    let fixes = 0;
    try {
      for (let round = 0; round < 400; round++) {
        const space = () => pick('', ' ', '\n    ', '\n    ', '\n', '  # why, (or not)\n    ');
        const value = (plain: string) => pick(plain, plain, `(${space()}${plain}${space()})`);
        const given = ['momentum', 'nesterov', 'dampening', 'weight_decay', 'maximize'].filter(() => pick('', 'given'));
        const args = given.map((name) => `,${space()}${name}=${value('0')}${space()}`).join('');
        const text = `import torch\nopt = torch.optim.SGD(${space()}net.parameters(), lr=0.1${args}${pick('', ',')}${space()})\n`;
        const result = await toAdam(text);
        if (result === null) continue;
        fixes++;
        const tree = parser.parse(result)!;
        assert.ok(!tree.rootNode.hasError, `${text}became\n${result}`);
        const names = tree.rootNode.descendantsOfType('keyword_argument').map((node) => node!.firstChild!.text);
        tree.delete();
        const kept = given.filter((name) => name === 'weight_decay' || name === 'maximize');
        assert.deepEqual(names, ['lr', ...kept], `${text}became\n${result}`);
      }
    } finally {
      parser.delete();
    }
    assert.ok(fixes > 100, `only ${fixes} were made`);
  });

  const SGD = 'import torch\nopt = torch.optim.SGD(net.parameters(), lr=0.1)\n';
  const REFUSED: Readonly<Record<string, readonly [program: string, why: RegExp]>> = {
    'another optimizer': [SGD.replace('SGD', 'AdamW'), /^null$/],
    'arguments by position': [SGD.replace('lr=0.1', '0.1, 0.9'), /something else/],
    'arguments that are not written out': [SGD.replace('0.1', '0.1, **more'), /something else/],
    'parameter groups': [SGD.replace('net.parameters()', '[{"params": a}, {"params": b}]'), /something else/],
    'a decay of old Keras': [
      'import keras\nopt = keras.optimizers.SGD(learning_rate=0.1, decay=1e-6)\n',
      /something else/,
    ],
    'a program that sets the momentum': [`${SGD}opt.param_groups[0]["momentum"] = 0.5\n`, /momentum/],
    'a schedule with a rate of its own': [`${SGD}s = torch.optim.lr_scheduler.OneCycleLR(opt, 1.0, 10)\n`, /schedule/],
    'a rate of two optimizers': [
      'import torch\nLR = 0.1\na = torch.optim.SGD(net.parameters(), lr=LR)\nb = torch.optim.SGD(head.parameters(), lr=LR)\n',
      /^null$|alone/,
    ],
  };

  for (const [name, [program, why]] of Object.entries(REFUSED))
    it(`refuses ${name}`, async () => assert.match(String(await toAdam(program)), why));
});
