"""Which way do the stripes run? Separable convolutions, smoothed labels, mixed images, and a rate on a cosine."""

import math

import torch
import torch.nn.functional as F
from torch import nn

STEPS = 800


def stripes(count):
    labels = torch.randint(0, 6, (count,))
    angle = (labels * math.pi / 6 + 0.1 * torch.randn(count))[:, None, None]
    y, x = torch.meshgrid(torch.arange(12.0), torch.arange(12.0), indexing="ij")
    phase = 2 * math.pi * torch.rand(count, 1, 1)
    images = torch.sin(1.2 * (x * torch.cos(angle) + y * torch.sin(angle)) + phase)
    return (images + 0.8 * torch.randn(count, 12, 12))[:, None], labels


class Separable(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.depth = nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs)
        self.point = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x):
        return F.gelu(self.point(self.depth(x)))


torch.manual_seed(41)
images, labels = stripes(1500)
model = nn.Sequential(
    nn.Conv2d(1, 12, 3, stride=2), Separable(12, 24), Separable(24, 24), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(24, 6)
)
optimizer = torch.optim.AdamW(model.parameters(), lr=1.5e-3, weight_decay=0.05)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=STEPS)
for step in range(STEPS):
    rows = torch.randint(0, 1500, (48,))
    partner = rows[torch.randperm(48)]
    share = 0.8 + 0.2 * torch.rand(1).item()
    out = model(share * images[rows] + (1 - share) * images[partner])
    loss = share * F.cross_entropy(out, labels[rows], label_smoothing=0.1) + (1 - share) * F.cross_entropy(
        out, labels[partner], label_smoothing=0.1
    )
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    scheduler.step()
    if step % 8 == 0:
        print(f"step={step} loss={loss:.4f} lr={scheduler.get_last_lr()[0]:.2e}")
