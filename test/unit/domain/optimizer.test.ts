import assert from 'node:assert/strict';
import { formatOptimizer } from '../../../src/domain/optimizer.ts';
import { parseOptimizer } from '../../../src/domain/optimizerText.ts';

describe('formatOptimizer', () => {
  const names: [text: string, name: string][] = [
    ['sgd', 'SGD'],
    ['momentum', 'SGD with momentum 0.9'],
    ['nesterov,momentum=0.5,weight-decay=5e-4', 'SGD with Nesterov momentum 0.5, weight decay 0.0005'],
    ['adam', 'Adam'],
    ['adam,beta1=0.8,epsilon=1e-6', 'Adam, beta1 0.8, epsilon 0.000001'],
    ['adamw', 'AdamW'],
    ['adamw,weight-decay=0.1', 'AdamW, weight decay 0.1'],
    ['adamw,weight-decay=0', 'AdamW, weight decay 0'],
    ['rmsprop,momentum=0.9', 'RMSProp, momentum 0.9'],
    ['adagrad,initial-accumulator=0.1', 'Adagrad, initial accumulator 0.1'],
    ['lion', 'Lion'],
  ];
  for (const [text, name] of names)
    it(`says "${name}" for ${text}`, () => assert.equal(formatOptimizer(parseOptimizer(text)), name));

  it('reads records from before there was weight decay', () => {
    assert.equal(formatOptimizer({ name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }), 'Adam');
  });
});
