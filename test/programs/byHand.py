"""Weights that are updated by hand, beside others that are sparse or lie across the memory, over two micro-batches, and a gradient that is not a training's."""

import torch

torch.manual_seed(4)
x = torch.randn(64, 3)
y = x @ torch.tensor([1.0, -2.0, 0.5])
weight = torch.zeros(3, requires_grad=True)
unused = torch.zeros(2, 3).t().requires_grad_()
sparse = torch.zeros(3, 3).to_sparse().requires_grad_()

for step in range(20):
    losses = []
    for part in (slice(0, 32), slice(32, 64)):
        loss = ((x[part] @ (weight + 0 * unused[:, 0]) - y[part]) ** 2).mean() + torch.sparse.mm(sparse, x[:3]).sum()
        loss.backward()
        losses.append(loss.item())
    with torch.no_grad():
        weight -= 0.05 * weight.grad
        weight.grad = None
    print("step", (sum(losses) / 2).hex())
