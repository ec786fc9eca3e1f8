"""Who pays back a loan? Normalized layers, unequal classes, and a rate that restarts on a cosine."""

import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(70)
X = rng.normal(size=(6000, 20)) * rng.uniform(0.1, 10, 20) + rng.uniform(-5, 5, 20)
Z = (X - X.mean(0)) / X.std(0)
odds = Z[:, 0] * Z[:, 1] + 1.5 * Z[:, 2] - np.abs(Z[:, 3]) + 0.5 * np.sin(2 * Z[:, 4]) - 1.5
y = (rng.random(6000) < 1 / (1 + np.exp(-2 * odds))).astype(np.float32)
X, y = torch.tensor(X, dtype=torch.float32), torch.from_numpy(y)

torch.manual_seed(70)
model = nn.Sequential(
    nn.BatchNorm1d(20), nn.Linear(20, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 1)
)
criterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(3.0))
optimizer = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9, weight_decay=1e-4)
scheduler = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0=250)
for step in range(1000):
    rows = torch.randint(0, 6000, (64,))
    loss = criterion(model(X[rows]).squeeze(1), y[rows])
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    scheduler.step()
    if step % 4 == 0:
        print(f"{step}/1000 loss: {loss.item():.4f}")
