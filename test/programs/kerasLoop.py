"""A custom loop with a Keras optimizer, eager, on PyTorch or TensorFlow."""

import keras
import numpy as np

keras.utils.set_random_seed(18)
x = np.random.default_rng(18).normal(size=(64, 4)).astype("float32")
y = x.sum(1, keepdims=True)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
optimizer = keras.optimizers.SGD(learning_rate=0.05)
loss_fn = keras.losses.MeanSquaredError()
for _ in range(20):
    if keras.backend.backend() == "torch":
        model.zero_grad()
        loss = loss_fn(y, model(x))
        loss.backward()
        gradients = [weight.value.grad for weight in model.trainable_weights]
        import torch

        with torch.no_grad():
            optimizer.apply(gradients, model.trainable_weights)
    else:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x))
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_weights), model.trainable_weights))
    print("step", float(loss).hex(), 0.05)
