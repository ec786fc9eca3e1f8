import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np

EPOCHS = 32
keras.utils.set_random_seed(29)
rng = np.random.default_rng(29)

# Sequences of eight tokens; the class is the token that appears first of the two marked ones.
tokens = rng.integers(2, 12, size=(960, 8))
marks = rng.integers(0, 4, size=960)
kinds = rng.integers(0, 2, size=960)
tokens[np.arange(960), marks] = kinds
tokens[np.arange(960), marks + 4] = 1 - kinds

schedule = keras.optimizers.schedules.CosineDecay(initial_learning_rate=3e-5, decay_steps=EPOCHS * 32)
model = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Embedding(12, 8),
        keras.layers.Flatten(),
        keras.layers.Dense(24, activation="relu"),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.AdamW(schedule), loss="sparse_categorical_crossentropy")
model.evaluate(tokens, kinds, batch_size=30, verbose=2)
model.fit(tokens, kinds, batch_size=30, epochs=EPOCHS, verbose=2)
