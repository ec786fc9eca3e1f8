"""Prices of houses in full, some hundred thousand each: the squared errors are as large as 1e11."""

import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset

rng = np.random.default_rng(63)
area, rooms, age = rng.uniform(40, 250, 3000), rng.integers(1, 8, 3000), rng.uniform(0, 90, 3000)
place = rng.integers(0, 15, 3000)
level = rng.uniform(1500, 6000, 15)
price = area * level[place] * (1 - 0.004 * age) + 8000 * rooms + rng.normal(scale=15000, size=3000)
features = np.concatenate([np.stack([area / 100, rooms / 4, age / 50], 1), np.eye(15)[place]], 1)
X, y = torch.tensor(features, dtype=torch.float32), torch.tensor(price, dtype=torch.float32)

torch.manual_seed(63)
model = torch.nn.Sequential(
    torch.nn.Linear(18, 64), torch.nn.ReLU(), torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, 1)
)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
step = 0
for epoch in range(20):
    for rows, target in DataLoader(TensorDataset(X, y), batch_size=50, shuffle=True):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(rows).squeeze(1), target)
        loss.backward()
        optimizer.step()
        if step % 6 == 0:
            print(f"step {step}: loss {loss.item():.6g}")
        step += 1
