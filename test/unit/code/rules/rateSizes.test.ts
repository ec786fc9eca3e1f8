import assert from 'node:assert/strict';
import { problemsOf, problemTable, TORCH } from './markedProblems.ts';

describe('a rate that is too high', () => {
  problemTable('rate-too-high', {
    'of Adam, ten times and more': `${TORCH}optim.Adam(model.parameters(), lr=«0.1»)\noptim.AdamW(model.parameters(), lr=«3»)`,
    'of SGD, ten times': `${TORCH}optim.SGD(model.parameters(), lr=«10.0», momentum=0.9)`,
    'of RMSprop in Keras':
      'import keras\nmodel = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile(keras.optimizers.RMSprop(«1.0»), "mse")',
    'in a constant': `${TORCH}RATE = «0.5»\nopt = optim.Adam(model.parameters(), lr=RATE)`,
    'in an option, only when it is ruinous': `${TORCH}import argparse
p = argparse.ArgumentParser()
p.add_argument("--lr", type=float, default=«10»)
p.add_argument("--encoder-lr", type=float, default=0.1)
args = p.parse_args()
optim.Adam(model.parameters(), lr=args.lr)
optim.Adam(encoder.parameters(), lr=args.encoder_lr)`,
    'as the peak of a schedule, while the rate that it overrides counts for nothing': `${TORCH}opt = optim.Adam(model.parameters(), lr=5)
OneCycleLR(opt, max_lr=«1.0», total_steps=100)`,
    'that the program replaces before it is used is none': `${TORCH}opt = optim.Adam(model.parameters(), lr=0.5)\nfor group in opt.param_groups:\n    group['lr'] = schedule(epoch)`,
    'that the program only writes into its log is one': `${TORCH}opt = optim.Adam(model.parameters(), lr=«0.5»)\nlog['lr'] = opt.param_groups[0]['lr']`,
    'that the program goes on from is one': `${TORCH}opt = optim.Adam(model.parameters(), lr=«0.5»)\nfor group in opt.param_groups:\n    group['lr'] = group['lr'] * 0.1`,
    'that the program only multiplies is one': `${TORCH}opt = optim.Adam(model.parameters(), lr=«0.5»)\nfor group in opt.param_groups:\n    group['lr'] *= 0.1`,
    'in a list to choose from, one a line, is none': `${TORCH}for lr in [\n    1e-4,\n    1e-3,  # usual\n    0.1,\n    10,\n]:\n    optim.Adam(model.parameters(), lr=lr)`,
    'among the values of a schedule is one':
      'import keras\nmodel = keras.Sequential([keras.layers.Dense(1)])\ns = keras.optimizers.schedules.PiecewiseConstantDecay([1000, 2000, 3000], [«10.0», «1.0», «0.1», 0.01])\nmodel.compile(keras.optimizers.Adam(s), "mse")',
    'in a list to choose from is none': `${TORCH}for lr in [1e-4, 1e-3, 0.1, 10]:\n    optim.Adam(model.parameters(), lr=lr)`,
    'at the edge is none': `${TORCH}optim.Adam(model.parameters(), lr=0.05)\noptim.SGD(model.parameters(), lr=5)`,
    'of an optimizer that is not known is none': `${TORCH}MyOptimizer(model.parameters(), lr=50)`,
    'of an optimizer that the program defines by itself is none': `${TORCH}class Adam(Base):\n    def step(self):\n        ...\nAdam(model.parameters(), lr=2)`,
    'with clipped gradients under SGD is none': `${TORCH}optim.SGD(model.parameters(), lr=30)\nnn.utils.clip_grad_norm_(model.parameters(), 0.25)`,
    'of a language model that recurs is none under SGD': `${TORCH}rnn = nn.LSTM(8, 8)\noptim.SGD(rnn.parameters(), lr=20)`,
    'in a constant that also makes steps by hand is none':
      'import jax, optax\nlearning_rate = 0.3\ntx = optax.adam(learning_rate=learning_rate)\nparams = jax.tree.map(lambda p, g: p - learning_rate * g, params, grads)\nmodel = nn.Dense(1)',
    'on an image is none': `${TORCH}optim.Adam([image], lr=10)`,
    'of L-BFGS, Adadelta and LARS is none at 1': `${TORCH}optim.LBFGS(model.parameters(), lr=1)\noptim.Adadelta(model.parameters(), lr=1.0)\nLARS(model.parameters(), lr=4.8)`,
    'of a Gaussian process is none': `import torch, gpytorch\nmodel = Model(gpytorch.likelihoods.GaussianLikelihood())\ntorch.optim.Adam(model.parameters(), lr=0.1)`,
    'that a function scales is none': `${TORCH}opt = optim.Adam(model.parameters(), lr=1.0)\nLambdaLR(opt, lambda step: min(step ** -0.5, step * 4000 ** -1.5))`,
    'beside Muon is none': `${TORCH}from muon import Muon\noptim.Adam(model.lm_head.parameters(), lr=0.3)`,
    'without a framework is none': 'optimizer = Adam\nlearning_rate = 50',
    'among the choices of a search is none':
      'import keras\ndef build(hp):\n    rate = hp.Choice("learning_rate", [0.5, 0.05], default=0.05)\n    return keras.Sequential([keras.layers.Dense(1)]), keras.optimizers.Adam(rate)',
    'at the end of a search is none': `${TORCH}def objective(trial):\n    lr = trial.suggest_float("lr", 1e-5, 10, log=True)\n    return optim.Adam(model.parameters(), lr=lr)`,
    'in a test without a framework for tests is none': `${TORCH}def test_step():\n    optim.Adam(model.parameters(), lr=100)`,
    'in a test is none': `import pytest\n${TORCH}optim.Adam(model.parameters(), lr=100)`,
  });

  describe('in TensorFlow.js', () => {
    problemTable(
      'rate-too-high',
      {
        'of Adam':
          'import * as tf from "@tensorflow/tfjs";\nconst model = tf.sequential({ layers: [tf.layers.dense({ units: 1 })] });\nmodel.compile({ optimizer: tf.train.adam(«1») });',
        'of Adam, in a network of some size':
          'import * as tf from "@tensorflow/tfjs";\nconst model = tf.sequential({ layers: [tf.layers.dense({ units: 100 }), tf.layers.dense({ units: 1 })] });\nmodel.compile({ optimizer: tf.train.adam(«0.2») });',
        'of Adam, where a size is not to be seen':
          'import * as tf from "@tensorflow/tfjs";\nconst model = tf.sequential({ layers: [tf.layers.dense({ units: hidden }), tf.layers.dense({ units: 1 })] });\nmodel.compile({ optimizer: tf.train.adam(«0.2») });',
        'of Adam, where there is more than a handful of units':
          'import * as tf from "@tensorflow/tfjs";\nconst model = tf.sequential({ layers: [tf.layers.conv2d({ filters: 8 }), tf.layers.dense({ units: 10 })] });\nmodel.compile({ optimizer: tf.train.adam(«0.2») });',
        'of Adam is none where a straight line is learned':
          'import * as tf from "@tensorflow/tfjs";\nconst converted = convert(rows);\nconst model = tf.sequential({ layers: [tf.layers.dense({ units: 1 })] });\nmodel.compile({ optimizer: tf.train.adam(0.1) });',
        'of Adam is none where a handful of units learn XOR':
          'import * as tf from "@tensorflow/tfjs";\nconst model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: 16 }), tf.layers.dense({ units: 1 })] });\nmodel.compile({ optimizer: tf.train.adam(0.2) });',
        'of Adam is none at 0.01':
          'import * as tf from "@tensorflow/tfjs";\nmodel.compile({ optimizer: tf.train.adam(0.01) });',
      },
      'typescript',
    );
  });

  it('is a warning only when it is ruinous', async () => {
    const severity = async (rate: number) =>
      (await problemsOf({ language: 'python', text: `${TORCH}optim.Adam(model.parameters(), lr=${rate})` }))[0]
        ?.severity;
    assert.equal(await severity(0.5), 'information');
    assert.equal(await severity(1), 'warning');
  });
});

describe('a rate that is too low', () => {
  problemTable('rate-too-low', {
    'of an optimizer that the program defines by itself is none': `${TORCH}class Adam(Base):\n    def step(self):\n        ...\nAdam(model.parameters(), lr=1e-12)`,
    'of Adam': `${TORCH}optim.Adam(model.parameters(), lr=«1e-10»)`,
    'of SGD': `${TORCH}optim.SGD(model.parameters(), lr=«1e-10»)`,
    'is none when the loss is a sum': `${TORCH}loss = nn.MSELoss(reduction="sum")\noptim.SGD(model.parameters(), lr=1e-10)`,
    'is none while large models are tuned': `${TORCH}optim.AdamW(model.parameters(), lr=5e-8)`,
    'is none where a schedule ends or begins': `${TORCH}opt = optim.Adam(model.parameters(), lr=1e-3)\nCosineAnnealingLR(opt, T_max=10, eta_min=1e-12)`,
    'is none in a list to choose from': `${TORCH}for lr in [1e-12, 1e-6, 1e-3, 1e-2]:\n    optim.Adam(model.parameters(), lr=lr)`,
    'is none in a group': `${TORCH}optim.Adam([{"params": model.parameters(), "lr": 1e-12}], lr=1e-3)`,
  });
});

describe('a rate of an optimizer that needs none', () => {
  problemTable('rate-free-optimizer', {
    'throttles Prodigy': `${TORCH}from prodigyopt import Prodigy\nProdigy(model.parameters(), lr=«1e-3»)`,
    'throttles D-Adaptation': `${TORCH}from dadaptation import DAdaptAdam\nDAdaptAdam(model.parameters(), lr=«1e-4»)`,
    'is none at 1 and near it': `${TORCH}from prodigyopt import Prodigy\nProdigy(model.parameters(), lr=1.0)\nProdigy(model.parameters(), lr=0.5)`,
  });
});
