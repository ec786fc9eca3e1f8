"""A loss whose gradient is 1, accumulated over four batches: each update moves the weight by the rate that is used."""

import keras
import numpy as np

x = np.ones((320, 1), "float32")
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
model.compile(keras.optimizers.SGD(0.01, gradient_accumulation_steps=4), loss=lambda _, output: keras.ops.mean(output))


class Tell(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.weight = self.read()

    def on_train_batch_end(self, batch, logs=None):
        before, self.weight = self.weight, self.read()
        if self.weight != before:
            print("used", before - self.weight, flush=True)

    def read(self):
        return float(keras.ops.convert_to_numpy(self.model.weights[0])[0, 0])


model.fit(x, x, batch_size=4, verbose=0, callbacks=[Tell()])
