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

describe('a rate in a schedule that no optimizer takes has no optimizer', () => {
  table('python', {
    'if the schedule is only asked':
      'import torch\nwarm = WarmupSchedule(max_lr=«0.4|-», steps=100)\noptimizer = torch.optim.Adam(p, lr=«3e-4|Adam»)\nplot(warm.rate(5))',
    'also if the rate of the optimizer comes from elsewhere':
      'import torch\nwarm = WarmupSchedule(max_lr=«0.4|-»)\noptimizer = torch.optim.Adam(p, lr=config.rate)',
    'unless it gets the optimizer':
      'import torch\ndef build(optimizer):\n    return WarmupSchedule(optimizer, max_lr=«0.4|Adam»)\nbuild(torch.optim.Adam(p, lr=«3e-4|Adam»))',
    'unless it is passed on':
      'import torch\nwarm = WarmupSchedule(max_lr=«0.4|Adam»)\noptimizer = torch.optim.Adam(p, lr=«3e-4|Adam»)\ntrain(optimizer, warm)',
    'unless the program sets the rate':
      'import torch\nwarm = WarmupSchedule(max_lr=«0.4|Adam»)\noptimizer = torch.optim.Adam(p, lr=«3e-4|Adam»)\nfor group in optimizer.param_groups:\n    group["lr"] = warm(step)',
  });
});

describe('a rate beside an optimizer with a literal one has no optimizer', () => {
  table('python', {
    'if nothing takes it':
      'import torch\nLR = «0.4|-»\noptimizer = torch.optim.Adam(p, lr=«3e-4|Adam»)\ntrain(model, LR)',
    'unless another optimizer may take it':
      'import torch\nlr = «0.4|Adam»\na = torch.optim.Adam(p, lr=«3e-4|Adam»)\nb = torch.optim.Adam(q, lr=config.rate)',
    'unless the program sets the rate':
      'import torch\noptimizer = torch.optim.Adam(p, lr=«3e-4|Adam»)\ndef adjust(optimizer, epoch):\n    lr = «0.01|Adam»\n    for group in optimizer.param_groups:\n        group["lr"] = lr',
  });
});
