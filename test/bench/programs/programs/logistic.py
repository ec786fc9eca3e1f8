"""Logistic regression with one label in ten wrong."""

import torch

g = torch.Generator().manual_seed(14)
X = torch.randn(3000, 25, generator=g)
w = torch.randn(25, generator=g)
y = (X @ w > 0).float()
wrong = torch.rand(3000, generator=g) < 0.1
y[wrong] = 1 - y[wrong]

model = torch.nn.Linear(25, 1)
torch.nn.init.zeros_(model.weight)
torch.nn.init.zeros_(model.bias)
opt = torch.optim.SGD(model.parameters(), lr=30.0)

for step in range(1500):
    rows = torch.randint(0, 3000, (256,), generator=g)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(model(X[rows])[:, 0], y[rows])
    opt.zero_grad()
    loss.backward()
    opt.step()
    if step % 10 == 0:
        print(f"{step}: loss = {loss.item():.6f}")
