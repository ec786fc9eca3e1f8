"""A normalizing flow of affine couplings learns where the points of three rings lie."""

import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(69)
torch.manual_seed(69)


class Coupling(nn.Module):
    def __init__(self, keeps):
        super().__init__()
        self.keeps = keeps
        self.net = nn.Sequential(nn.Linear(1, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 2))

    def forward(self, x):
        kept, moved = x[:, self.keeps, None], x[:, 1 - self.keeps, None]
        scale, shift = self.net(kept).chunk(2, 1)
        scale = scale.tanh()
        moved = moved * scale.exp() + shift
        return torch.cat([kept, moved] if self.keeps == 0 else [moved, kept], 1), scale.sum(1)


flow = nn.ModuleList(Coupling(i % 2) for i in range(4))
optimizer = torch.optim.Adam(flow.parameters(), lr=2e-5, betas=(0.9, 0.98))
for step in range(1000):
    radius, angle = rng.integers(1, 4, 128) + 0.1 * rng.normal(size=128), rng.uniform(0, 2 * np.pi, 128)
    x = torch.tensor(np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1), dtype=torch.float32)
    total = torch.zeros(128)
    for layer in flow:
        x, logdet = layer(x)
        total = total + logdet
    nll = (0.5 * x.square().sum(1) + np.log(2 * np.pi) - total).mean()
    optimizer.zero_grad()
    nll.backward()
    nn.utils.clip_grad_norm_(flow.parameters(), 5.0)
    optimizer.step()
    if step % 5 == 0:
        print(f"step={step} nll={nll.item():.4f}")
