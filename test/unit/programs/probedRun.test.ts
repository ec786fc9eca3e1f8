import assert from 'node:assert/strict';
import { ProbedRun } from '../../../src/programs/probedRun.ts';

describe('a run that the probe reports', () => {
  it('starts with its first sample, with all that is known by then', () => {
    const run = new ProbedRun('train.py');
    assert.deepEqual(run.take({ type: 'started', version: 1, frameworks: { torch: '2' }, rank: 0 }), []);
    assert.deepEqual(run.take({ type: 'facts', facts: { rate: 0.1, optimizer: 'SGD' }, rates: [0.1] }), []);
    assert.deepEqual(run.take({ type: 'notice', text: 'early' }), []);
    const [started, notice, samples] = run.take({ type: 'samples', samples: [{ step: 0, loss: 2 }] });
    assert.deepEqual(
      started.type === 'started' && [started.facts.rate, started.facts.optimizer, started.facts.metrics],
      [0.1, 'SGD', [{ name: 'loss', source: 'loss' }]],
    );
    assert.deepEqual(notice, { type: 'notice', text: 'early', count: 1 });
    assert.deepEqual(samples, { type: 'samples', samples: [{ step: 0, loss: 2 }] });
  });

  it('does not start where only rates are seen', () => {
    const run = new ProbedRun('train.py');
    assert.deepEqual(run.take({ type: 'samples', samples: [{ step: 0, rate: 0.1 }] }), []);
    assert.equal(run.hasStarted, false);
  });

  it('tells what is measured when it first appears', () => {
    const run = new ProbedRun('train.py');
    run.take({ type: 'samples', samples: [{ step: 0, loss: 2 }] });
    const [facts] = run.take({ type: 'samples', samples: [{ step: 1, loss: 2, gradientNorm: 1 }] });
    assert.deepEqual(facts, {
      type: 'facts',
      facts: {
        metrics: [
          { name: 'loss', source: 'loss' },
          { name: 'gradientNorm', source: 'gradientNorm' },
        ],
      },
    });
  });

  it('takes each step once, in order', () => {
    const run = new ProbedRun('train.py');
    run.take({ type: 'samples', samples: [{ step: 5, loss: 2 }] });
    const steps = [4, 5, 6, 6, 7].map((step) => ({ step }));
    assert.deepEqual(run.take({ type: 'samples', samples: steps }), [
      { type: 'samples', samples: [{ step: 6 }, { step: 7 }] },
    ]);
    assert.deepEqual(run.take({ type: 'samples', samples: [{ step: 7 }] }), []);
  });

  it('ends before its program where the program goes on with another training', () => {
    const run = new ProbedRun('train.py');
    run.take({ type: 'samples', samples: [{ step: 0, loss: 2 }] });
    assert.deepEqual(run.take({ type: 'ended', state: 'over', exception: null }), [
      { type: 'ended', state: 'finished' },
    ]);
    assert.equal(run.isOver, true);
    const last = new ProbedRun('train.py');
    last.take({ type: 'samples', samples: [{ step: 0, loss: 2 }] });
    assert.deepEqual(last.take({ type: 'ended', state: 'finished', exception: null }), []);
    assert.equal(last.isOver, false);
  });

  it('is not made of processes that only help the first one', () => {
    const run = new ProbedRun('train.py');
    run.take({ type: 'started', version: 1, frameworks: {}, rank: 1 });
    assert.deepEqual(run.take({ type: 'samples', samples: [{ step: 0, loss: 2 }] }), []);
    assert.equal(run.hasStarted, false);
  });

  it('tells each notice once, and not without end', () => {
    const run = new ProbedRun('train.py');
    run.take({ type: 'samples', samples: [{ step: 0, loss: 2 }] });
    const told = Array.from({ length: 100 }, (_, index) => run.take({ type: 'notice', text: `n${index >> 1}` })).flat();
    assert.equal(told.length, 20);
  });
});
