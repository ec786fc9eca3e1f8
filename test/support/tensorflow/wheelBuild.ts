import { access, mkdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { findProgram, runProgram } from '../programs.ts';
import { ensureDebianPackages } from '../vscode/debianPackages.ts';
import { UnavailableError } from '../vscode/unavailable.ts';

/** The Python package whose wheel carries libtensorflow with its C headers, without anything for graphics cards. */
const WHEEL = process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';
/** What the wheel calls the two libraries, and by which names the binding asks for them. */
const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
/** The newest Node-API that tfjs-node 4.22 knows; Node keeps all of them. */
const NODE_API = 8;
/** For a Node without headers beside it. */
const HEADERS = 'node-api-headers@1.5.0';

/**
 * Builds tfjs-node's native binding against the libtensorflow of a Python wheel, where its own installer can't download one. The
 * libraries end up in the package, found by a path relative to the binding: nothing needs LD_LIBRARY_PATH, and Python is not
 * needed afterwards. Takes one to two minutes, and 1.5 GB of room while it works, 0.9 GB after.
 * @param folder of the package @tensorflow/tfjs-node
 * @param work a folder for what is needed meanwhile
 * @throws UnavailableError where this can't be done
 */
export async function buildFromWheel(folder: string, work: string, log: (line: string) => void): Promise<void> {
  if (process.platform !== 'linux')
    throw new UnavailableError(
      `TensorFlow's library is taken from a Python wheel on Linux only, not on ${process.platform}.`,
    );
  await ensureDebianPackages(['python3', 'python3-pip', 'g++'], log, 'Building the binding of TensorFlow');
  log(`Downloading libtensorflow with the Python package ${WHEEL}.`);
  const wheel = path.join(work, 'wheel');
  await install(wheel, work);
  const tensorflow = path.join(wheel, 'tensorflow');

  log('Compiling the binding.');
  const library = path.join(folder, 'deps', 'lib');
  await mkdir(library, { recursive: true });
  for (const name of LIBRARIES) await rename(path.join(tensorflow, name), path.join(library, name));
  // Other names by which the package's own scripts and its installer know them.
  await symlink(LIBRARIES[0], path.join(library, 'libtensorflow.so.2'));
  const binding = path.join(folder, 'lib', `napi-v${NODE_API}`, 'tfjs_binding.node');
  await mkdir(path.dirname(binding), { recursive: true });
  await runProgram('g++', [
    ...['-std=c++17', '-O2', '-shared', '-fPIC', `-DNAPI_VERSION=${NODE_API}`],
    ...[folder, path.join(tensorflow, 'include'), await nodeHeaders(work)].map((headers) => `-I${headers}`),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((source) => path.join(folder, 'binding', source)),
    ...[`-L${library}`, ...LIBRARIES.map((name) => `-l:${name}`), '-Wl,-rpath,$ORIGIN/../../deps/lib'],
    ...['-o', binding],
  ]);
  await rm(wheel, { recursive: true, force: true });
}

async function install(target: string, work: string): Promise<void> {
  const pip = await findProgram('pip3', 'pip');
  // Unless told otherwise, pip spends minutes on an index that doesn't answer.
  const env = {
    PIP_RETRIES: '0',
    ...process.env,
    PIP_DEFAULT_TIMEOUT: '5',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_ROOT_USER_ACTION: 'ignore',
    TMPDIR: work,
  };
  await runProgram(
    pip!,
    [
      'install',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '--no-compile',
      '--no-cache-dir',
      '--target',
      target,
      WHEEL,
    ],
    { env },
  ).catch((error: unknown) => {
    const said = (error as Error).message.split('\n').filter((line) => line.startsWith('ERROR:'));
    throw new UnavailableError(
      `The Python package ${WHEEL}, which carries libtensorflow, cannot be installed: ${said.at(-1) ?? (error as Error).message}`,
    );
  });
}

/** The folder with node_api.h: beside Node where it came with its headers, else from npm. */
async function nodeHeaders(work: string): Promise<string> {
  const beside = path.resolve(process.execPath, '..', '..', 'include', 'node');
  const isThere = await access(path.join(beside, 'node_api.h')).then(
    () => true,
    () => false,
  );
  if (isThere) return beside;
  const npm = await findProgram('npm');
  if (!npm)
    throw new UnavailableError(`Node has no headers beside it in ${beside}, and there is no npm to fetch them with.`);
  await runProgram(npm, ['install', '--prefix', work, '--no-save', '--no-audit', '--no-fund', HEADERS]);
  return path.join(work, 'node_modules', 'node-api-headers', 'include');
}
