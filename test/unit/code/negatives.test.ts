import { table } from './marked.ts';

describe('no rates are found in', () => {
  table('python', {
    'factors of a rate':
      "import torch\nlr = lr * 0.1\nlr *= 0.5\ng['lr'] = args.lr * (0.1 ** (epoch // 30))\nlr = base_lr * (1 - i / n) ** 0.9\nlr = min_lr + 0.5 * (max_lr - min_lr) * (1 + cos(t))",
    'numbers that a rate is compared with':
      'import torch\nif lr > 0.1 or args.lr == 0.01: pass\nassert opt.lr == 0.01\nself.assertEqual(lr, 0.1)\nself.assertAlmostEqual(opt.learning_rate, 0.05)\nwhile lr < 1e-6: pass\nexpected_lr = 0.05',
    'other settings of an optimizer':
      'import torch\ntorch.optim.Adam(p, lr=lr, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.01)\ntorch.optim.SGD(p, lr, 0.9, 0, 1e-4)',
    'numbers of steps, epochs and sizes':
      'import torch\nlr_warmup_steps = 500\nlr_decay_epochs = [30, 60]\nlearning_rate_decay = 0.97\nlr_step = 30\nnum_lrs = 3\nlr_patch_size = 48',
    'other kinds of rates':
      'import torch\ndropout_rate = 0.5\nsample_rate = 16000\nrate = 0.1\nnn.Dropout(0.5)\ndecay_rate = 0.9\nhop_rate = 2',
    'comments, strings and doctests':
      '"""lr = 0.1\n\n>>> torch.optim.SGD(p, lr=0.1)\n"""\nimport torch\n# lr = 0.1\nprint("lr = 0.1", f"lr={0.1}")\nparser.parse_args(["--lr", "0.1"])',
    'images of low resolution':
      'import torch\nhr, lr = 4, 1\nlr = F.interpolate(hr, scale_factor=0.25)\nlr_size, hr_size = 64, 256\nself.lr = load(path, 1)\ntrain(lr=16, hr=64)',
    'left and right sides':
      'import torch\nlr, rl = 0.85, 0.15\nweights = dict(lr=0.5, tb=0.5, photometric=1.0)\nflip_lr = 0.5\nlr_consistency = 0.85',
    'code that trains nothing': 'LR = 14\nregisters = {"sp": 13, "lr": 14, "pc": 15}\nlr = 0.5\ntoken = Parser(lr=1)',
    'running minimums and maximums':
      'import torch\nmin_lr = 10.\nmax_lr = 0.\nfor group in optimizer.param_groups:\n    min_lr = min(min_lr, group["lr"])\n    max_lr = max(max_lr, group["lr"])\nmeter.update(lr=max_lr)',
    'arguments of something that is only named like an optimizer':
      'import torch\nmu = Muon(0.1057)\ndef momentum(x):\n    return x\nv = momentum(0.9)\ns = Lion(0)',
    'epochs in tables of rates':
      'import torch\nlr_bounds = [30, 60]\nlearning_rate_bounds, values = (1000, 2000), (1.0, 0.5, 0.1)',
    'tables of results':
      'import torch\nimportance = [("learning_rate", 0.42), ("dropout", 0.31)]\nframe = DataFrame([["learning_rate", 0.61], ["batch", 0.22]])\nlr_results = {0.1: 0.93, 0.01: 0.88}\nresults[f"lr={lr}"] = 0.5\nhistory[f"{lr}"] = 0.0',
    'the ranges of sliders':
      'import torch\nlr = st.slider("Learning rate", 0.0001, 0.1, 0.001)\nRangeParameter("lr", 1e-5, 1e-1)\nax.set_title("learning rate", 0.5)',
    'the starts of other schedules':
      'import torch\nlr_warmup_start_epoch = 0\nlr_warmup_start_factor = 0.1\nlr_warmup_init_ratio = 0.01',
    'the factors of schedules': 'import torch\nStepLRScheduler(optimizer, 0.1, [30, 60])',
    'the labels of a chart':
      'import torch\nimport matplotlib.pyplot as plt\nplt.text(0.5, 0.5, "lr", 0.3)\nax.annotate("learning rate", (0.1, 0.2))\ncheck("lr", 0.5)',
    'other arguments of an optimizer factory': 'import torch\nmake_optimizer(model, 0.9)',
    'the limit of a ratio': 'import torch\nadaptive_lr = min(adaptive_lr / group["lr"], 1)',
    'factors that are passed to a function': 'import torch\nclr = solver.updateLearningRate(1)\nlr = 2 * rsqrt(step)',
    'multiples and boundaries':
      'import torch\nadd("learning_rate_multiples", [0.1, 0.01])\nadd("lr_boundaries", [0.3, 0.6])',
    'schedules of a standard deviation':
      'import optax\ndef make(std_schedule=optax.constant_schedule(1.0)):\n    return std_schedule',
    'fractions of a limit':
      "import torch\nlr_limit_min = 1e-4 if kind == 'adam' else 5e-4\nfit = min(max(batch / 16 * lr, lr_limit_min * 1e-2), 1)",
    'the mutation scale and limits of a search space':
      "import torch\nmeta = {'lr0': (1, 1e-5, 1e-1), 'lrf': (1, 0.01, 1.0), 'momentum': (0.3, 0.6, 0.98)}",
    'the initial value of a factor':
      'import torch\ndef learning_rate(step):\n    ret = 1.0\n    ret *= step ** -0.5\n    return {"learning_rate": ret}',
    'other values in a rate schedule':
      'import tensorflow as tf\ndef train(epsilon_greedy=0.1, min_epsilon=1e-4):\n    tf.compat.v1.train.polynomial_decay(epsilon_greedy, step, 100, end_learning_rate=min_epsilon)\nBN_INIT_DECAY = 0.5\nbn_momentum = tf.train.exponential_decay(BN_INIT_DECAY, step, 100, 0.5)',
    'values that mean "not set"':
      'import torch\nparser.add_argument("--lr", type=float, default=None)\nwarmup_lr: float = -1\nlr = None\nuse_lr = True',
    'models named lr':
      'from sklearn.linear_model import LogisticRegression\nlr = LogisticRegression(C=0.1, max_iter=100)\nscores = {"lr_auc_gain": 0.9}',
  });
  table('javascript', {
    'the points of a chart': 'import * as tf from "@tensorflow/tfjs";\nchart.series("learningRate", 0.5);',
    'sizes and sliders':
      'const lrSize = 64; const slider = {min: 0.001, max: 1, step: 0.001}; const rate = 0.5; if (learningRate > 0.1) {}\nlearningRate *= 0.5;\n// learningRate = 0.1\nconst Setting = { EPOCHS: 1, LAYERS: 2, LEARN_RATE: 3 };\nconst text = "learningRate: 0.1";',
  });
});
