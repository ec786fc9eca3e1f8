"""A network as the right-hand side of an equation of motion: rollouts of eight Runge-Kutta steps follow a damped pendulum."""

import numpy as np
import torch
from torch import nn


def pendulum(s):
    return np.stack([s[:, 1], -2 * np.sin(s[:, 0]) - 0.15 * s[:, 1]], 1)


def rollout(f, s, steps, h=0.15):
    path = []
    for _ in range(steps):
        a = f(s)
        b = f(s + h / 2 * a)
        c = f(s + h / 2 * b)
        s = s + h / 6 * (a + 2 * b + 2 * c + f(s + h * c))
        path.append(s)
    return path


rng = np.random.default_rng(71)
start = rng.uniform(-2, 2, size=(1000, 2))
paths = torch.tensor(np.stack(rollout(pendulum, start, 8), 1) + 0.02 * rng.normal(size=(1000, 8, 2)), dtype=torch.float32)
start = torch.tensor(start, dtype=torch.float32)

torch.manual_seed(71)
field = nn.Sequential(nn.Linear(2, 32), nn.Tanh(), nn.Linear(32, 2))
optimizer = torch.optim.Adagrad(field.parameters(), lr=1e-3)
for step in range(700):
    rows = torch.randint(0, 1000, (50,))
    loss = (torch.stack(rollout(field, start[rows], 8), 1) - paths[rows]).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 4 == 0:
        print(f"iter {step} loss {loss.item():.5f}")
