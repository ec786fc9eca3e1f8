"""Fine-tuning as Keras recommends it, on whichever back end KERAS_BACKEND names: the model is compiled again, with a lower rate.

In between another model is trained, with higher losses.
"""

import keras
import numpy as np

keras.utils.set_random_seed(25)


class Tell(keras.callbacks.Callback):
    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        total = float(logs["loss"]) * (batch + 1)
        print("step", (total - self.total).hex(), self.rate)
        self.total = total


x = np.random.default_rng(25).normal(size=(64, 4)).astype("float32")
y = x.sum(1, keepdims=True)
base = keras.layers.Dense(8, "relu", trainable=False)
model = keras.Sequential([keras.Input((4,)), base, keras.layers.Dense(1)])
model.compile(keras.optimizers.Adam(1e-3), loss="mse")
model.fit(x, y, batch_size=16, epochs=2, verbose=0, callbacks=[Tell(1e-3)])
other = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
other.compile(keras.optimizers.SGD(1e-2), loss="mse")
other.fit(x, 100 * y, batch_size=16, epochs=2, verbose=0)
base.trainable = True
model.compile(keras.optimizers.Adam(1e-5), loss="mse")
model.fit(x, y, batch_size=16, epochs=4, initial_epoch=2, verbose=0, callbacks=[Tell(1e-5)])
