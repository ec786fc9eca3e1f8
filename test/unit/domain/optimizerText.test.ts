import assert from 'node:assert/strict';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import type { Optimizer } from '../../../src/domain/optimizer.ts';
import { serializeOptimizer, parseOptimizer } from '../../../src/domain/optimizerText.ts';

describe('parseOptimizer', () => {
  const readable: [string, Optimizer][] = [
    ['sgd', { name: 'sgd' }],
    [
      ' adamw , weight-decay = 0.1 , beta1=.95',
      { name: 'adamw', beta1: 0.95, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1 },
    ],
    ['adamw,weight-decay=0', { name: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }],
    ['nesterov,momentum=0,weight-decay=5e-4', { name: 'nesterov', momentum: 0, weightDecay: 0.0005 }],
    ['rmsprop,alpha=0.9,momentum=0.5', { name: 'rmsprop', alpha: 0.9, epsilon: 1e-8, momentum: 0.5 }],
    [
      'adagrad,rate-decay=0.1,initial-accumulator=1,epsilon=1',
      { name: 'adagrad', epsilon: 1, rateDecay: 0.1, initialAccumulator: 1 },
    ],
    ['nadam,momentum-decay=0', { name: 'nadam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentumDecay: 0 }],
  ];
  for (const [text, optimizer] of readable)
    it(`reads "${text}"`, () => assert.deepEqual(parseOptimizer(text), optimizer));

  it('takes a name alone for the usual constants', () => {
    for (const [name, optimizer] of Object.entries(DEFAULT_OPTIMIZERS))
      assert.deepEqual(parseOptimizer(name), optimizer);
  });

  const refused: [string, RegExp][] = [
    [
      'newton',
      /The optimizer must be sgd, momentum, nesterov, adam, adamw, rmsprop, adagrad, adadelta, adamax, nadam, radam or lion, not "newton"\./,
    ],
    ['toString', /not "toString"/],
    ['Adam', /not "Adam"/],
    ['', /must begin with a name/],
    ['sgd,momentum=0.9', /sgd has no option momentum\. Its only option is weight-decay\./],
    [
      'rmsprop,centered=1',
      /rmsprop has no option centered\. Its options are alpha, epsilon, momentum and weight-decay\./,
    ],
    [
      'adam,weightDecay=0.1',
      /adam has no option weightDecay\. Its options are beta1, beta2, epsilon and weight-decay\./,
    ],
    ['adam,beta1=1', /beta1 of adam must be a number of at least 0 and below 1, not "1"/],
    ['adam,beta2=-0.1', /beta2 of adam must be a number of at least 0 and below 1/],
    ['adam,epsilon=0', /epsilon of adam must be a number from 1e-15 to 1, not "0"/],
    ['adamw,weight-decay=-1', /weight-decay of adamw must be a number from 0 to 1000000, not "-1"/],
    ['adamw,weight-decay=lots', /weight-decay of adamw must be a number from 0 to 1000000, not "lots"/],
  ];
  for (const [text, sentence] of refused) {
    it(`refuses "${text}" in a sentence`, () =>
      assert.throws(
        () => parseOptimizer(text),
        (error: unknown) => error instanceof RangeError && sentence.test(error.message),
      ));
  }
});

describe('optimizerText', () => {
  const written = [
    'sgd',
    'momentum,momentum=0.8',
    'adam,weight-decay=0.0001',
    'adamw,weight-decay=0',
    'lion,beta2=0.999',
    'adam,epsilon=1e-10',
  ];
  for (const text of written)
    it(`writes "${text}" as it was read`, () => assert.equal(serializeOptimizer(parseOptimizer(text)), text));

  it('leaves out what is usual', () => {
    assert.equal(serializeOptimizer(parseOptimizer('adamw,weight-decay=0.01,beta1=0.9')), 'adamw');
    assert.equal(serializeOptimizer(parseOptimizer('sgd,weight-decay=0')), 'sgd');
  });
});
