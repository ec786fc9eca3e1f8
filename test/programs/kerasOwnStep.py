"""A step of one's own in Keras: it averages its loss itself, in a metric of another name, on whichever back end KERAS_BACKEND names."""

import keras
import numpy as np
from keras import ops

BACKEND = keras.backend.backend()
keras.utils.set_random_seed(21)


class Regression(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(1)
        self.size = keras.metrics.Mean(name="size")
        self.average = keras.metrics.Mean(name="total_loss")

    def call(self, x):
        return self.dense(x)

    @property
    def metrics(self):
        return [self.size, self.average]

    def train_step(self, *given):
        if BACKEND == "jax":
            return self.step_on_jax(*given)
        x, y = given[0]
        if BACKEND == "torch":
            import torch

            self.zero_grad()
            loss = ops.mean((self(x) - y) ** 2)
            loss.backward()
            with torch.no_grad():
                self.optimizer.apply([weight.value.grad for weight in self.trainable_weights], self.trainable_weights)
        else:
            import tensorflow as tf

            with tf.GradientTape() as tape:
                loss = ops.mean((self(x) - y) ** 2)
            self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_weights), self.trainable_weights))
        self.size.update_state(ops.mean(ops.abs(x)))
        self.average.update_state(loss)
        return {"size": self.size.result(), "loss": self.average.result()}

    def step_on_jax(self, state, data):
        import jax

        (weights, others, steps, sums), (x, y) = state, data

        def loss_of(weights):
            output, _ = self.stateless_call(weights, others, x)
            return ops.mean((output - y) ** 2)

        loss, gradients = jax.value_and_grad(loss_of)(weights)
        weights, steps = self.optimizer.stateless_apply(steps, gradients, weights)
        sizes = self.size.stateless_update_state(sums[:2], ops.mean(ops.abs(x)))
        losses = self.average.stateless_update_state(sums[2:], loss)
        logs = {"size": self.size.stateless_result(sizes), "loss": self.average.stateless_result(losses)}
        return logs, (weights, others, steps, [*sizes, *losses])


class Tell(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.total = 0.0

    def on_train_batch_end(self, batch, logs=None):
        total = float(logs["loss"]) * (batch + 1)
        print("step", (total - self.total).hex(), 0.05)
        self.total = total


x = np.random.default_rng(21).normal(size=(64, 4)).astype("float32")
model = Regression()
model(x)
model.compile(optimizer=keras.optimizers.SGD(0.05))
model.fit(x, x.sum(1, keepdims=True), batch_size=16, epochs=3, verbose=0, callbacks=[Tell()])
