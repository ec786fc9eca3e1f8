import assert from 'node:assert/strict';
import { mayTrain, nameOfCommand, optionsOfCommand, setsRate } from '../../../src/vscode/consoles/commandLine.ts';

describe('a command in a terminal', () => {
  it('may train, unless it shows what is in files, or is Goldilocks', () => {
    const trains = ['python train.py', './train --lr 0.1', 'tail -f train.log', 'ssh gpu python train.py', 'catalyst-dl run'];
    const passedOver = ['cat train.log', '  /usr/bin/less out.txt', 'git log', 'npx goldilocks sweep --rates 0.1', 'cat'];
    assert.deepEqual(trains.filter((command) => !mayTrain(command)), []);
    assert.deepEqual(passedOver.filter(mayTrain), []);
  }); // prettier-ignore

  it('says by its options what the training is', () => {
    assert.deepEqual(optionsOfCommand('python train.py --lr 1e-3 --batch-size=64'), { rate: 0.001, batchSize: 64 });
    assert.deepEqual(optionsOfCommand('python train.py --learning_rate .5'), { rate: 0.5 });
    assert.deepEqual(optionsOfCommand('python train.py --lr-decay 0.9 --lr 0 --lr=x'), {});
  });

  it('may set the rate by many names, so that no number in the program is to blame', () => {
    const sets = [
      'python train.py --lr 1e-3',
      'python train.py optimizer.lr=0.1',
      'python train.py +model.learning_rate=.1',
      'python train.py fit --optimizer.init_args.lr=0.1',
      'python train.py --base_lr 0.1',
      'python train.py --max-lr=0.1',
      'LR=0.1 python train.py',
      '"train.py" "--lr" "0.1"',
    ];
    const leaves = [
      'python train.py',
      'python train.py --lr-decay 0.9',
      'python train.py --min-lr 1e-5',
      'python train.py --epochs 3 weight_decay=0.1',
      'python lr.py 3',
    ];
    assert.deepEqual(sets.filter((command) => !setsRate(command)), []);
    assert.deepEqual(leaves.filter(setsRate), []);
  }); // prettier-ignore

  it('names the training, cut where it is long', () => {
    assert.equal(nameOfCommand(' python train.py\nrm -r runs '), 'python train.py');
    assert.equal(nameOfCommand(`python train.py ${'--flag '.repeat(20)}`).length, 60);
  });
});
