import assert from 'node:assert/strict';
import { problemsOf, problemTable, TORCH } from './markedProblems.ts';

describe('a rate that is no number', () => {
  problemTable('rate-not-a-number', {
    'but text': `${TORCH}optim.SGD(model.parameters(), lr=«"0.01"»)`,
    'but text in a setting': `${TORCH}config = {"lr": «'1e-3'»}\noptim.SGD(model.parameters(), lr=config["lr"])`,
    'but a tuple': `${TORCH}lr = «1e-3,»\noptim.SGD(model.parameters(), lr=lr)`,
    'but a bitwise operation': `${TORCH}optim.SGD(model.parameters(), lr=«10^-3»)`,
    'but text from the command line': `${TORCH}parser.add_argument(«"--lr"», default=1e-3)\nargs = parser.parse_args()\noptim.SGD(model.parameters(), lr=args.lr)`,
    'but an integer from the command line': `${TORCH}parser.add_argument("--lr", type=«int», default=1e-3)\nargs = parser.parse_args()\noptim.SGD(model.parameters(), lr=args.lr)`,
    'is not reported if it is converted': `${TORCH}parser.add_argument("--lr", default=1e-3)\nargs = parser.parse_args()\nconfig = {"rate": "1e-3"}\noptim.SGD(model.parameters(), lr=float(args.lr))\noptim.SGD(model.parameters(), lr=float(config["rate"]))`,
    'is not reported for a list or a number': `${TORCH}parser.add_argument("--lr", type=float, default=1e-3)\nargs = parser.parse_args()\nlrs = [1e-3]\noptim.SGD(model.parameters(), lr=args.lr)\noptim.SGD(model.parameters(), lr=lrs[0])`,
  });
  problemTable(
    'rate-not-a-number',
    { 'in TensorFlow.js': "import * as tf from '@tensorflow/tfjs';\ntf.train.adam(«'0.001'»);" },
    'javascript',
  );
  problemTable(
    'rate-not-a-number',
    {
      'for PyYAML': 'optimizer:\n  name: AdamW\n  learning_rate: «2e-5»\n  min_lr: «1.0e5»\nepochs: 3',
      'is not reported in YAML if it has a dot and a sign':
        'optimizer: AdamW\nlearning_rate: 2.0e-5\nlr: 0.001\nweight_decay: 1e-5',
      'in quotes in YAML': 'optimizer: AdamW\nlearning_rate: «"0.001"»\nname: "0.1"',
      'is not reported in YAML for a word': 'optimizer: AdamW\nlearning_rate: "auto"',
      'is not reported in YAML with a tag': 'optimizer: AdamW\nlearning_rate: !!float 2e-5',
      'is not reported for Hydra': 'defaults:\n  - model: small\noptimizer:\n  name: AdamW\n  learning_rate: 2e-5',
    },
    'yaml',
  );

  problemTable(
    'rate-not-a-number',
    { 'in quotes in JSON': '{"optimizer": {"type": "Adam", "learning_rate": «"1e-4"»}, "epochs": 20}' },
    'json',
  );

  it('is fixed with the right text', async () => {
    const fixOf = async (language: string, text: string) => (await problemsOf({ language, text }))[0].fix?.text;
    assert.equal(await fixOf('yaml', 'optimizer: AdamW\nlearning_rate: 2e-5'), '2.0e-5');
    assert.equal(await fixOf('yaml', 'optimizer: AdamW\nlearning_rate: "0.001"'), '0.001');
    assert.equal(await fixOf('python', `${TORCH}optim.SGD(model.parameters(), lr=10^-3)`), '1e-3');
    assert.equal(
      await fixOf('python', `${TORCH}p.add_argument("--lr", default=0.1)\na = p.parse_args()\noptim.SGD(x, lr=a.lr)`),
      '"--lr", type=float',
    );
  });
});

describe('a rate that is rounded to 0', () => {
  problemTable('integer-division', {
    'by int': `${TORCH}lr = «int(1e-3)»\noptim.SGD(model.parameters(), lr=lr)`,
    'is not reported for a whole number': `${TORCH}optim.Adadelta(model.parameters(), lr=int(1.0))`,
  });
});

describe('an old argument of Keras', () => {
  problemTable('keras-argument', {
    'for the rate': 'from tensorflow import keras\nkeras.optimizers.Adagrad(«lr»=0.1)',
    'for its decay': 'from tensorflow import keras\nkeras.optimizers.SGD(learning_rate=0.01, «decay»=1e-6)',
    'is not reported for the legacy optimizers': 'import tensorflow as tf\ntf.keras.optimizers.legacy.SGD(lr=0.01)',
    'is not reported in an old program':
      'from keras.optimizers import SGD\nSGD(lr=0.01, decay=1e-6)\nmodel.fit_generator(batches)',
    ...Object.fromEntries(
      ['keras.layers.advanced_activations', 'tensorflow.keras.wrappers.scikit_learn', 'keras.engine'].map((module) => [
        `is not reported beside ${module}, a module of old versions`,
        `from ${module} import x\nfrom keras.optimizers import SGD\nSGD(lr=0.01)`,
      ]),
    ),
    'is not reported beside an old argument of a layer':
      'from keras.optimizers import SGD\nfrom keras.layers import Convolution2D\nSGD(lr=0.01)\nConvolution2D(8, 3, 3, border_mode="same")',
    'is not reported beside an old method that the program wraps':
      'from keras.optimizers import SGD\nSGD(lr=0.01)\ndef predict_classes(model, x):\n    return model.predict_classes(x)',
    'is reported beside an argument of another library':
      'from keras.optimizers import SGD\nimport albumentations as A\nSGD(«lr»=0.01)\nA.Rotate(border_mode=0)',
    "is reported beside an argument of the program's own function":
      'from keras.optimizers import SGD\nSGD(«lr»=0.01)\ndef train(nb_epoch):\n    pass\ntrain(nb_epoch=5)',
    "is reported beside the program's own function with the name of an old one":
      'from keras.optimizers import SGD\nSGD(«lr»=0.01)\ndef predict_classes(x):\n    return model.predict(x).argmax()\npredict_classes(x)',
    'is not reported beside arguments of Keras 1':
      'from keras.optimizers import SGD\nSGD(lr=0.01)\nmodel.fit(x, y, nb_epoch=10)',
    'is not reported beside functions of TensorFlow 1':
      'import tensorflow as tf\nfrom keras.optimizers import SGD\nSGD(lr=0.01)\nloss = -tf.log(p)',
    'is reported beside a logarithm of another library':
      'import numpy as np\nfrom keras.optimizers import SGD\nSGD(«lr»=0.01)\nloss = -np.log(p)',
    ...Object.fromEntries(
      ['!pip install tensorflow==2.4', '# python 3.7, tf 2.1.0', '# Keras 2.2.4', '# TensorFlow 1.15'].map((line) => [
        `is not reported beside ${line}`,
        `${line}\nfrom keras.optimizers import SGD\nSGD(lr=0.01)`,
      ]),
    ),
    ...Object.fromEntries(
      ['!pip install tensorflow==2.15.0', '# TensorFlow 2.0 and up', '# keras 2.11.0', '# tf>=2.4.0'].map((line) => [
        `is reported beside ${line}`,
        `${line}\nfrom keras.optimizers import SGD\nSGD(«lr»=0.01)`,
      ]),
    ),
    'is not reported for a decay of 0':
      'from tensorflow import keras\nkeras.optimizers.Adam(learning_rate=1e-3, decay=0.0)',
    "is not reported for today's":
      'from tensorflow import keras\nkeras.optimizers.SGD(learning_rate=0.01, weight_decay=1e-4)',
  });
});

describe('the sign in a chain of optax', () => {
  const chain = (last: string) =>
    `import optax\nLEARNING_RATE = 1e-3\ntx = optax.chain(optax.clip_by_global_norm(1.0), optax.scale_by_adam(), ${last})\nparams = optax.apply_updates(params, updates)`;
  problemTable('optax-sign', {
    'is missing': chain('optax.scale(«LEARNING_RATE»)'),
    'is there': chain('optax.scale(-LEARNING_RATE)'),
    'comes from another part': chain('optax.scale(LEARNING_RATE), optax.scale(-1)'),
    'comes from an optimizer': chain('optax.sgd(1.0), optax.scale(LEARNING_RATE)'),
    'may come from an unknown part': chain('negate(), optax.scale(LEARNING_RATE)'),
  });
});

describe('a rate that is overridden', () => {
  const GROUPS = `${TORCH}optimizer = optim.AdamW([{"params": a, "lr": 1e-5}, {"params": b, "lr": 1e-3}])\n`;
  const YOLO = 'from ultralytics import YOLO\nmodel = YOLO("yolo11n.pt")\nmodel.train(data="coco8.yaml", epochs=3, ';
  const loop = (set: string) => `${TORCH}learning_rate = 1e-3
optimizer = optim.Adam(model.parameters(), lr=learning_rate)
scheduler = ExponentialLR(optimizer, gamma=0.97)
for epoch in range(200):
    for batch in train_loader:
${set}
        optimizer.step()
    scheduler.step()`;
  problemTable('rate-overridden', {
    'by one rate for all groups': `${GROUPS}OneCycleLR(optimizer, max_lr=«1e-3», total_steps=100)`,
    'in every batch': loop('        for group in optimizer.param_groups:\n            «group["lr"]» = learning_rate'),
    'is not reported with a rate for each group': `${GROUPS}OneCycleLR(optimizer, max_lr=[1e-5, 1e-3], total_steps=100)`,
    'is not reported during a warm-up': loop(
      '        if epoch < 5:\n            for group in optimizer.param_groups:\n                group["lr"] = learning_rate',
    ),
    'by Ultralytics, which chooses one itself': `${YOLO}lr0=«0.01»)`,
    'by Ultralytics, with a model whose weights are loaded': `${YOLO.replace('n.pt")', 'n.yaml").load("yolo11n.pt")')}lr0=«0.005»)`,
    'by Ultralytics, also where it stands in a constant': `${YOLO.replace('model', 'RATE = 0.01\nmodel')}lr0=«RATE», optimizer="auto")`,
    'by Ultralytics, in settings of a program':
      'import ultralytics\noverrides = {"optimizer": "auto", "lr0": «0.001», "epochs": 3}',
    'is not reported with an optimizer for Ultralytics': `${YOLO}lr0=0.01, optimizer="SGD")`,
    'is not reported where the optimizer may be passed': `${YOLO}lr0=0.01, **settings)`,
    'is not reported where a file may name the optimizer': `${YOLO}lr0=0.005, cfg="my.yaml")`,
    'is not reported where a training goes on': `${YOLO}lr0=0.005, resume=True)`,
    'is not reported for the trainer of another library': `${YOLO}lr0=0.01, optimizer="SGD")\ntrainer = Trainer()\ntrainer.train(lr0=0.005)`,
    'is not reported in a program without Ultralytics': 'settings = dict(optimizer="auto", lr0=0.1)',
    'is not reported for a new rate': loop(
      '        for group in optimizer.param_groups:\n            group["lr"] = rate_at(epoch)',
    ),
  });
});

describe('the fix of a rate that Ultralytics ignores', () => {
  const fixOf = async (text: string, language = 'python') => (await problemsOf({ language, text }))[0].fix?.text;
  const train = (settings: string) => `from ultralytics import YOLO\nYOLO('yolo11n.pt').train(${settings})\n`;

  it('names the optimizer whose usual rate is nearest, as the program writes texts', async () => {
    assert.equal(await fixOf(train('data="coco8.yaml", lr0=0.01')), 'optimizer="SGD", lr0=0.01');
    assert.equal(await fixOf(train("data='coco8.yaml', lr0=1e-3")), "optimizer='AdamW', lr0=1e-3");
    assert.equal(await fixOf(train("lr0=0.02, optimizer='auto'")), "'SGD'");
    assert.equal(await fixOf('task: detect\nepochs: 9\noptimizer: auto # or SGD\nlr0: 0.001\n', 'yaml'), 'AdamW');
  });
});

describe('a rate that nothing reads', () => {
  const optimizer = 'optimizer = optim.SGD(model.parameters(), lr=«0.1»)';
  const option = `${TORCH}parser.add_argument("--lr", type=float, default=0.01)\nargs = parser.parse_args()\n`;
  const config = `${TORCH}import wandb\nconfig = {"lr": 3e-4, "epochs": 20}\n`;
  const quiet = (text: string) => text.replace(/[«»]/g, '');
  problemTable('rates-disagree', {
    'in an option, beside the rate of the optimizer': `${option}${optimizer}\nprint(args.epochs)`,
    'in options that a function gets': `${option}def main(args):\n    ${optimizer}\n    run(args.epochs)\nmain(args)`,
    'in options that are recorded': `${option}wandb.init(config=vars(args))\n${optimizer}`.replace(
      'import torch',
      'import torch, wandb',
    ),
    'in a configuration that is recorded': `${config}wandb.init(config=config)\n${optimizer}`,
    'in a configuration that is only recorded': `${TORCH}import wandb\nwandb.init(project="cnn", config={"learning_rate": 0.01, "epochs": 20})\n${optimizer}`,
    'is not reported if the recorded configuration is used': quiet(
      `${TORCH}import wandb\nrun = wandb.init(config={"learning_rate": 0.01})\n${optimizer}\ntrain(run.config)`,
    ),
    'in a configuration that is read': `${config}${optimizer}\nfor epoch in range(config["epochs"]):\n    train(model)`,
    'is not reported if it is the same': quiet(`${option}${optimizer.replace('0.1', '0.01')}\nprint(args.epochs)`),
    'is not reported if it is read elsewhere': quiet(`${option}${optimizer}\nschedule(args.lr)\n`),
    'is not reported if the options go elsewhere': quiet(
      `${option}${optimizer}\ntrain(model, args)\nprint(args.epochs)`,
    ),
    'is not reported if the configuration goes elsewhere': quiet(
      `${config}${optimizer}\npretrain(model, **config)\nprint(config["epochs"])`,
    ),
    'is not reported if any entry may be read': quiet(
      `${config}${optimizer}\nprint(config["epochs"])\nfor key in keys:\n    print(config[key])`,
    ),
    'is not reported beside a second optimizer': quiet(
      `${option}${optimizer}\nother = optim.SGD(head.parameters(), lr=0.2)\nprint(args.epochs)`,
    ),
    'is not reported if nothing of the configuration is used': quiet(`${config}${optimizer}`),
  });

  it('is not called unused where it is recorded', async () => {
    const text = `${TORCH}import wandb\nwandb.init(config={"learning_rate": 0.01})\n${quiet(optimizer)}`;
    const [{ message, related }] = await problemsOf({ language: 'python', text });
    assert.equal(
      message,
      'SGD trains with a learning rate of 0.1, but learning_rate is recorded as 0.01. Use one variable in both places.',
    );
    assert.equal(related[0].message, 'recorded here');
  });
});

describe('a rate and a momentum', () => {
  problemTable('rate-too-high', {
    'that look swapped': `${TORCH}optim.SGD(model.parameters(), lr=«0.9», momentum=0.001)`,
    'in their places': `${TORCH}optim.SGD(model.parameters(), lr=0.5, momentum=0.9)`,
  });
});

describe('the default rate of Adadelta', () => {
  problemTable('rate-too-low', {
    'in Keras': 'from tensorflow import keras\nmodel.compile(optimizer=«keras.optimizers.Adadelta»(), loss="mse")',
    'in PyTorch': `${TORCH}optim.Adadelta(model.parameters())`,
    'in a version of Keras that has another':
      'from keras.layers.core import Dense\nmodel.compile(optimizer="adadelta", loss="mse")',
  });
});
