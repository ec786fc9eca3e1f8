"""Weights that are updated by hand, over two micro-batches, and a gradient that is not a training's."""

import torch

torch.manual_seed(4)
x = torch.randn(64, 3)
y = x @ torch.tensor([1.0, -2.0, 0.5])
weight = torch.zeros(3, requires_grad=True)
unused = torch.zeros(3, requires_grad=True)

for step in range(20):
    losses = []
    for part in (slice(0, 32), slice(32, 64)):
        loss = ((x[part] @ (weight + 0 * unused) - y[part]) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
    with torch.no_grad():
        weight -= 0.05 * weight.grad
        weight.grad = None
    print("step", (sum(losses) / 2).hex())
