"""Three spirals, one small network."""

import math

import torch
from torch import nn

torch.manual_seed(7)

LR = 0.02
STEPS = 1200
BATCH = 64


def spirals(count):
    labels = torch.randint(0, 3, (count,))
    radius = torch.rand(count).sqrt()
    angle = 4 * radius + labels * 2 * math.pi / 3 + 0.15 * torch.randn(count)
    return torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1), labels


points, labels = spirals(1500)
model = nn.Sequential(nn.Linear(2, 48), nn.Tanh(), nn.Linear(48, 48), nn.Tanh(), nn.Linear(48, 3))
optimizer = torch.optim.SGD(model.parameters(), lr=LR, momentum=0.9)

for step in range(STEPS):
    chosen = torch.randint(0, len(points), (BATCH,))
    loss = nn.functional.cross_entropy(model(points[chosen]), labels[chosen])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 5 == 0:
        print(f"step {step:4d}  loss {loss.item():.4f}")
