"""Lines or crosses? A small CNN in Keras."""

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
from keras import layers

LEARNING_RATE = 1e-3


def make_images(count, rng):
    images = rng.normal(scale=0.5, size=(count, 10, 10, 1)).astype("float32")
    labels = rng.integers(0, 3, size=count)
    for image, label in zip(images, labels):
        at = rng.integers(2, 8)
        if label != 0:
            image[at, :, 0] += 1
        if label != 1:
            image[:, at, 0] += 1
    return images, labels


def main():
    keras.utils.set_random_seed(1)
    images, labels = make_images(640, np.random.default_rng(1))
    model = keras.Sequential(
        [
            keras.Input((10, 10, 1)),
            layers.Conv2D(6, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(3),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(LEARNING_RATE, momentum=0.9),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.evaluate(images, labels, verbose=2)
    model.fit(images, labels, batch_size=16, epochs=25, verbose=2)


main()
