import { table } from './marked.ts';

describe('a rate with which the program steps by hand has no optimizer', () => {
  const meta = 'meta = torch.optim.Adam(model.parameters(), lr=args.meta_lr)';
  table('python', {
    'by subtracting a product': `import torch\n${meta}\nINNER_LR = «0.4|-»\nfast = [p - INNER_LR * g for p, g in zip(fast, grads)]`,
    'in place': `import torch\n${meta}\nLR = «0.4|-»\nfor p in model.parameters():\n    p.data -= LR * p.grad`,
    'with the negative rate as alpha': `import torch\n${meta}\nINNER_LR = «0.4|-»\np.add_(g, alpha=-INNER_LR)`,
    'with the negative rate as a factor': `import torch\n${meta}\nINNER_LR = «0.4|-»\np.data.add_(-INNER_LR * p.grad)`,
    'with a method that subtracts': `import torch\n${meta}\nlr = «0.4|-»\np.sub_(lr * p.grad)`,
    'in a function that gets it': `import torch\n${meta}\ndef step(w, g, lr=«0.3|-»):\n    return w - lr * g\nstep(w, g, lr=«0.4|-»)`,
    'with an option': `import torch\nparser.add_argument("--inner-lr", type=float, default=«0.4|-»)\n${meta}\nw = w - args.inner_lr * g / n`,
    'in TensorFlow':
      'import tensorflow as tf\noptimizer = tf.keras.optimizers.Adam(learning_rate=config.lr)\nlearning_rate = «0.4|-»\nw.assign_sub(learning_rate * gradient)',
    'unless an optimizer takes it, too':
      'import torch\nlr = «0.1|Adam»\nw = w - lr * g\noptimizer = torch.optim.Adam(p, lr=lr)',
    'unless that is the step of an optimizer that the program defines': `import torch
parser.add_argument("--lr", type=float, default=«0.1|PlainSGD»)
class PlainSGD(torch.optim.Optimizer):
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                p.data.add_(p.grad, alpha=-group["lr"])
optimizer = PlainSGD(model.parameters(), lr=config.rate)`,
    'unless it only shrinks the weights':
      'import torch\nlr = «0.1|Adam»\noptimizer = torch.optim.Adam(p, lr=config.rate)\np.mul_(1 - lr * decay)\nlr = lr - lr * 0.1',
  });
  table('javascript', {
    'in JavaScript':
      'import * as tf from "@tensorflow/tfjs";\nconst optimizer = tf.train.adam(rate);\nconst learningRate = «0.4|-»;\nw -= learningRate * gradient;\nb = b - learningRate * slope;',
    'in TensorFlow.js':
      'import * as tf from "@tensorflow/tfjs";\nconst optimizer = tf.train.adam(rate);\nconst learningRate = «0.4|-»;\nw.assign(w.sub(gradient.mul(learningRate)));',
  });
});
