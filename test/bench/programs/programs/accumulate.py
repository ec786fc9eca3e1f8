"""Four small batches a step."""

import torch
import torch.nn as nn

LR = 0.1
ACCUMULATE = 4

torch.manual_seed(43)
x = torch.randn(2400, 18)
y = (x[:, :3].sum(dim=1) + 0.5 * x[:, 3] * x[:, 4] > 0).long() + 2 * (x[:, 5] > 0.5).long()
model = nn.Sequential(nn.Linear(18, 40), nn.ReLU(), nn.Dropout(0.1), nn.Linear(40, 4))
optimizer = torch.optim.SGD(model.parameters(), lr=LR)
criterion = nn.CrossEntropyLoss()

total = 0.0
for micro in range(4 * 1000):
    rows = torch.randint(0, 2400, (8,))
    loss = criterion(model(x[rows]), y[rows]) / ACCUMULATE
    loss.backward()
    total += loss.item()
    if (micro + 1) % ACCUMULATE == 0:
        optimizer.step()
        optimizer.zero_grad()
        step = micro // ACCUMULATE
        if step % 4 == 0:
            print(f"update {step}: loss {total:.4f}")
        total = 0.0
