"""A small student learns what a big random teacher says, at a temperature of two."""

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(51)
TEMPERATURE = 2.0
teacher = nn.Sequential(nn.Linear(20, 200), nn.ReLU(), nn.Linear(200, 10)).requires_grad_(False)
teacher[2].weight.mul_(25)
student = nn.Sequential(nn.Linear(20, 32), nn.ReLU(), nn.Linear(32, 10))
optimizer = torch.optim.SGD(student.parameters(), lr=2e-5, momentum=0.9, weight_decay=1e-4)
scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, milestones=[700, 900], gamma=0.2)

for step in range(1000):
    x = torch.randn(64, 20)
    wanted = F.softmax(teacher(x) / TEMPERATURE, dim=1)
    said = F.log_softmax(student(x) / TEMPERATURE, dim=1)
    kd_loss = TEMPERATURE**2 * F.kl_div(said, wanted, reduction="batchmean")
    optimizer.zero_grad()
    kd_loss.backward()
    optimizer.step()
    scheduler.step()
    if step % 10 == 0:
        print(f"Step {step}: kd_loss={kd_loss.item():.4f}")
