"""A fit of a few steps, then those of a cross-validation, all of whose models are made before. The gradient is 1: each update moves the
weight by the rate that is used."""

import keras
import numpy as np


class Tell(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.weight = self.read()

    def on_train_batch_end(self, batch, logs=None):
        before, self.weight = self.weight, self.read()
        print("used", before - self.weight, flush=True)

    def read(self):
        return float(keras.ops.convert_to_numpy(self.model.weights[0])[0, 0])


def make_model():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(keras.optimizers.SGD(0.01), loss=lambda _, output: keras.ops.mean(output))
    return model


x = np.ones((96, 1), "float32")
first, *folds = [make_model() for _ in range(4)]
first.fit(x[:32], x[:32], batch_size=4, verbose=0, callbacks=[Tell()])
for fold in folds:
    fold.fit(x, x, batch_size=4, verbose=0, callbacks=[Tell()])
    print("fold", flush=True)
