import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np

keras.utils.set_random_seed(3)
rng = np.random.default_rng(3)

# Ten random patterns, seen with noise.
patterns = rng.normal(size=(10, 36))
labels = rng.integers(0, 10, size=1024)
images = patterns[labels] + 1.2 * rng.normal(size=(1024, 36))

model = keras.Sequential(
    [
        keras.Input((36,)),
        keras.layers.Dense(48, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.003),
    loss="sparse_categorical_crossentropy",
)
print("untrained: loss:", model.evaluate(images, labels, verbose=0))
model.fit(images, labels, batch_size=32, epochs=32, verbose=2)
