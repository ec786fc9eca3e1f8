import assert from 'node:assert/strict';
import { assertFound, table } from './marked.ts';

describe('rates of schedules for a parameter in Ignite', () => {
  table('python', {
    'at milestones': `import torch
from ignite.handlers import PiecewiseLinear
o = torch.optim.SGD(p, lr=«0.1|SGD optimizer»)
steps = [(0, «0.0|SGD scheduler»), (n * 2, «0.3|SGD scheduler»), (n * 9, «0.01|SGD scheduler»)]
PiecewiseLinear(o, param_name='lr', milestones_values=steps)
PiecewiseLinear(o, 'momentum', [(0, 0.5), (9, 0.9)])`,
    'from a start to an end value': `import torch
from ignite.handlers import CosineAnnealingScheduler
o = torch.optim.SGD(p, lr=«0.1|SGD optimizer»)
CosineAnnealingScheduler(o, 'lr', start_value=«0.2|SGD scheduler», end_value=«0.02|SGD scheduler», cycle_size=100)
LinearCyclicalScheduler(o, 'lr', «0.3|SGD scheduler», «0.03|SGD scheduler», 100)
writer.add_scalars('train', 'lr', [(0, 0.1), (1, 0.9)])`,
  });
});

describe('rates in tinygrad', () => {
  table('python', {
    'with the signature of PyTorch':
      'from tinygrad import nn\nopt = «nn.optim.Adam|default»(nn.state.get_parameters(model))\nnn.optim.SGD(params, lr=«0.1|SGD optimizer»)',
  });
});

describe('rates in optax', () => {
  table('python', {
    'by position, by keyword and in a chain': `import optax
optax.adam(«1e-3|adam optimizer»)
optax.sgd(learning_rate=«0.1|sgd optimizer», momentum=0.9)
optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(«3e-4|adamw optimizer», weight_decay=0.1))`,
    'at the end of a chain':
      'import optax\noptax.chain(optax.scale_by_adam(), optax.scale(-«1e-3|adam optimizer»))\noptax.chain(optax.clip(1.0), optax.scale(0.5))',
    'of schedules': `import optax
s = optax.warmup_cosine_decay_schedule(init_value=«0.0|adamw scheduler», peak_value=«1e-3|adamw scheduler», warmup_steps=100, decay_steps=900, end_value=«1e-5|adamw scheduler»)
tx = optax.adamw(learning_rate=s)`,
    'of schedules by position':
      'import optax\noptax.sgd(optax.exponential_decay(«0.1|sgd», 1000, 0.9))\noptax.sgd(optax.piecewise_constant_schedule(«0.2|sgd», {100: 0.1, 200: 0.1}))',
    'but not of schedules of other settings':
      'import optax\nb3 = optax.linear_schedule(0.9, 0.999, 1000)\nalpha = optax.linear_schedule(0.0, 5.0, 1000)\noptax.contrib.ademamix(«1e-3|ademamix», b3=b3, alpha=alpha)',
    'with injected settings': 'import optax\noptax.inject_hyperparams(optax.adam)(learning_rate=«1e-2|adam optimizer»)',
    'with injected settings of an optimizer that nobody knows':
      'import optax\nfrom mine import bubbles, utils\noptax.sgd(«0.1|sgd»)\nutils.static_inject_hyperparams(bubbles.diagonal)(learning_rate=«1e-2|diagonal»)',
    'of rate-free optimizers': 'import optax\n«optax.contrib.prodigy|default»()\n«optax.contrib.dog|default»()',
    'of JAX’s examples':
      'from jax.example_libraries import optimizers\ninit, update, get = optimizers.momentum(step_size=«0.001|momentum», mass=0.9)\noptimizers.adam(«1e-3|adam»)',
  });
});

describe('rates in Transformers', () => {
  table('python', {
    'of TrainingArguments':
      'from transformers import TrainingArguments\nTrainingArguments(output_dir="out", learning_rate=«2e-5|- config», num_train_epochs=3, weight_decay=0.01, warmup_ratio=0.1)',
    'of other settings classes, with the name of the optimizer':
      'from trl import SFTConfig\nSFTConfig(output_dir="out", optim="adamw_8bit", learning_rate=«2e-4|adamw_8bit config»)',
    'that are defaults':
      'from transformers import Seq2SeqTrainingArguments as S, TrainingArguments\n«TrainingArguments|default»("out")\nTrainingArguments(**settings)\n«S|default»(output_dir="out")',
    'of its factory for TensorFlow':
      'from transformers import create_optimizer\noptimizer, schedule = create_optimizer(init_lr=«2e-5|-», num_train_steps=n, num_warmup_steps=0)',
    'of a custom training loop': `import argparse, torch
parser = argparse.ArgumentParser()
parser.add_argument("--learning_rate", type=float, default=«5e-5|AdamW argument-default», help="Initial learning rate (after the potential warmup period) to use.")
parser.add_argument("--num_warmup_steps", type=int, default=0)
args = parser.parse_args()
optimizer = torch.optim.AdamW(optimizer_grouped_parameters, lr=args.learning_rate)`,
  });
});

describe('rates in TensorFlow.js', () => {
  table('javascript', {
    'by position':
      "import * as tf from '@tensorflow/tfjs';\nmodel.compile({optimizer: tf.train.adam(«0.001|adam optimizer»), loss: 'meanSquaredError'});",
    'from a script tag': 'const optimizer = tf.train.sgd(«0.1|sgd optimizer»);',
    'in a constant':
      "const tf = require('@tensorflow/tfjs-node');\nconst LEARNING_RATE = «0.01|sgd constant»;\nconst optimizer = tf.train.sgd(LEARNING_RATE);",
    'of an imported name': "import { train } from '@tensorflow/tfjs-core';\ntrain.momentum(«0.1|momentum», 0.9);",
    'of a `tf` from a relative import':
      "import * as tf from '../lib/index';\nconst step = «0.3|adagrad»;\ntf.train.adagrad(step);",
    'that are not typed yet':
      'const lr =\nconst n = 5;\nconst rate =\n  «0.1|sgd»;\ntf.train.sgd(lr);\ntf.train.sgd(rate);',
    'that are defaults of a string in a variable':
      "const optimizer = «'adam'|default»;\nmodel.compile({ optimizer, loss: 'meanSquaredError' });",
    'that are defaults':
      "import * as tf from '@tensorflow/tfjs';\nmodel.compile({optimizer: «'sgd'|default», loss: 'mse'});\nother.compile({optimizer: «tf.train.adam|default»(), loss: 'mse'});",
    'of defaults and settings': `import * as tf from '@tensorflow/tfjs';
function make({learningRate = «0.02|adam argument-default», epochs = 10} = {}, momentum = 0.9) { return tf.train.adam(learningRate); }
const settings = {learningRate: «0.3|adam config», batchSize: 32, epochs: 5};`,
    'of options':
      "const tf = require('@tensorflow/tfjs');\nparser.addArgument('--learningRate', {type: 'float', defaultValue: «5e-3|rmsprop argument-default»});\ntf.train.rmsprop(args.learningRate);",
    'that are set later': 'optimizer.setLearningRate(«0.001|- constant»);',
  });
  table('typescript', {
    'that are not typed yet': 'const lr: number =\nconst n = 5;\ntf.train.sgd(lr);',
    'with types': `import * as tf from '@tensorflow/tfjs';
export class Trainer {
  private readonly learningRate: number = «1e-3|adam argument-default»;
  private optimizer = tf.train.adam(this.learningRate as number);
  fit(decay: number = 0.9): void {}
}`,
  });
  table('tsx', {
    'in a component':
      "import * as tf from '@tensorflow/tfjs';\nconst App = () => { const [learningRate, setLearningRate] = useState(«0.03|sgd constant»); tf.train.sgd(learningRate); return <Slider min={0.001} max={1} value={learningRate} />; };",
  });

  it('have different defaults for the strings of compile', async () => {
    const { defaults } = await assertFound(
      'javascript',
      "model.compile({optimizer: «'adadelta'|default»});\nmodel.compile({optimizer: «'adamax'|default»});",
    );
    assert.deepEqual(
      defaults.map(({ value, framework }) => [value, framework]),
      [
        [1, 'tfjs'],
        [0.002, 'tfjs'],
      ],
    );
  });
});
