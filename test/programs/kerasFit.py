"""Keras' own loop on whichever back end KERAS_BACKEND names, a schedule, the last batch smaller."""

import keras
import numpy as np

keras.utils.set_random_seed(17)
x = np.random.default_rng(17).normal(size=(200, 6)).astype("float32")
y = (x.sum(1) > 0).astype("int32")
model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(16, "relu"), keras.layers.Dropout(0.1), keras.layers.Dense(2)])
model.compile(
    optimizer=keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.01, 10, 0.5)),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)


class Tell(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.total, self.seen = 0.0, 0

    def on_train_batch_end(self, batch, logs=None):
        size = min(32, 200 - 32 * batch)
        mean = float(logs["loss"])
        print("mean", mean.hex())
        print("step", ((mean * (self.seen + size) - self.total) / size).hex(), 0.01 * 0.5 ** (self.step / 10))
        self.total, self.seen = mean * (self.seen + size), self.seen + size
        self.step += 1


tell = Tell()
tell.step = 0
model.fit(x, y, batch_size=32, epochs=3, verbose=0, callbacks=[tell], validation_data=(x, y))
