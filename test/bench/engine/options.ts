import { parseArgs } from 'node:util';
import { BenchError } from './benchError.ts';

/** The sections of the benchmark, in order. */
export const SECTIONS = ['speed', 'at-once', 'start', 'channels', 'images', 'zeros', 'sweep'] as const;
export type Section = (typeof SECTIONS)[number];

export interface BenchOptions {
  readonly quick: boolean;
  readonly rounds: number;
  /** A Python with PyTorch; null to find or install one. */
  readonly python: string | null;
  /** A second Node to run workers with; null if there is none. */
  readonly node: string | null;
  /** The folder with tfjs-node; null for that of `npm run setup:tensorflow`. */
  readonly tensorflow: string | null;
  readonly sections: readonly Section[];
  readonly help: boolean;
}

export const HELP = `Usage: npm run bench:engine -- [options]

Measures the built-in engine beside PyTorch and TensorFlow.js, each on one
thread, and writes docs/benchmarks.md and docs/benchmarks-engine.json. Leave
the machine alone meanwhile.

  --quick           a look of a minute or two; prints, writes nothing
  --rounds N        times that everything is repeated (default 9)
  --only SECTIONS   some of ${SECTIONS.join(',')};
                    prints, writes nothing
  --python PATH     a Python with PyTorch (or GOLDILOCKS_PYTHON; default: one
                    that pip installs into .cache, else the system's)
  --tensorflow DIR  a folder with tfjs-node (default: that of
                    npm run setup:tensorflow)
  --node PATH       a second Node to run the built-in engine with`;

const DEFAULT_ROUNDS = 9;
const QUICK_ROUNDS = 2;
const MAX_ROUNDS = 100;

const OPTIONS = {
  quick: { type: 'boolean' },
  rounds: { type: 'string' },
  only: { type: 'string' },
  python: { type: 'string' },
  tensorflow: { type: 'string' },
  node: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** @throws BenchError for an unknown option or an invalid value */
export function parseOptions(argv: readonly string[], environment: NodeJS.ProcessEnv): BenchOptions {
  const { quick = false, rounds, only, python, tensorflow, node, help = false } = parse(argv);
  return {
    quick,
    rounds: readRounds(rounds) ?? (quick ? QUICK_ROUNDS : DEFAULT_ROUNDS),
    python: python ?? (environment.GOLDILOCKS_PYTHON || null),
    node: node ?? null,
    tensorflow: tensorflow ?? null,
    sections: only === undefined ? SECTIONS : readSections(only),
    help,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch (error) {
    throw new BenchError(
      `${(error as Error).message.split('. ')[0].replace(/\.$/, '')}; the options are ${Object.keys(OPTIONS)
        .map((name) => `--${name}`)
        .join(', ')}.`,
    );
  }
}

function readRounds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rounds = Number(text);
  if (!/^\d+$/.test(text) || rounds < 1 || rounds > MAX_ROUNDS)
    throw new BenchError(`--rounds takes a whole number from 1 to ${MAX_ROUNDS}, not "${text}".`);
  return rounds;
}

function readSections(text: string): Section[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(SECTIONS as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new BenchError(`--only knows no section "${unknown}"; there are ${SECTIONS.join(', ')}.`);
  return SECTIONS.filter((section) => names.includes(section));
}
