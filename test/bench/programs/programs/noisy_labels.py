"""A third of the labels is drawn at random."""

import torch
from torch import nn

torch.manual_seed(23)
CLASSES = 8
CONFIG = {"learning_rate": 0.002, "batch_size": 4, "steps": 1500}

centers = 1.2 * torch.randn(CLASSES, 15)
labels = torch.randint(0, CLASSES, (2500,))
points = centers[labels] + torch.randn(2500, 15)
noisy = torch.where(torch.rand(2500) < 0.33, torch.randint(0, CLASSES, (2500,)), labels)


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(15, 32), nn.Linear(32, CLASSES)])

    def forward(self, x):
        return self.layers[1](torch.relu(self.layers[0](x)))


net = Classifier()
optimizer = torch.optim.RAdam(net.parameters(), lr=CONFIG["learning_rate"])
losses = []
for step in range(CONFIG["steps"]):
    rows = torch.randint(0, 2500, (CONFIG["batch_size"],))
    loss = nn.functional.cross_entropy(net(points[rows]), noisy[rows])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    print(f"step {step} loss {losses[-1]:.3f}")
