"""An autoencoder whose codes are words of a codebook, with a gradient that passes straight through."""

import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(72)
shapes = rng.normal(size=(24, 32)).cumsum(1)
shapes = (shapes - shapes.mean(1, keepdims=True)) / shapes.std(1, keepdims=True)

torch.manual_seed(72)
encoder = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, 16))
decoder = nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Linear(64, 32))
codebook = nn.Parameter(torch.randn(2, 32, 8) * 0.3)
optimizer = torch.optim.AdamW([*encoder.parameters(), *decoder.parameters(), codebook], lr=0.05)
for step in range(1200):
    rows = rng.integers(0, 24, 64)
    x = torch.tensor(shapes[rows] * rng.uniform(0.5, 1.5, (64, 1)) + 0.1 * rng.normal(size=(64, 32)), dtype=torch.float32)
    z = encoder(x).view(64, 2, 8)
    nearest = (z[:, :, None] - codebook).square().sum(3).argmin(2)
    code = codebook[torch.arange(2), nearest]
    made = decoder((z + (code - z).detach()).flatten(1))
    mse = (made - x).square().mean()
    loss = mse + (code - z.detach()).square().mean() + 0.25 * (code.detach() - z).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 6 == 0:
        print(f"step {step} loss {loss.item():.4f} mse {mse.item():.4f}")
