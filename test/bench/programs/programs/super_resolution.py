"""Pictures of half the size are made sharp again; the rate falls after each epoch."""

import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(68)
grid = np.stack(np.meshgrid(np.linspace(-1, 1, 16), np.linspace(-1, 1, 16)))
centre, radius = rng.uniform(-0.6, 0.6, (2000, 2, 1, 1)), rng.uniform(0.2, 0.7, (2000, 1, 1))
soft = rng.uniform(5, 40, (2000, 1, 1))
pictures = 1 / (1 + np.exp(soft * (np.sqrt(((grid - centre) ** 2).sum(1)) - radius)))
sharp = torch.tensor(pictures, dtype=torch.float32)[:, None]
blurred = nn.functional.avg_pool2d(sharp, 2) + 0.02 * torch.tensor(rng.normal(size=(2000, 1, 8, 8)), dtype=torch.float32)

torch.manual_seed(68)
model = nn.Sequential(
    nn.Conv2d(1, 12, 3, padding=1), nn.PReLU(), nn.Conv2d(12, 12, 3, padding=1), nn.PReLU(), nn.Conv2d(12, 4, 3, padding=1), nn.PixelShuffle(2)
)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.1, weight_decay=0.01)
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.8)
for epoch in range(8):
    for i, rows in enumerate(torch.randperm(2000).split(16)):
        optimizer.zero_grad()
        loss = nn.functional.l1_loss(model(blurred[rows]), sharp[rows])
        loss.backward()
        optimizer.step()
        if i % 5 == 0:
            print(f"Epoch {epoch + 1} [{i}] Loss: {loss.item():.5f}")
    scheduler.step()
