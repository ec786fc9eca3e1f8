"""A GAN whose step of its own in Keras uses optimizers that `compile` keeps beside the model's, on PyTorch or TensorFlow.

An argument multiplies their rates.
"""

import sys

import keras
import numpy as np
from keras import ops

FACTOR = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
keras.utils.set_random_seed(22)


class Gan(keras.Model):
    def __init__(self):
        super().__init__()
        self.discriminator = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
        self.generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4)])
        self.losses_ = [keras.metrics.Mean(name="d_loss"), keras.metrics.Mean(name="g_loss")]
        self.built = True

    @property
    def metrics(self):
        return self.losses_

    def compile(self, optimizers):
        super().compile()
        self.optimizers = optimizers

    def train_step(self, data):
        noise = ops.ones((16, 2)) * 0.1

        def of_discriminator():
            return ops.mean((self.discriminator(data) - 1) ** 2) + ops.mean(self.discriminator(self.generator(noise)) ** 2)

        def of_generator():
            return ops.mean((self.discriminator(self.generator(noise)) - 1) ** 2)

        logs = {"loss_weights": ops.ones(2)}
        for part, loss_of, optimizer, average in zip(
            (self.discriminator, self.generator), (of_discriminator, of_generator), self.optimizers, self.losses_
        ):
            average.update_state(update(part, loss_of, optimizer))
            logs[average.name] = average.result()
        return logs


def update(part, loss_of, optimizer):
    weights = part.trainable_weights
    if keras.backend.backend() == "torch":
        import torch

        part.zero_grad()
        loss = loss_of()
        loss.backward()
        with torch.no_grad():
            optimizer.apply([weight.value.grad for weight in weights], weights)
    else:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            loss = loss_of()
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return loss


class Tell(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        total = float(logs["d_loss"]) * (batch + 1)
        print("step", (total - self.total).hex(), 0.03 * FACTOR)
        self.total = total


x = np.random.default_rng(22).normal(size=(64, 4)).astype("float32")
gan = Gan()
gan.compile([keras.optimizers.SGD(0.03 * FACTOR), keras.optimizers.Adam(0.02 * FACTOR)])
gan.fit(x, batch_size=16, epochs=3, verbose=0, callbacks=[Tell()], shuffle=False)
