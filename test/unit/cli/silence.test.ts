import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Silence } from '../../../src/cli/silence.ts';

describe('silence', () => {
  let told = 0;

  beforeEach(() => {
    told = 0;
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => mock.timers.reset());

  it('is told once, so long after the last thing that was heard', () => {
    const silence = new Silence(60, () => told++);
    mock.timers.tick(50);
    silence.heard();
    mock.timers.tick(50);
    assert.equal(told, 0);
    mock.timers.tick(10);
    assert.equal(told, 1);
    silence.heard();
    mock.timers.tick(200);
    assert.equal(told, 1);
  });

  it('is not told once all has ended', () => {
    const silence = new Silence(60, () => told++);
    silence.end();
    silence.heard();
    mock.timers.tick(200);
    assert.equal(told, 0);
  });
});
