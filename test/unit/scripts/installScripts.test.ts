import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../../..');

/** The packages with an install script, and why they work without it. Install scripts never run (ignore-scripts in .npmrc). */
const WORK_WITHOUT: Record<string, string> = {
  '@tensorflow/tfjs-node':
    "Its script downloads TensorFlow's native library; only who asks for the second engine runs it (npm run setup:tensorflow).",
  '@vscode/vsce-sign':
    'Its script fetches the program that signs extensions for the marketplace; packaging needs none.',
  'core-js': 'Its script only prints a request for donations.',
  esbuild:
    "Its script checks and links the platform's program, which comes as a package of its own and is found there.",
  keytar:
    "Its script fetches a binding to the system's password store, for publishing; optional, and packaging needs none.",
};

describe('install scripts', () => {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean; resolved?: string }>;
  };

  it('are not needed by any package', () => {
    const withScript = Object.keys(packages).filter((name) => packages[name].hasInstallScript);
    const names = withScript.map((name) => name.replace(/^.*node_modules\//, ''));
    assert.deepEqual(
      names.filter((name) => !Object.hasOwn(WORK_WITHOUT, name)),
      [],
    );
  });

  it('are never run', () => {
    assert.match(readFileSync(path.join(ROOT, '.npmrc'), 'utf8'), /^ignore-scripts=true$/m);
  });

  it('and hosts are not in the lock file', () => {
    assert.deepEqual(
      Object.keys(packages).filter((name) => packages[name].resolved),
      [],
    );
  });
});
