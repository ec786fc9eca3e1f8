import assert from 'node:assert/strict';
import { problemsOf, problemTable, TORCH } from './markedProblems.ts';

const SGD = `${TORCH}lr = 0.01\noptimizer = optim.SGD(model.parameters(), lr=lr)\n`;
const KERAS = 'from tensorflow import keras\nfrom tensorflow.keras.callbacks import EarlyStopping, ReduceLROnPlateau\n';

describe('a factor that is out of range', () => {
  problemTable('factor-out-of-range', {
    'is 0 in StepLR': `${SGD}StepLR(optimizer, 100, gamma=«0»)`,
    'is above 1 in a plateau': `${SGD}ReduceLROnPlateau(optimizer, factor=«10», patience=3)`,
    'is above 1 in a linear schedule': `${SGD}LinearLR(optimizer, start_factor=1.0, end_factor=«10», total_iters=60)`,
    'has a name': `${SGD}GAMMA = 2\nMultiStepLR(optimizer, [30], gamma=«GAMMA»)`,
    'is 1 in Keras': `${KERAS}ReduceLROnPlateau(factor=«1.0»)`,
    'is not reported for 1': `${SGD}StepLR(optimizer, 100, gamma=1)\nLinearLR(optimizer, 1.0, 0.0, 60)\nConstantLR(optimizer, factor=0.5)`,
    'grows from a usual rate in Keras':
      'import keras\nkeras.optimizers.schedules.ExponentialDecay(1e-2, decay_steps=1000, decay_rate=«1.05»)',
    'grows from a usual rate in optax':
      'import optax\nschedule = optax.exponential_decay(init_value=1e-3, transition_steps=1000, decay_rate=«1.1»)\ntx = optax.adam(schedule)',
    'is not reported where optax raises something else than a rate':
      'import optax\nbeta = optax.exponential_decay(init_value=0.01, transition_steps=1000, decay_rate=1.05)\ntx = optax.adam(1e-3)',
    'is not reported where optax raises the rate to an end':
      'import optax\ntx = optax.adam(optax.exponential_decay(1e-3, 100, 1.1, end_value=1e-2))',
    'is not reported in a test of rising rates': `${SGD}scheduler = ExponentialLR(optimizer, gamma=1.1)\nfor epoch in range(1):\n    for batch in loader:\n        scheduler.step()\nkeras.optimizers.schedules.ExponentialDecay(1e-6, 10, 1.1)`,
  });
});

describe('what a factor that is out of range does', () => {
  const messageOf = async (scheduler: string) =>
    (await problemsOf({ language: 'python', text: `${SGD}${scheduler}` }))[0].message;

  for (const [scheduler, consequence] of [
    ['StepLR(optimizer, 100, gamma=0)', 'StepLR sets the learning rate to 0 or below'],
    ['StepLR(optimizer, 100, gamma=2)', 'StepLR increases the learning rate'],
    ['ReduceLROnPlateau(optimizer, factor=0)', 'ReduceLROnPlateau sets the learning rate to 0 or below'],
    ['ReduceLROnPlateau(optimizer, factor=1)', 'ReduceLROnPlateau raises an error'],
    ['ConstantLR(optimizer, factor=2)', 'ConstantLR raises an error'],
    ['LinearLR(optimizer, start_factor=0)', 'LinearLR raises an error'],
  ])
    it(`is said: ${consequence}`, async () => {
      assert.match(await messageOf(scheduler), new RegExp(`, so ${consequence}\\. `));
    });
});

describe('a function that returns the rate', () => {
  problemTable('lambda-returns-rate', {
    'by its name': `${SGD}LambdaLR(optimizer, lr_lambda=lambda epoch: «lr» * 0.95 ** epoch)`,
    'in a function': `${SGD}def decay(epoch):\n    return «lr» * 0.95 ** (epoch // 10)\nLambdaLR(optimizer, decay)`,
    'as a number': `${SGD}LambdaLR(optimizer, lambda epoch: «0.01» * 0.9 ** epoch)`,
    'is not reported for a factor': `${SGD}LambdaLR(optimizer, lambda epoch: 0.95 ** epoch)`,
    'is not reported if the factor is divided by it': `${SGD}LambdaLR(optimizer, lambda epoch: lr * scale(epoch) / lr)`,
    'is not reported if the optimizer has 1': `${TORCH}one = 1.0\noptimizer = optim.SGD(model.parameters(), lr=one)\nLambdaLR(optimizer, lambda epoch: one * 0.01)`,
  });
});

describe('the metric of a plateau', () => {
  const plateau = (settings: string, step: string) =>
    `${SGD}scheduler = ReduceLROnPlateau(optimizer${settings})\nfor epoch in range(60):\n    train(model)\n    scheduler.step(${step})`;

  problemTable('plateau-metric', {
    'is an accuracy': plateau('', 'val_acc').replace('= Reduce', '= «Reduce').replace('Plateau(', 'Plateau»('),
    'is a loss, with the mode of an accuracy': plateau(', mode=«"max"»', 'metrics["val_loss"]'),
    'is missing': plateau('', '').replace('scheduler.step', '«scheduler.step»'),
    'is in Keras without "acc"': `${KERAS}«ReduceLROnPlateau»(monitor="val_auc")\nReduceLROnPlateau(monitor="val_accuracy")`,
    'is right': plateau(', mode="max"', 'accuracy'),
    'is calculated': plateau('', '1 - accuracy'),
    'has a name that tells nothing': plateau('', 'metric'),
    'is omitted': plateau('', '...'),
    'is right in Keras': `${KERAS}ReduceLROnPlateau(monitor="val_accuracy")\nReduceLROnPlateau()\nReduceLROnPlateau(monitor="val_f1", mode="max")`,
  });

  it('is fixed with the mode', async () => {
    const [problem] = await problemsOf({ language: 'python', text: plateau('', 'val_acc') });
    assert.equal(problem.fix?.text, 'optimizer, mode="max"');
  });
});

describe('a plateau with a schedule', () => {
  const program = (rate: string, more = '') =>
    `${KERAS}schedule = keras.optimizers.schedules.ExponentialDecay(1e-3, 10_000, 0.9)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=${rate}), loss="mse")
model.fit(x, y, epochs=40, callbacks=[«ReduceLROnPlateau»(patience=4)])
${more}`;
  problemTable('plateau-with-schedule', {
    'in Keras': program('schedule'),
    'is not reported with a number': program('1e-3').replaceAll(/[«»]/g, ''),
    'is not reported if there are two models': program(
      'schedule',
      'model.compile(optimizer="adam", loss="mse")',
    ).replaceAll(/[«»]/g, ''),
  });
});

describe('early stopping', () => {
  problemTable('patience-too-long', {
    'ends the training before the rate is reduced': `${KERAS}EarlyStopping(patience=3)\nReduceLROnPlateau(patience=«5»)`,
    'ends it after the same epoch': `${KERAS}EarlyStopping(patience=1)\nReduceLROnPlateau(patience=«1»)`,
    'has its patience by position': `${KERAS}EarlyStopping("val_loss", 0, 12)\nReduceLROnPlateau(patience=5)`,
    'may have another patience in a dictionary': `${KERAS}EarlyStopping(**stop)\nReduceLROnPlateau(patience=5)`,
    'comes before a patience that a dictionary may hold': `${KERAS}EarlyStopping(patience=3)\nReduceLROnPlateau(**plateau)`,
    'is late enough': `${KERAS}EarlyStopping(patience=12)\nReduceLROnPlateau(patience=5)`,
    'watches something else': `${KERAS}EarlyStopping(monitor="loss", patience=3)\nReduceLROnPlateau(patience=5)`,
  });

  it('after one epoch is told in the singular', async () => {
    const text = `${KERAS}EarlyStopping(patience=1)\nReduceLROnPlateau(patience=1)`;
    const [{ message }] = await problemsOf({ language: 'python', text });
    assert.match(message, /after 1 epoch without progress/);
  });
});
