import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np

keras.utils.set_random_seed(13)
rng = np.random.default_rng(13)
x = rng.normal(size=(800, 6))
y = np.sin(2 * x[:, 0]) + 0.5 * x[:, 1] * x[:, 2] + 0.1 * rng.normal(size=800)

inputs = keras.Input((6,))
hidden = keras.layers.Dense(40, activation="tanh")(inputs)
hidden = keras.layers.Dense(40, activation="tanh")(hidden)
model = keras.Model(inputs, keras.layers.Dense(1)(hidden))

optimizer = keras.optimizers.RMSprop(learning_rate=0.2)
model.compile(optimizer, loss="mse")
print(f"before training: loss {model.evaluate(x, y, verbose=0):.4f}")


class Report(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(f"epoch {epoch + 1}: loss {logs['loss']:.4f}")


model.fit(x, y, batch_size=32, epochs=40, verbose=0, callbacks=[Report()])
