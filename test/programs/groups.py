"""Groups of parameters with rates of their own, a warm-up before a cosine, weight decay for some."""

import torch
from torch import nn
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

torch.manual_seed(10)
backbone, head = nn.Linear(12, 24), nn.Linear(24, 3)
optimizer = torch.optim.AdamW(
    [
        {"params": [backbone.weight], "lr": 1e-3},
        {"params": [backbone.bias], "lr": 1e-3, "weight_decay": 0.0},
        {"params": head.parameters(), "lr": 1e-2},
    ],
    weight_decay=0.05,
)
scheduler = SequentialLR(
    optimizer,
    [LinearLR(optimizer, start_factor=0.01, total_iters=10), CosineAnnealingLR(optimizer, T_max=30)],
    milestones=[10],
)
x = torch.randn(128, 12)
y = x[:, :3].argmax(1)
for _ in range(40):
    loss = nn.functional.cross_entropy(head(torch.relu(backbone(x))), y)
    optimizer.zero_grad()
    loss.backward()
    rates = [group["lr"] for group in optimizer.param_groups]
    optimizer.step()
    scheduler.step()
    print("step", loss.item().hex(), *rates)
