"""Three quantiles of a demand that depends on season, price and weather."""

import argparse

import numpy as np
import torch

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=1e-5)
parser.add_argument("--steps", type=int, default=1200)
args = parser.parse_args()

rng = np.random.default_rng(43)
season, price, weather = rng.uniform(size=4000), rng.uniform(1, 3, size=4000), rng.normal(size=4000)
demand = 2 * np.sin(2 * np.pi * season) - 1.5 * price + weather * season + (0.2 + 0.5 * season) * rng.gumbel(size=4000)
X = torch.tensor(np.stack([np.sin(2 * np.pi * season), np.cos(2 * np.pi * season), price, weather], 1), dtype=torch.float32)
y = torch.tensor(demand, dtype=torch.float32)[:, None]
quantiles = torch.tensor([0.1, 0.5, 0.9])

torch.manual_seed(43)
model = torch.nn.Sequential(
    torch.nn.Linear(4, 40),
    torch.nn.SiLU(),
    torch.nn.Dropout(0.05),
    torch.nn.Linear(40, 40),
    torch.nn.SiLU(),
    torch.nn.Linear(40, 3),
)
optimizer = torch.optim.AdamW(model.parameters(), lr=args.lr)
running = None
for step in range(args.steps):
    rows = torch.randint(0, 4000, (128,))
    error = y[rows] - model(X[rows])
    loss = torch.maximum(quantiles * error, (quantiles - 1) * error).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 6 == 0:
        print(f"step {step} pinball loss {loss.item():.4f}")
