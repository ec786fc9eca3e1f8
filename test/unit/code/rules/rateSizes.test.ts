import assert from 'node:assert/strict';
import { problemsOf, problemTable, TORCH } from './markedProblems.ts';

describe('a rate that is too high', () => {
  problemTable('rate-too-high', {
    'of Adam, ten times and more': `${TORCH}optim.Adam(model.parameters(), lr=«0.1»)\noptim.AdamW(model.parameters(), lr=«3»)`,
    'of SGD, ten times': `${TORCH}optim.SGD(model.parameters(), lr=«10.0», momentum=0.9)`,
    'of RMSprop in Keras':
      'import keras\nmodel = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile(keras.optimizers.RMSprop(«1.0»), "mse")',
    'in a constant': `${TORCH}RATE = «0.5»\nopt = optim.Adam(model.parameters(), lr=RATE)`,
    'in an option, only if it is ruinous': `${TORCH}import argparse
p = argparse.ArgumentParser()
p.add_argument("--lr", type=float, default=«10»)
p.add_argument("--encoder-lr", type=float, default=0.1)
args = p.parse_args()
optim.Adam(model.parameters(), lr=args.lr)
optim.Adam(encoder.parameters(), lr=args.encoder_lr)`,
    'as the peak of a schedule, but not the rate that it overrides': `${TORCH}opt = optim.Adam(model.parameters(), lr=5)
OneCycleLR(opt, max_lr=«1.0», total_steps=100)`,
    'is not reported if the program replaces it before use': `${TORCH}opt = optim.Adam(model.parameters(), lr=0.5)\nfor group in opt.param_groups:\n    group['lr'] = schedule(epoch)`,
    'that the program only logs': `${TORCH}opt = optim.Adam(model.parameters(), lr=«0.5»)\nlog['lr'] = opt.param_groups[0]['lr']`,
    'that the program continues from': `${TORCH}opt = optim.Adam(model.parameters(), lr=«0.5»)\nfor group in opt.param_groups:\n    group['lr'] = group['lr'] * 0.1`,
    'that the program only multiplies': `${TORCH}opt = optim.Adam(model.parameters(), lr=«0.5»)\nfor group in opt.param_groups:\n    group['lr'] *= 0.1`,
    'is not reported in a list of choices with one in each line': `${TORCH}for lr in [\n    1e-4,\n    1e-3,  # usual\n    0.1,\n    10,\n]:\n    optim.Adam(model.parameters(), lr=lr)`,
    'among the values of a schedule':
      'import keras\nmodel = keras.Sequential([keras.layers.Dense(1)])\ns = keras.optimizers.schedules.PiecewiseConstantDecay([1000, 2000, 3000], [«10.0», «1.0», «0.1», 0.01])\nmodel.compile(keras.optimizers.Adam(s), "mse")',
    'is not reported in a list of choices': `${TORCH}for lr in [1e-4, 1e-3, 0.1, 10]:\n    optim.Adam(model.parameters(), lr=lr)`,
    'is not reported just below the limit': `${TORCH}optim.Adam(model.parameters(), lr=0.05)\noptim.SGD(model.parameters(), lr=5)`,
    'is not reported for an unknown optimizer': `${TORCH}MyOptimizer(model.parameters(), lr=50)`,
    'is not reported for an optimizer that the program defines': `${TORCH}class Adam(Base):\n    def step(self):\n        ...\nAdam(model.parameters(), lr=2)`,
    'is not reported for SGD with clipped gradients': `${TORCH}optim.SGD(model.parameters(), lr=30)\nnn.utils.clip_grad_norm_(model.parameters(), 0.25)`,
    'is not reported for SGD with a recurrent language model': `${TORCH}rnn = nn.LSTM(8, 8)\noptim.SGD(rnn.parameters(), lr=20)`,
    'is not reported in a constant that is also used for manual steps':
      'import jax, optax\nlearning_rate = 0.3\ntx = optax.adam(learning_rate=learning_rate)\nparams = jax.tree.map(lambda p, g: p - learning_rate * g, params, grads)\nmodel = nn.Dense(1)',
    'of optax, if it steps':
      'import flax.linen as nn, optax\nmodel = nn.Sequential([nn.Dense(1)])\ntx = optax.adam(«0.5»)\nstate = tx.init(params)\nupdates, state = tx.update(grads, state)',
    'is not reported for an optimizer that is only initialised':
      'import flax.linen as nn, optax\nmodel = nn.Sequential([nn.Dense(1)])\ntx = optax.adam(0.5)\nstate = tx.init(params)',
    'of PyTorch, if it steps': `${TORCH}opt = optim.Adam(model.parameters(), lr=«0.5»)\nloss.backward()\nopt.step()`,
    'of PyTorch, if something else may step it': `${TORCH}opt = optim.Adam(model.parameters(), lr=«0.5»)\nloss.backward()\nscaler.step(opt)`,
    'is not reported for an optimizer that never steps beside a training': `${TORCH}opt = optim.Adam(model.parameters(), lr=0.5)\nopt.zero_grad()\nloss.backward()\nother.step()`,
    'is not reported for an image': `${TORCH}optim.Adam([image], lr=10)`,
    'is not reported for a flag': `${TORCH}optimizer = optim.Adam(model.parameters())\nlr = 0 if side == "left" else 1`,
    'is not reported for L-BFGS, Adadelta and LARS at 1': `${TORCH}optim.LBFGS(model.parameters(), lr=1)\noptim.Adadelta(model.parameters(), lr=1.0)\nLARS(model.parameters(), lr=4.8)`,
    'is not reported if it is divided by a root': `${TORCH}import math\nopt = optim.Adam(model.parameters(), lr=1e-3)\nfor g in opt.param_groups:\n    g['lr'] = 1 * (1 / math.sqrt(size)) * min(epoch ** -0.5, epoch * warmup ** -1.5)`,
    'is not reported for a straight line through prices':
      'import torch\nfrom torch import nn\nloss = nn.MSELoss()\nnet = nn.Sequential(nn.Linear(n, 1))\ntorch.optim.Adam(net.parameters(), lr=5, weight_decay=0)',
    'of a line, if it is ruinous even there':
      'import torch\nfrom torch import nn\nloss = nn.MSELoss()\nnet = nn.Linear(n, 1)\ntorch.optim.Adam(net.parameters(), lr=«1e4»)',
    'of a network with one output':
      'import torch\nfrom torch import nn\nloss = nn.MSELoss()\nnet = nn.Sequential(nn.Linear(n, 8), nn.ReLU(), nn.Linear(8, 1))\ntorch.optim.Adam(net.parameters(), lr=«5»)',
    'is not reported for a Gaussian process': `import torch, gpytorch\nmodel = Model(gpytorch.likelihoods.GaussianLikelihood())\ntorch.optim.Adam(model.parameters(), lr=0.1)`,
    'is not reported if a function scales it': `${TORCH}opt = optim.Adam(model.parameters(), lr=1.0)\nLambdaLR(opt, lambda step: min(step ** -0.5, step * 4000 ** -1.5))`,
    'is not reported next to Muon': `${TORCH}from muon import Muon\noptim.Adam(model.lm_head.parameters(), lr=0.3)`,
    'is not reported without a framework': 'optimizer = Adam\nlearning_rate = 50',
    'is not reported among the choices of a search':
      'import keras\ndef build(hp):\n    rate = hp.Choice("learning_rate", [0.5, 0.05], default=0.05)\n    return keras.Sequential([keras.layers.Dense(1)]), keras.optimizers.Adam(rate)',
    'is not reported as the limit of a search': `${TORCH}def objective(trial):\n    lr = trial.suggest_float("lr", 1e-5, 10, log=True)\n    return optim.Adam(model.parameters(), lr=lr)`,
    'is not reported in a test without a test framework': `${TORCH}def test_step():\n    optim.Adam(model.parameters(), lr=100)`,
    'is not reported in a test of absl': `from absl.testing import absltest\n${TORCH}optim.Adam(model.parameters(), lr=100)`,
    'is not reported in a test of TensorFlow': `${TORCH}class LayerTest(tf.test.TestCase):\n    def setUp(self):\n        optim.Adam(model.parameters(), lr=100)`,
    'is not reported in a function for pytest': `${TORCH}def test_step():\n    optim.Adam(model.parameters(), lr=100)`,
    'is reported beside a function that measures the model': `${TORCH}def test_epoch(loader):\n    pass\noptim.Adam(model.parameters(), lr=«100»)\ntest_epoch(loader)`,
    'is not reported in a test': `import pytest\n${TORCH}optim.Adam(model.parameters(), lr=100)`,
  });

  describe('in TensorFlow.js', () => {
    problemTable(
      'rate-too-high',
      {
        'of Adam':
          'import * as tf from "@tensorflow/tfjs";\nconst model = tf.sequential({ layers: [tf.layers.dense({ units: 1 })] });\nmodel.compile({ optimizer: tf.train.adam(«1») });',
        'of Adam, in a larger network':
          'import * as tf from "@tensorflow/tfjs";\nconst model = tf.sequential({ layers: [tf.layers.dense({ units: 100 }), tf.layers.dense({ units: 1 })] });\nmodel.compile({ optimizer: tf.train.adam(«0.2») });',
        'of Adam, if a size is unknown':
          'import * as tf from "@tensorflow/tfjs";\nconst model = tf.sequential({ layers: [tf.layers.dense({ units: hidden }), tf.layers.dense({ units: 1 })] });\nmodel.compile({ optimizer: tf.train.adam(«0.2») });',
        'of Adam, with more than a few units':
          'import * as tf from "@tensorflow/tfjs";\nconst model = tf.sequential({ layers: [tf.layers.conv2d({ filters: 8 }), tf.layers.dense({ units: 10 })] });\nmodel.compile({ optimizer: tf.train.adam(«0.2») });',
        'is not reported for Adam if a straight line is learned':
          'import * as tf from "@tensorflow/tfjs";\nconst converted = convert(rows);\nconst model = tf.sequential({ layers: [tf.layers.dense({ units: 1 })] });\nmodel.compile({ optimizer: tf.train.adam(0.1) });',
        'is not reported for Adam if a few units learn XOR':
          'import * as tf from "@tensorflow/tfjs";\nconst model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: 16 }), tf.layers.dense({ units: 1 })] });\nmodel.compile({ optimizer: tf.train.adam(0.2) });',
        'is not reported for Adam at 0.01':
          'import * as tf from "@tensorflow/tfjs";\nmodel.compile({ optimizer: tf.train.adam(0.01) });',
      },
      'typescript',
    );
  });

  it('is a warning only if it is ruinous', async () => {
    const severity = async (rate: number) =>
      (await problemsOf({ language: 'python', text: `${TORCH}optim.Adam(model.parameters(), lr=${rate})` }))[0]
        ?.severity;
    assert.equal(await severity(0.5), 'information');
    assert.equal(await severity(1), 'warning');
  });
});

describe('a rate that is too low', () => {
  problemTable('rate-too-low', {
    'is not reported for an optimizer that the program defines': `${TORCH}class Adam(Base):\n    def step(self):\n        ...\nAdam(model.parameters(), lr=1e-12)`,
    'of Adam': `${TORCH}optim.Adam(model.parameters(), lr=«1e-10»)`,
    'of SGD': `${TORCH}optim.SGD(model.parameters(), lr=«1e-10»)`,
    'is not reported if the loss is a sum': `${TORCH}loss = nn.MSELoss(reduction="sum")\noptim.SGD(model.parameters(), lr=1e-10)`,
    'is not reported for fine-tuning of large models': `${TORCH}optim.AdamW(model.parameters(), lr=5e-8)`,
    'is not reported at the start or end of a schedule': `${TORCH}opt = optim.Adam(model.parameters(), lr=1e-3)\nCosineAnnealingLR(opt, T_max=10, eta_min=1e-12)`,
    'is not reported in a list of choices': `${TORCH}for lr in [1e-12, 1e-6, 1e-3, 1e-2]:\n    optim.Adam(model.parameters(), lr=lr)`,
    'is not reported in a parameter group': `${TORCH}optim.Adam([{"params": model.parameters(), "lr": 1e-12}], lr=1e-3)`,
  });
});

describe('a rate of a rate-free optimizer', () => {
  problemTable('rate-free-optimizer', {
    'is reported for Prodigy': `${TORCH}from prodigyopt import Prodigy\nProdigy(model.parameters(), lr=«1e-3»)`,
    'is reported for D-Adaptation': `${TORCH}from dadaptation import DAdaptAdam\nDAdaptAdam(model.parameters(), lr=«1e-4»)`,
    'is not reported at 1 and near it': `${TORCH}from prodigyopt import Prodigy\nProdigy(model.parameters(), lr=1.0)\nProdigy(model.parameters(), lr=0.5)`,
  });
});
