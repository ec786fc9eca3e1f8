"""Counts of events (Poisson) from sparse features."""

import torch
from torch import nn, optim

torch.manual_seed(37)
features = (torch.rand(3000, 60) < 0.1).float()
truth = 0.8 * torch.randn(60)
counts = torch.poisson(torch.exp((features @ truth).clamp(-4, 2)))

model = nn.Linear(60, 1)
criterion = nn.PoissonNLLLoss(log_input=True, full=True)
optimizer = optim.Adagrad(model.parameters(), lr=1e-3)

for step in range(1200):
    i = torch.randint(0, 3000, (100,))
    optimizer.zero_grad()
    nll = criterion(model(features[i])[:, 0], counts[i])
    nll.backward()
    optimizer.step()
    if step % 6 == 0:
        print(f"step {step}  nll {nll.item():.4f}")
