import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A program whose best rates are known, and that the finder and the search are tried on. */
export interface BenchProgram {
  /** Of its file in the folder programs, without extension. */
  readonly name: string;
  readonly framework: 'torch' | 'keras' | 'optax';
  /** The optimizer that it trains with. */
  readonly optimizer: string;
  /** What is written around its rate, which stands at the place of "{}", and the rate as it is written. */
  readonly rate: readonly [place: string, text: string];
  /** What stands before the losses that it prints, but for an equals sign or colon. */
  readonly lossName: string;
}

const FOLDER = path.join(__dirname, 'programs');
const NUMBER = /[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf|nan)/.source;

export const PROGRAMS: readonly BenchProgram[] = [
  torch('accumulate', 'SGD', 'LR = {}', '0.1'),
  torch('adafactor_names', 'Adafactor', 'lr={}', '0.2'),
  torch('attention_sort', 'Adam', 'lr={}', '0.2'),
  torch('autoencoder', 'AdamW', 'lr={}', '0.3'),
  torch('bag_of_tags', 'SGD', 'lr={}', '0.02'),
  torch('char_lstm', 'Adam', '"--learning-rate", type=float, default={}', '3e-3'),
  torch('char_transformer', 'AdamW', 'learning_rate: float = {}', '5e-5'),
  torch('contrastive', 'AdamW', '"--lr", default={}', '1e-3'),
  torch('ctc_strokes', 'Adam', 'lr={}', '1e-2'),
  torch('diffusion_moons', 'AdamW', 'lr={}', '0.02'),
  torch('dilated_forecast', 'RMSprop', 'lr={}', '0.1'),
  torch('distillation', 'SGD', 'lr={}', '2e-5'),
  torch('dqn', 'NAdam', 'LR = {}', '5e-5'),
  torch('flow_rings', 'Adam', 'lr={}', '2e-5', 'nll'),
  torch('graph_nodes', 'Adam', 'main(lr={}', '0.3'),
  torch('gru_counts', 'RMSprop', 'lr={}', '2e-4'),
  torch('hinge_online', 'SGD', 'LR = {}', '1e-4'),
  torch('house_prices', 'Adam', 'lr={}', '1e-4'),
  torch('lamb_masked', 'LAMB', 'parameters, lr={}', '0.3'),
  torch('large_batch', 'Adam', 'learning_rate = {}', '0.5', 'error'),
  torch('layernorm_groups', 'Adam', 'BASE_LR = {}', '3e-3'),
  torch('logistic', 'SGD', 'lr={}', '30.0'),
  torch('matrix_factorisation', 'SGD', 'LEARNING_RATE = {}', '1.0', 'mse'),
  torch('mixture_density', 'Adam', 'lr={}', '3e-3', 'nll'),
  torch('muon_parity', 'Muon', 'parameters(), lr={}', '0.0005'),
  torch('negated_reviews', 'Adam', 'lr={}', '3e-5'),
  torch('noisy_labels', 'RAdam', '"learning_rate": {}', '0.002'),
  torch('onecycle', 'SGD', 'MAX_LR = {}', '10.0'),
  torch('oscillator_physics', 'Adam', 'lr={}', '5e-5'),
  torch('patrol_policy', 'RMSprop', 'lr={}', '1e-5'),
  torch('pendulum_rollout', 'Adagrad', 'lr={}', '1e-3'),
  torch('pinball', 'AdamW', '"--lr", type=float, default={}', '1e-5'),
  torch('poisson_counts', 'Adagrad', 'lr={}', '1e-3', 'nll'),
  torch('quantized_codes', 'AdamW', 'lr={}', '0.05'),
  torch('resnet_bn', 'SGD', 'dict(lr={}', '0.05'),
  torch('restarts_tabular', 'SGD', 'lr={}', '1e-4'),
  torch('reverse_warmup', 'Adam', '"peak_lr": {}', '0.1'),
  torch('rnn_sine', 'Adagrad', 'lr={}', '0.03', ','),
  torch('segment_digits', 'SGD', 'lr={}', '5e-4'),
  torch('sine_field', 'Adam', 'lr={}', '0.05', 'mse'),
  torch('smoothed_textures', 'AdamW', 'lr={}', '1.5e-3'),
  torch('spirals', 'SGD', 'LR = {}', '0.02'),
  torch('step_decay', 'SGD', 'outputs, lr={}', '1e-4'),
  torch('super_resolution', 'AdamW', 'lr={}', '0.1'),
  torch('teacher_regression', 'Adam', '"--lr", type=float, default={}', '1e-5'),
  torch('tiny_cnn', 'SGD', 'lr={}', '1.5'),
  torch('triplets', 'SGD', 'lr={}', '2.0'),
  torch('vae', 'Adamax', 'lr={}', '0.3'),
  torch('word_vectors', 'Adam', 'lr={}', '2e-4'),
  keras('keras_cnn', 'SGD', 'LEARNING_RATE = {}', '1e-3'),
  keras('keras_digits', 'Adam', 'learning_rate={}', '0.003'),
  keras('keras_regression', 'RMSprop', 'learning_rate={}', '0.2'),
  keras('keras_schedule', 'AdamW', 'initial_learning_rate={}', '3e-5'),
  optax('optax_mlp', 'Adam', 'LEARNING_RATE = {}', '0.01'),
];

/** Absolute path of a program. */
export function programFile({ name }: BenchProgram): string {
  return path.join(FOLDER, `${name}.py`);
}

/** The rate that is written in it. */
export function writtenRate({ rate: [, text] }: BenchProgram): number {
  return Number(text);
}

/**
 * The source text of a program with another rate in it.
 * @throws Error where the place of the rate does not occur once
 */
export async function sourceAt(program: BenchProgram, rate: number): Promise<string> {
  const [place, text] = program.rate;
  const written = place.replace('{}', text);
  const parts = (await readFile(programFile(program), 'utf8')).split(written);
  if (parts.length !== 2) throw new Error(`${program.name}.py has "${written}" ${parts.length - 1} times, not once.`);
  return parts.join(place.replace('{}', String(rate)));
}

/** The losses that a program printed, in order; NaN for what is not finite. */
export function printedLosses({ lossName }: BenchProgram, output: string): number[] {
  const pattern = new RegExp(String.raw`${lossName}[\s:=]{0,4}(${NUMBER})`, 'gi');
  return [...output.matchAll(pattern)].map(([, text]) => Number(text));
}

function torch(name: string, optimizer: string, place: string, text: string, lossName = 'loss'): BenchProgram {
  return { name, framework: 'torch', optimizer, rate: [place, text], lossName };
}

function keras(name: string, optimizer: string, place: string, text: string): BenchProgram {
  return { name, framework: 'keras', optimizer, rate: [place, text], lossName: 'loss' };
}

function optax(name: string, optimizer: string, place: string, text: string): BenchProgram {
  return { name, framework: 'optax', optimizer, rate: [place, text], lossName: 'loss' };
}
