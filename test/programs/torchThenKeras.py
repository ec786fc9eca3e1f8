"""A training with PyTorch, then a GAN's with two optimizers of Keras: the first training is told. An argument leaves it out."""

import os
import sys

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch

keras.utils.set_random_seed(23)
x = torch.randn(64, 4)
tell_first = len(sys.argv) == 1
if tell_first:
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for _ in range(20):
        optimizer.zero_grad()
        loss = (model(x) - x.sum(1, keepdim=True)).square().mean()
        loss.backward()
        optimizer.step()
        print("step", loss.item().hex(), 0.05)

discriminator = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
generator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4)])
optimizers = [keras.optimizers.SGD(0.03), keras.optimizers.SGD(0.02)]
for _ in range(15):
    for part, optimizer, target in zip((discriminator, generator), optimizers, (0, 1)):
        part.zero_grad()
        fake = discriminator(generator(torch.ones(64, 2)))
        loss = (fake - target).square().mean() + (discriminator(x) - 1).square().mean()
        loss.backward()
        with torch.no_grad():
            optimizer.apply([weight.value.grad for weight in part.trainable_weights], part.trainable_weights)
        if not tell_first and part is discriminator:
            print("step", loss.item().hex(), 0.03)
