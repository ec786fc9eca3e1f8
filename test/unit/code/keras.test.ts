import assert from 'node:assert/strict';
import { findRates } from '../../../src/code/findRates.ts';
import { KERAS } from '../../../src/code/catalog/keras.ts';
import { parsers, table } from './marked.ts';

describe('rates in Keras', () => {
  table('python', {
    'of one of several optimizer strings':
      'import keras\nif fast:\n    model.compile(«"adagrad"|default», "mse")\nelse:\n    model.compile(«"sgd"|default», "mse")\nmodel.fit(x, y, callbacks=[Cycle(max_lr=«0.01|adagrad/sgd»)])',
    'of tf.keras by keyword':
      'import tensorflow as tf\nmodel.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=«1e-3|Adam optimizer»), loss="mse")',
    'of keras by position':
      'from tensorflow import keras\nopt = keras.optimizers.RMSprop(«2e-5|RMSprop optimizer», rho=0.9)',
    'of an imported class':
      'from tensorflow.keras.optimizers import SGD as Descent\nDescent(lr=«0.1|SGD», decay=1e-6, momentum=0.9)',
    'of legacy optimizers and of tf.optimizers':
      'import tensorflow as tf\ntf.keras.optimizers.legacy.Adam(«1e-4|Adam»)\ntf.optimizers.Nadam(«2e-4|Nadam»)',
    'that are defaults': `import keras
model.compile(optimizer=«"adam"|default», loss="mse", metrics=["accuracy"])
model.compile(«'rmsprop'|default», 'mse')
model.compile(optimizer=«keras.optimizers.SGD|default»(momentum=0.9))
keras.optimizers.get(«"sgd"|default»)`,
    'of TensorFlow 1': `import tensorflow as tf
flags = tf.app.flags
flags.DEFINE_float('learning_rate', «0.001|GradientDescentOptimizer argument-default», 'Initial learning rate.')
tf.train.GradientDescentOptimizer(flags.FLAGS.learning_rate).minimize(loss)
tf.compat.v1.train.AdamOptimizer(«1e-4|AdamOptimizer optimizer»).minimize(loss)`,
    'of schedules that are passed as a rate': `import tensorflow as tf
schedule = tf.keras.optimizers.schedules.ExponentialDecay(«1e-2|SGD scheduler», decay_steps=10000, decay_rate=0.9)
opt = tf.keras.optimizers.SGD(learning_rate=schedule)`,
    'of piecewise schedules, but not their boundaries': `from keras.optimizers.schedules import PiecewiseConstantDecay
from keras.optimizers import Adam
Adam(PiecewiseConstantDecay(boundaries=[1000, 2000], values=[«0.1|Adam», «0.01|Adam», «0.001|Adam»]))`,
    'of schedules with two rates': `import keras
keras.optimizers.schedules.PolynomialDecay(initial_learning_rate=«5e-5|-», decay_steps=900, end_learning_rate=«0.0|-», power=1.0)
keras.optimizers.schedules.CosineDecay(«0.0|-», 900, alpha=0.1, warmup_target=«1e-3|-», warmup_steps=90)`,
    'of callbacks': `import keras
model.compile(«"adam"|default», "mse")
keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.2, patience=5, min_lr=«0.001|adam scheduler»)
keras.callbacks.LearningRateScheduler(lambda epoch: «1e-8|adam scheduler» * 10 ** (epoch / 20))`,
    'that a schedule function starts from': `from keras.optimizers import Adam
def lr_schedule(epoch):
    lr = «1e-3|Adam constant»
    if epoch > 80:
        lr *= 1e-1
    elif epoch > 40:
        lr *= 0.5
    return lr
model.compile(optimizer=Adam(learning_rate=lr_schedule(0)), loss="mse")`,
    'that a schedule function returns': `import keras
def scheduler(epoch, lr):
    if epoch < 10:
        return «1e-2|-»
    return lr * 0.9
keras.callbacks.LearningRateScheduler(scheduler)`,
    'but not the whole of a base rate': `import keras
def get_lr(step):
    if step > 100:
        return 1.0
    return step / 100
keras.optimizers.Adam(«0.001|Adam»)`,
    'of a list that a schedule indexes': `import keras
import numpy as np
def steps_of(bounds, heights):
    heights = np.asarray(heights)
    def rate_at(epoch):
        return heights[np.searchsorted(bounds, epoch)]
    return rate_at
by_epoch = steps_of([3, 9], [«0.05|-», «5e-3|-»])
keras.callbacks.LearningRateScheduler(by_epoch)`,
    'but not other numbers in such a function': `import keras
def ramp(top, length):
    def at(epoch):
        return length * epoch + top
    return at
keras.callbacks.LearningRateScheduler(ramp(0.3, 20))`,
    'of a custom schedule, with its optimizer': `import keras
rise = Hill(initial_learning_rate=«1e-4|Nadam», maximal_learning_rate=«1e-2|Nadam», scale=0.5)
opt = keras.optimizers.Nadam(rise)
keras.optimizers.SGD(«0.1|SGD»)`,
    'that a rate schedule calls just "rate", as other calls may not': `import keras
one = OneCycle(steps, max_rate=«0.04|- scheduler», start_rate=«0.004|- scheduler»)
masks = MaskSchedule(steps, max_rate=0.04)
flow = ControlRate(steps, max_rate=0.04)`,
    'that are defaults of a string in a variable or parameter': `import keras
def fit(model, how):
    model.compile(loss="mse", optimizer=how)
    model.compile(loss="mae", optimizer=how)
fit(first, how=«"nadam"|default»)
fit(second, «"adagrad"|default»)
kind = «"rmsprop"|default»
model.compile(kind, "mse")`,
    'that are defaults, for strings and classes': `import keras
rate = Ramp(steps)
LR = «0.2|sgd»
model.compile(loss="mse", optimizer=«"sgd"|default»)
model.compile(loss="mse", optimizer=keras.optimizers.SGD(rate))`,
    'that are set during training':
      'from keras import backend as K\nK.set_value(model.optimizer.lr, «0.001|- constant»)\nmodel.optimizer.learning_rate.assign(«1e-4|- constant»)\nmodel.optimizer.learning_rate = «1e-5|- constant»',
    'that depend on the number of workers':
      'import tensorflow as tf\nopt = tf.keras.optimizers.Adam(«0.001|Adam optimizer» * hvd.size())',
    'of TensorFlow Addons, but not the first argument of a rate-free optimizer':
      'import tensorflow_addons as tfa\ntfa.optimizers.LAMB(«2e-3|LAMB»)\ntfa.optimizers.COCOB(80)',
    'that a tuner tries': `import keras
def build(hp):
    rate = hp.Choice('learning_rate', values=[«1e-2|Adam», «1e-3|Adam»], default=«1e-3|Adam»)
    return keras.optimizers.Adam(learning_rate=rate)`,
  });

  it('have the default of every optimizer', async () => {
    for (const [name, entry] of KERAS) {
      if (entry.kind !== 'optimizer' || !name.startsWith('keras.')) continue;
      const { defaults } = await findRates({ language: 'python', text: `import keras\n${name}()\n` }, parsers);
      assert.deepEqual(
        defaults.map(({ optimizer, value, framework }) => [optimizer, value, framework]),
        [[entry.name, entry.defaultRate, 'keras']],
      );
    }
  });
});
