import assert from 'node:assert/strict';
import path from 'node:path';
import { commandText, probedEnvironment } from '../../../src/programs/launch.ts';

describe('the launch of a program', () => {
  it('keeps the environment, and puts the probe before what Python finds already', () => {
    const launch = { command: ['python'], cwd: '/', env: { LR: '0.1' }, mode: { name: 'watch' } } as const;
    const environment = probedEnvironment(launch, '/channel', '/python', {
      HOME: '/home',
      PYTHONPATH: '/mine',
      LR: '1',
    });
    assert.deepEqual(environment, {
      HOME: '/home',
      LR: '0.1',
      PYTHONUNBUFFERED: '1',
      PYTHONPATH: [path.join('/python', 'inject'), '/mine'].join(path.delimiter),
      GOLDILOCKS_PROBE: '{"version":1,"directory":"/channel","mode":{"name":"watch"}}',
    });
    const bare = probedEnvironment(launch, '/channel', '/python', {});
    assert.equal(bare.PYTHONPATH, path.join('/python', 'inject'));
  });

  it('does not hand on that Electron runs this process as Node', () => {
    const launch = { command: ['python'], cwd: '/', env: {}, mode: { name: 'watch' } } as const;
    const variable = 'ELECTRON_RUN_AS_NODE';
    assert.equal(probedEnvironment(launch, '/channel', '/python', { [variable]: '1' }, true)[variable], undefined);
    // The user has set it.
    assert.equal(probedEnvironment(launch, '/channel', '/python', { [variable]: '1' }, false)[variable], '1');
    const own = { ...launch, env: { [variable]: '1' } };
    assert.equal(probedEnvironment(own, '/channel', '/python', {}, true)[variable], '1');
  });

  it('is shown so that words stay words', () => {
    assert.equal(commandText(['python', 'my train.py', '--lr=0.1', '']), 'python "my train.py" --lr=0.1 ""');
    assert.equal(commandText({ shellLine: 'a | b' }), 'a | b');
  });
});
