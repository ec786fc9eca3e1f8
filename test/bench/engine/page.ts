import { SECTIONS } from './options.ts';
import type { Section } from './options.ts';
import { renderAtOnce } from './measurements/atOnce.ts';
import type { AtOnce } from './measurements/atOnce.ts';
import { renderCompared } from './measurements/scaling.ts';
import type { Compared } from './measurements/scaling.ts';
import { renderSpeed } from './measurements/speed.ts';
import type { Speeds } from './measurements/speed.ts';
import { renderStart } from './measurements/start.ts';
import type { Start } from './measurements/start.ts';
import { renderSweep } from './measurements/sweep.ts';
import type { SweepTimes } from './measurements/sweep.ts';

/** The measurements by section, as in docs/benchmarks-engine.json. */
export interface Measurements {
  readonly speed?: Speeds;
  readonly 'at-once'?: readonly AtOnce[];
  readonly start?: readonly Start[];
  readonly channels?: readonly Compared[];
  readonly images?: readonly Compared[];
  readonly zeros?: readonly Compared[];
  readonly sweep?: SweepTimes;
}

/** The conditions of the measurements. */
export interface Circumstances {
  readonly date: string;
  readonly command: string;
  readonly machine: string;
  /** Programs and their versions. */
  readonly versions: readonly string[];
  readonly rounds: number;
}

const TITLES: Record<Section, string> = {
  speed: 'Speed of training',
  'at-once': 'Two processes at once',
  start: 'Until the first step',
  channels: 'Small network with other channels',
  images: 'Small network on other numbers of images',
  zeros: 'Images without exact zeros',
  sweep: 'Whole commands',
};

const NOTES: Record<Section, string> = {
  speed: `The small network is that of slow-fast-furious with its 10,000 images, 3 epochs and batches of 64, the large one that of riding-the-curve
with rate 0.001, batches of 32 and one epoch of its 60,000 images (the preset has five); both train with Adam. Every run is a process of
its own, trainers take turns, and only training steps count: with choosing the batch's images and reading its loss, from the first step
on, so that warming up is included; without reading files, shuffling and evaluation. WebAssembly's vectors hold four numbers on every
processor; PyTorch's hold what the instructions named beside its version hold, eight with AVX2 and sixteen with AVX512. PyTorch's
processes keep the memory that they have freed, which makes it faster with many images (with glibc; see peers/pytorch.ts). TensorFlow.js gets
2,000 images with its wasm backend and 5,000 with tfjs-node, once; that backend cannot train convolutions: the gradient that it lacks
is composed of its matrix products here. The share of WebAssembly's peak
compares the arithmetic of a step (two operations for each multiply-add of forward pass, gradient by the weights and gradient by the
inputs, that of the first layer's inputs excepted; work that is skipped because of a zero counts as done) with a loop of multiply-adds
that stay in registers, measured in the same rounds, of which the best counts. Peak memory is that of the whole process, the worker's with test images, PyTorch's
without.`,
  'at-once': '',
  start:
    'With all images of the preset. A worker that was prepared ahead has compiled the engine and read the images before it is asked to train; one that has trained before has them from its last run.',
  channels: 'One epoch of 10,000 images at rate 0.0001; the channels are those of the first and the second block.',
  images: 'At rate 0.0001.',
  zeros: 'Zeros are replaced by 1/255, so that nobody gains by skipping the background.',
  sweep: 'From the start of the command to its end.',
};

/** The text between the markers of docs/benchmarks.md. */
export function renderPage(
  { date, command, machine, versions, rounds }: Circumstances,
  measurements: Measurements,
): string {
  const sections = SECTIONS.flatMap((section) => {
    const content = renderSection(section, measurements);
    return content === null ? [] : [[`### ${TITLES[section]}`, NOTES[section], content].filter(Boolean).join('\n\n')];
  });
  const intro = `Measured on ${date} by \`${command}\` on ${machine}, with ${versions.join(', ')}, each on one thread. Numbers are medians of at most
${rounds} rounds with the lowest and the highest in brackets; ratios are taken round by round.`;
  return [intro, ...sections].join('\n\n');
}

function renderSection(section: Section, measurements: Measurements): string | null {
  switch (section) {
    case 'speed':
      return measurements.speed ? renderSpeed(measurements.speed) : null;
    case 'at-once':
      return measurements['at-once'] ? renderAtOnce(measurements['at-once']) : null;
    case 'start':
      return measurements.start ? renderStart(measurements.start) : null;
    case 'sweep':
      return measurements.sweep ? renderSweep(measurements.sweep) : null;
    default: {
      const compared = measurements[section];
      return compared ? renderCompared(compared) : null;
    }
  }
}
