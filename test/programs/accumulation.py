"""Gradients of four batches a step, each loss divided by four; the last step of an epoch has fewer. With an argument, the
first epoch steps after each batch."""

import sys

import torch
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(5)
x = torch.randn(144, 6)
loader = DataLoader(TensorDataset(x, x.sum(1, keepdim=True)), batch_size=8, shuffle=True)
model = torch.nn.Linear(6, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for epoch in range(3):
    accumulate = 1 if epoch == 0 and len(sys.argv) > 1 else 4
    losses = []
    for index, (xs, ys) in enumerate(loader):
        loss = torch.nn.functional.mse_loss(model(xs), ys)
        losses.append(loss.item())
        (loss / accumulate).backward()
        if (index + 1) % accumulate == 0 or index + 1 == len(loader):
            optimizer.step()
            optimizer.zero_grad()
            print("step", (sum(losses) / len(losses)).hex(), optimizer.param_groups[0]["lr"])
            losses = []
