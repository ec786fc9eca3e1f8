"""`train_on_batch`, batch by batch."""

import keras
import numpy as np

keras.utils.set_random_seed(19)
x = np.random.default_rng(19).normal(size=(160, 4)).astype("float32")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile(optimizer=keras.optimizers.SGD(0.05, momentum=0.5), loss="mse")
for start in range(0, 160, 16):
    model.reset_metrics()
    loss = model.train_on_batch(x[start : start + 16], x[start : start + 16].sum(1, keepdims=True))
    print("step", float(loss).hex(), 0.05)
