"""A small CNN in Keras on the back end that KERAS_BACKEND names; the second epoch is timed."""

import sys
import time

import keras
import numpy as np

steps = int(sys.argv[1])
keras.utils.set_random_seed(3)
x = np.random.default_rng(3).normal(size=(32 * steps, 28, 28, 1)).astype("float32")
y = np.random.default_rng(4).integers(0, 10, 32 * steps)
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(8, 5, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(16, 5, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dense(10),
    ]
)
model.compile(keras.optimizers.Adam(1e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True))


class Clock(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def on_epoch_end(self, epoch, logs=None):
        self.took = time.perf_counter() - self.wall, time.process_time() - self.cpu


clock = Clock()
# The second epoch of Keras on JAX still compiles.
model.fit(x, y, batch_size=32, epochs=3, verbose=0, callbacks=[clock])
print("seconds", *clock.took)
