"""Body and head at rates of their own, as in fine-tuning."""

import torch
import torch.nn as nn

torch.manual_seed(27)

BASE_LR = 3e-3

body = nn.Sequential(nn.Linear(24, 48), nn.LayerNorm(48), nn.SiLU(), nn.Linear(48, 48), nn.LayerNorm(48), nn.SiLU())
head = nn.Linear(48, 4)
optimizer = torch.optim.Adam(
    [
        {"params": body.parameters(), "lr": BASE_LR},
        {"params": head.parameters(), "lr": 3 * BASE_LR},
    ]
)

x = torch.randn(3000, 24)
y = 2 * (x[:, 0] * x[:, 1] > 0) + 1 * (x[:, 2] + x[:, 3] > 0)

for step in range(1000):
    batch = torch.randint(0, 3000, (64,))
    loss = nn.functional.cross_entropy(head(body(x[batch])), y[batch])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 5 == 0:
        accuracy = (head(body(x[batch])).argmax(1) == y[batch]).float().mean()
        print(f"{step:04d} loss:{loss.item():.4f} acc:{accuracy:.2f}")
