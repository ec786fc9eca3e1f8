import { problemsOf, TORCH } from '../../code/rules/markedProblems.ts';
import type { Surface } from '../surface.ts';

const SGD = `${TORCH}optimizer = optim.SGD(model.parameters(), lr=0.1)\n`;

function adam(rate: string): string {
  return `${TORCH}optim.Adam(model.parameters(), lr=${rate})`;
}

/** A loop of 10 epochs that steps a scheduler after each of them, or after each of their batches. */
function loop(scheduler: string, every: 'epoch' | 'batch', step = 'scheduler.step()'): string {
  const indent = every === 'epoch' ? '    ' : '        ';
  return `${SGD}scheduler = ${scheduler}\nfor epoch in range(10):\n    for x in loader:\n        train(x)\n${indent}${step}\n`;
}

/** A program for each message of a rule. */
const PROGRAMS = [
  adam('5'),
  adam('0.5'),
  adam('1e-12'),
  adam('0'),
  adam('-0.001'),
  adam('1 // 1000'),
  'import keras\nmodel.compile(keras.optimizers.Adam(learning_rate=-0.1), "mse")',
  `${TORCH}from prodigyopt import Prodigy\nProdigy(model.parameters(), lr=1e-3)`,
  `${TORCH}from prodigyopt import Prodigy\nProdigy(model.parameters(), lr=100)`,
  loop('CosineAnnealingLR(optimizer, T_max=6)', 'epoch'),
  loop('CosineAnnealingLR(optimizer, T_max=20)', 'epoch'),
  loop('StepLR(optimizer, step_size=3)', 'batch'),
  loop('OneCycleLR(optimizer, 0.1, total_steps=len(train_loader) * 10)', 'epoch'),
  loop('ReduceLROnPlateau(optimizer, patience=10)', 'epoch', 'scheduler.step(loss)'),
  loop('ReduceLROnPlateau(optimizer, patience=10)', 'epoch', 'scheduler.step(loss)').replace('range(10)', 'range(1)'),
  'import optax\noptax.warmup_cosine_decay_schedule(0.0, 1e-3, 4000, 10_000, end_value=0.0)',
  `${TORCH}optimizer = optim.AdamW(model.parameters(), lr=1e-5)\nCosineAnnealingLR(optimizer, T_max=10, eta_min=1e-4)`,
];

/** The problems that rules find, with what is said of the places beside them. Fixes are code. */
export const ruleProblems: Surface = {
  sources: ['src/code/rules'],
  names: ['Adam', 'Prodigy', 'CosineAnnealingLR', 'StepLR', 'OneCycleLR'],
  async texts() {
    const problems = await Promise.all(PROGRAMS.map((text) => problemsOf({ language: 'python', text })));
    return problems.flat().flatMap(({ message, related }) => [message, ...related.map((other) => other.message)]);
  },
};
