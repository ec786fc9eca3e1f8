"""A linear support vector machine that sees two examples at a time."""

import numpy as np
import torch

LR = 1e-4
REGULARIZATION = 1e-3

rng = np.random.default_rng(48)
X = rng.normal(size=(4000, 40)) * np.linspace(0.3, 2, 40)
y = np.sign(X @ rng.normal(size=40) + 2 * rng.normal(size=4000))
X, y = torch.from_numpy(X).float(), torch.from_numpy(y).float()

weights = torch.zeros(40, requires_grad=True)
bias = torch.zeros(1, requires_grad=True)
sgd = torch.optim.SGD([weights, bias], lr=LR)
order = np.resize(rng.permutation(4000), 4000)
total = 0.0
for step, (a, b) in enumerate(order.reshape(-1, 2)):
    rows = [a, b]
    hinge = torch.relu(1 - y[rows] * (X[rows] @ weights + bias)).mean()
    loss = hinge + REGULARIZATION * weights.square().sum()
    sgd.zero_grad()
    loss.backward()
    sgd.step()
    print(f"{step} hinge loss: {loss.item():.4f}")
