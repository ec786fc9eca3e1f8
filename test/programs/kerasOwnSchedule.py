"""Keras' own loop with a schedule that the program has written itself: a warm-up, then a decay. Printed at the end: how often it was called."""

import keras
import numpy as np
from keras import ops


class Warmup(keras.optimizers.schedules.LearningRateSchedule):
    calls = 0

    def __call__(self, step):
        self.calls += 1
        step = ops.cast(step, "float32") + 1
        return 0.01 * ops.minimum(step / 5, (5 / step) ** 0.5)


class Tell(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.step = 0

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        # Compiled steps keep the rates to themselves.
        rates = [0.01 * min(self.step / 5, (5 / self.step) ** 0.5)] if keras.backend.backend() == "torch" else []
        print("step", float(logs["loss"]).hex(), *rates)


keras.utils.set_random_seed(19)
x = np.random.default_rng(19).normal(size=(64, 6)).astype("float32")
model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(1)])
schedule = Warmup()
model.compile(optimizer=keras.optimizers.Adam(schedule), loss="mse")
model.fit(x, x.sum(1, keepdims=True), batch_size=64, epochs=12, verbose=0, callbacks=[Tell()])
print("calls", schedule.calls)
